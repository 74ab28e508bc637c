import { checkMatrix, type Matrix } from "./matrix.ts";

/** Rows seen along the axes on which they differ most. */
export interface Projection {
  /** Row by row, its coordinates on the first axes. */
  readonly points: readonly number[][];
  /** For each of these axes, its share of the whole variance. */
  readonly explained: readonly number[];
}

/**
 * Principal component analysis: rows, less their mean, projected on the directions of greatest variance (Pearson 1901). The sign of
 * each axis is chosen so that its largest coordinate is positive, so a picture is the same each time.
 *
 * @throws Error where rows differ in length, hold something that is not finite, or have fewer columns than axes are asked for
 */
export async function pca(rows: Matrix, dimensions = 2): Promise<Projection> {
  const { rows: count, columns } = checkMatrix("pca", rows, {});
  if (count < 2 || columns < dimensions)
    throw new Error(
      `pca: ${count} rows of ${columns} numbers; ${dimensions} axes need at least 2 rows of ${dimensions}`,
    );
  const data = rows.map((row) => Array.from(row));
  const odd = data.findIndex((row) => !row.every(Number.isFinite));
  if (odd >= 0) throw new Error(`pca: row ${odd} holds a value that is not finite; leave it out`);
  const { PCA } = await import("ml-pca");
  const result = new PCA(data, { method: "SVD" });
  const points = result.predict(data, { nComponents: dimensions }).to2DArray();
  for (let axis = 0; axis < dimensions; axis++) {
    const far = points.reduce((most, point) => Math.max(most, Math.abs(point[axis] ?? 0)), 0);
    const flip = points.some((point) => point[axis] === -far) && !points.some((point) => point[axis] === far);
    if (flip) for (const point of points) point[axis] = -(point[axis] as number);
  }
  return { points, explained: result.getExplainedVariance().slice(0, dimensions) };
}
