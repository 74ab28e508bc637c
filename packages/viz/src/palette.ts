/**
 * The line and class colours, in the order in which they are given out: blue and orange first, as told apart with
 * every common colour blindness.
 *
 * @see M. Okabe, K. Ito, "Color universal design", 2008
 */
export const palette: readonly string[] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"];

/** The same hues, light enough for a dark terminal and dark enough for a light one. */
export const terminalPalette: readonly string[] = [
  "#3a96dd",
  "#e0761a",
  "#1fa67a",
  "#cc79a7",
  "#7aa6c2",
  "#c9a227",
];

/** Red, green and blue, each in 0 .. 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

const negative: Rgb = [91, 155, 213];
const zero: Rgb = [250, 250, 248];
const positive: Rgb = [240, 160, 82];

/** The colour of a field's value in -1 .. 1: blue below zero, near white at it, orange above. */
export function diverging(value: number): Rgb {
  const end = value < 0 ? negative : positive;
  // The sign is what matters most, so even small values step away from white.
  const t = value === 0 ? 0 : 0.25 + 0.75 * Math.min(Math.abs(value), 1);
  return zero.map((from, channel) =>
    Math.round(from + t * ((end[channel] as number) - from)),
  ) as unknown as Rgb;
}
