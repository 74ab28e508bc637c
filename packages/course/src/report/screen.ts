/** The screen of watch mode. */
import { fit, rowsOf } from "./fit.ts";

/** Moves what the terminal shows up into its history, where it stays to be read. */
export function clear(): void {
  process.stdout.write("\n".repeat(process.stdout.rows ?? 24));
}

/**
 * Shows a report, in the fullest version that fits, and below it what must always be seen.
 *
 * @param versions from the fullest to the shortest
 * @param scrolls whether a report that does not fit may begin above the screen, where one can scroll to
 */
export function show(versions: readonly (() => string)[], below: string, scrolls: boolean): void {
  const { rows = 24, columns = 80 } = process.stdout;
  const last = rowsOf(below, columns);
  // A blank line lies between the two.
  const room = Math.max(rows - last.length - 1, 1);
  const lines = [...fit(versions, room, columns, scrolls), "", ...last];
  // Written over what was there, not after clearing: the terminal's history stays clean, and nothing flickers.
  process.stdout.write(`\u001b[H${lines.map((line) => `${line}\u001b[K`).join("\n")}\u001b[J`);
}
