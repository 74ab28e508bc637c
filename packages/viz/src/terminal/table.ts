import { type Align, columnsOf, fit } from "./block.ts";

export type Cell = string | number;

export interface TableOptions {
  /** Names over the columns, underlined. */
  readonly header?: readonly string[];
  /** One for each column; where left out, a column of numbers is set right and any other left. */
  readonly align?: readonly Align[];
}

/**
 * Rows as aligned columns, two spaces apart; wide characters (CJK, emoji) take the two columns they do on a
 * terminal, and colours take none. Short rows are filled up with empty cells; a line break or tab in a cell becomes
 * a space.
 */
export function table(rows: readonly (readonly Cell[])[], { header, align = [] }: TableOptions = {}): string {
  const body = rows.map((row) => row.map(printable));
  const head = header === undefined ? [] : [header.map(printable)];
  const all = [...head, ...body];
  const count = Math.max(0, ...all.map((row) => row.length));
  const columns = Array.from({ length: count }, (_, column) => ({
    width: Math.max(...all.map((row) => columnsOf(row[column] ?? ""))),
    align: align[column] ?? (isNumeric(rows, column) ? "right" : "left"),
  }));

  const line = (row: readonly string[]): string =>
    columns
      .map(({ width, align }, column) => fit(row[column] ?? "", width, align))
      .join("  ")
      .trimEnd();
  const rule = columns.map(({ width }) => "─".repeat(width)).join("  ");
  return [...head.map(line), ...(header === undefined ? [] : [rule]), ...body.map(line)].join("\n");
}

function printable(cell: Cell): string {
  return String(cell).replaceAll(/\s+/g, " ");
}

function isNumeric(rows: readonly (readonly Cell[])[], column: number): boolean {
  const cells = rows.map((row) => row[column]).filter((cell) => cell !== undefined);
  return cells.length > 0 && cells.every((cell) => typeof cell === "number");
}
