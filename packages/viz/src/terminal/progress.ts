const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/**
 * A bar of exactly `width` columns, filled from the left to `fraction` (0 .. 1, clamped; NaN, as 0 done of 0, is
 * empty), to an eighth of a column.
 */
export function progressBar(fraction: number, width = 30): string {
  const done = Math.min(Math.max(Number.isNaN(fraction) ? 0 : fraction, 0), 1);
  // Rounded down, so that only a finished task looks finished.
  const filled = Math.floor(done * width * 8);
  const bar = "█".repeat(Math.floor(filled / 8)) + (eighths[filled % 8] as string);
  return bar.padEnd(width, "░");
}
