/** What attention looks at, as numbers to draw. */
import { noGrad, type Tensor } from "@gradus/tensor";

/** Rows of weights for each head: `[heads][queries][keys]`. */
export type AttentionMap = number[][][];

/** The weights that a forward pass of a single text gives to `watch`, one map for each attention. */
export async function watchAttention(
  forward: (watch: (weights: Tensor) => void) => unknown,
): Promise<AttentionMap[]> {
  const seen: Tensor[] = [];
  noGrad(() => forward((weights) => seen.push(weights)));
  return Promise.all(seen.map(mapOf));
}

async function mapOf(weights: Tensor): Promise<AttentionMap> {
  const [heads, queries, keys] = weights.shape.slice(1) as [number, number, number];
  const flat = Array.from(await weights.data()).slice(0, heads * queries * keys);
  return Array.from({ length: heads }, (_, h) =>
    Array.from({ length: queries }, (_, q) =>
      flat.slice((h * queries + q) * keys, (h * queries + q + 1) * keys),
    ),
  );
}
