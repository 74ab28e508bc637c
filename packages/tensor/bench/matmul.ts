/** GFLOPS of matrix products: `tsx --conditions=@gradus/source packages/tensor/bench/matmul.ts`. */
import type { View } from "@gradus/tensor/backend/backend";
import { backend, random, report } from "./measure.ts";

/** A matrix, stored as it is or transposed. */
function matrix(batch: number, m: number, n: number, transposed: boolean): View {
  if (!transposed) return random([batch, m, n]);
  const stored = random([batch, n, m]);
  return { ...stored, shape: [batch, m, n], strides: [m * n, 1, m] };
}

function product(
  name: string,
  dims: { batch: number; m: number; n: number; k: number },
  [aTransposed, bTransposed]: [boolean, boolean] = [false, false],
): void {
  const { batch, m, n, k } = dims;
  const [a, b] = [matrix(batch, m, k, aTransposed), matrix(batch, k, n, bTransposed)];
  report(name, () => backend.matmul(a, b, dims), 2 * batch * m * n * k, "GFLOPS");
}

for (const n of [64, 256, 511, 512, 1000, 1024])
  for (const a of [false, true])
    for (const b of [false, true])
      product(`A${a ? "ᵀ" : ""}·B${b ? "ᵀ" : ""} of ${n} x ${n}`, { batch: 1, m: n, n, k: n }, [a, b]);
product("[32, 128, 64] x [32, 64, 128]", { batch: 32, m: 128, n: 128, k: 64 });
product("[64, 784] x [784, 256]", { batch: 1, m: 64, n: 256, k: 784 });
product("[1024, 1024] x [1024]", { batch: 1, m: 1024, n: 1, k: 1024 });
product("[1024] x [1024, 1024]", { batch: 1, m: 1, n: 1024, k: 1024 });
