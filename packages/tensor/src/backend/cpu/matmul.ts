/** The matrix product. */
import { allocate } from "../../dtype.ts";
import type { View } from "../backend.ts";
import { arrayOf, CpuStorage } from "./storage.ts";

/** `C[b, i, j] = Σₖ A[b, i, k]·B[b, k, j]`, both operands strided; accumulates in double precision. */
export function matmul(
  a: View,
  b: View,
  { batch, m, n, k }: { batch: number; m: number; n: number; k: number },
): CpuStorage {
  const [x, y] = [arrayOf(a), arrayOf(b)];
  const [aBatch, aRow, aColumn] = a.strides as [number, number, number];
  const [bBatch, bRow, bColumn] = b.strides as [number, number, number];
  const output = allocate(a.dtype, batch * m * n);
  const row = new Float64Array(n);
  for (let z = 0; z < batch; z++) {
    for (let i = 0; i < m; i++) {
      row.fill(0);
      for (let p = 0; p < k; p++) {
        const factor = x[a.offset + z * aBatch + i * aRow + p * aColumn] as number;
        let at = b.offset + z * bBatch + p * bRow;
        for (let j = 0; j < n; j++, at += bColumn) row[j] = (row[j] as number) + factor * (y[at] as number);
      }
      output.set(row, (z * m + i) * n);
    }
  }
  return new CpuStorage(a.dtype, output);
}

/** The same with two batch axes. */
export function matmulNested(
  a: View,
  b: View,
  dims: { outer: number; batch: number; m: number; n: number; k: number },
): CpuStorage {
  const { outer, batch, m, n } = dims;
  const output = allocate(a.dtype, outer * batch * m * n);
  const inner = ({ storage, dtype, offset, shape, strides }: View, o: number): View => ({
    ...{ storage, dtype, shape: shape.slice(1), strides: strides.slice(1) },
    offset: offset + o * (strides[0] as number),
  });
  for (let o = 0; o < outer; o++) output.set(matmul(inner(a, o), inner(b, o), dims).array, o * batch * m * n);
  return new CpuStorage(a.dtype, output);
}
