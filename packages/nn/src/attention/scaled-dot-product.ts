/** Attention as it is defined. */
import { amax, equal, type Generator, matmul, noGrad, softmax, type Tensor, where } from "@gradus/tensor";
import { dropout } from "../layers/dropout.ts";
import { asNumbers, causalMask } from "./masks.ts";

/** Options of {@link attentionWeights}. */
export interface AttentionWeightsOptions {
  /**
   * `[L, S]`, or anything that broadcasts against `[..., L, S]`: bool, true where query i may **not** look at key j (as in
   * `MultiheadAttention`; PyTorch's `scaled_dot_product_attention` has it the other way round), or numbers that are added to
   * the scores.
   */
  readonly attnMask?: Tensor | null | undefined;
  /** Whether a query sees only keys up to its own place; no by default. */
  readonly isCausal?: boolean;
  /** With `isCausal`: how many keys come before the first query's own; 0 by default. */
  readonly past?: number;
  /** What the products are multiplied by; `1/√d` by default. */
  readonly scale?: number | null;
}

/** Options of {@link scaledDotProductAttention}. */
export interface AttentionOptions extends AttentionWeightsOptions {
  /** With what probability a weight is left out: see `dropout`. 0 by default, and for use. */
  readonly dropoutP?: number;
  /** The stream that says what is left out; by default the shared one (`manualSeed`). */
  readonly generator?: Generator | undefined;
}

/**
 * `y = softmax(scale·q·kᵀ + mask)·v` (Vaswani et al. 2017, "Attention is all you need", equation 1).
 *
 * `query: [..., L, d]`, `key: [..., S, d]`, `value: [..., S, e]` → `[..., L, e]`. A query that may look at nothing gives 0.
 *
 * @throws RangeError if the shapes do not fit
 */
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: AttentionOptions = {},
): Tensor {
  const { dropoutP = 0, generator } = options;
  if (key.shape.at(-2) !== value.shape.at(-2))
    throw new RangeError(
      `scaledDotProductAttention: ${key.shape.at(-2)} keys, shape [${key.shape.join(", ")}], for ${value.shape.at(-2)} values, ` +
        `shape [${value.shape.join(", ")}]; give one value for each key`,
    );
  return matmul(dropout(attentionWeights(query, key, options), dropoutP, { generator }), value);
}

/**
 * How much of each value each query takes: `softmax(scale·q·kᵀ + mask)`, rows that sum to 1, or are 0 where a query may look
 * at nothing. `query: [..., L, d]`, `key: [..., S, d]` → `[..., L, S]`.
 *
 * @throws RangeError if the shapes do not fit
 */
export function attentionWeights(
  query: Tensor,
  key: Tensor,
  { attnMask = null, isCausal = false, past = 0, scale = null }: AttentionWeightsOptions = {},
): Tensor {
  const [queries, width] = [query.shape.at(-2), query.shape.at(-1)] as [number, number];
  const keys = key.shape.at(-2) as number;
  if (query.rank < 2 || key.rank < 2 || width !== key.shape.at(-1))
    throw new RangeError(
      `attention: queries of shape [${query.shape.join(", ")}], keys of shape [${key.shape.join(", ")}]; they must be ` +
        "[..., L, d] and [..., S, d] with the same d",
    );
  // Scaling the queries is less work than scaling their products.
  const scores = matmul(query.mul(scale ?? 1 / Math.sqrt(width)), key.transpose()); // [..., L, S]
  const blocksFuture = isCausal && keys > past + 1;
  const causal = blocksFuture
    ? asNumbers("attention", causalMask(queries, { keys, past, device: query.device }), scores.dtype)
    : null;
  // With nothing but the future blocked, each query still sees its own place: no row is without a key.
  if (attnMask === null) return softmax(causal === null ? scores : scores.add(causal), -1);
  const given = asNumbers("attention", attnMask, scores.dtype);
  return openSoftmax(scores, causal === null ? given : given.add(causal));
}

/** Softmax of scores and mask, and 0 in rows where everything is blocked, where it would be NaN. */
function openSoftmax(scores: Tensor, mask: Tensor): Tensor {
  const closed = noGrad(() => equal(amax(mask.detach(), -1, true), -Infinity)); // [..., L or 1, 1]
  return where(closed, 0, softmax(scores.add(where(closed, 0, mask)), -1));
}
