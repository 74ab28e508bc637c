/** Makes a report fit on a screen, so that what matters most is never scrolled away. */
import wrapAnsi from "wrap-ansi";

/** A text in rows of so many columns at most. What a long line goes on with is indented as the line is. */
export function rowsOf(text: string, columns: number): string[] {
  return text.split("\n").flatMap((line) => {
    const [indent = ""] = /^ */.exec(line) ?? [];
    const rest = wrapAnsi(line.slice(indent.length), Math.max(columns - indent.length, 1), { hard: true });
    return rest.split("\n").map((row) => indent + row);
  });
}

/**
 * The first version of a report that needs no more than `room` rows; else the last one, cut.
 *
 * @param versions from the fullest to the shortest
 * @param whole whether the last one is never cut
 */
export function fit(
  versions: readonly (() => string)[],
  room: number,
  columns: number,
  whole: boolean,
): string[] {
  let rows: string[] = [];
  for (const version of versions) {
    rows = rowsOf(version(), columns);
    if (rows.length <= room) return rows;
  }
  if (whole) return rows;
  const kept = Math.max(room - 1, 1);
  return [...rows.slice(0, kept), `… and ${rows.length - kept} more lines: make the window taller`];
}

/** A line of at most `most` characters, with its middle left out where it is longer. */
export function shorten(line: string, most: number): string {
  if (line.length <= most) return line;
  const head = Math.ceil((most - 3) * 0.7);
  return `${line.slice(0, head)} … ${line.slice(line.length - (most - 3 - head))}`;
}
