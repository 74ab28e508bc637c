/** Tables of numbers, as pictures need them. */

/** Rows of numbers, all of one length. */
export type Matrix = readonly ArrayLike<number>[];

/** @throws Error where rows differ in length, or a list of labels does not fit */
export function checkMatrix(
  what: string,
  values: Matrix,
  labels: { readonly rows?: readonly string[] | undefined; readonly columns?: readonly string[] | undefined },
): { readonly rows: number; readonly columns: number } {
  const rows = values.length;
  const columns = values[0]?.length ?? 0;
  if (rows === 0 || columns === 0) throw new Error(`${what}: a matrix of ${rows} x ${columns} has no cells`);
  const odd = values.findIndex((row) => row.length !== columns);
  if (odd >= 0)
    throw new Error(`${what}: row ${odd} has ${values[odd]?.length} values, row 0 has ${columns}`);
  for (const [side, count] of [
    ["rows", rows],
    ["columns", columns],
  ] as const) {
    const given = labels[side];
    if (given !== undefined && given.length !== count)
      throw new Error(`${what}: ${given.length} labels for ${count} ${side}; each needs one`);
  }
  return { rows, columns };
}

/** A number as a cell shows it beside others of size `scale`: whole as it is, else to a hundredth of that size. */
export function cellText(value: number, scale: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  if (scale >= 1e4 || scale < 1e-2) return Number(value.toPrecision(2)).toExponential();
  return String(Number(value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(scale))))));
}
