/** Who may not look at whom. A boolean mask says true where looking is blocked; a mask of numbers is added to the scores. */
import {
  cast,
  type Device,
  type DType,
  fullLike,
  noGrad,
  type Tensor,
  tensor,
  where,
  zeros,
} from "@gradus/tensor";

/** Options of {@link causalMask}. */
export interface CausalMaskOptions {
  /** How many keys there are; as many as queries by default. */
  readonly keys?: number;
  /** How many keys come before the first query's own; 0 by default. */
  readonly past?: number;
  readonly device?: Device;
}

/**
 * Blocks the future: true where key j comes after query i, `j > i + past`. bool, `[queries, keys]`.
 *
 * PyTorch: `Transformer.generate_square_subsequent_mask`, which is a mask of numbers.
 */
export function causalMask(queries: number, options: CausalMaskOptions = {}): Tensor {
  const { keys = queries, past = 0, device } = options;
  const blocked = new Uint8Array(queries * keys);
  for (let i = 0; i < queries; i++) blocked.fill(1, i * keys + Math.min(i + past + 1, keys), (i + 1) * keys);
  const place = device === undefined ? {} : { device };
  return tensor(blocked, { shape: [queries, keys], dtype: "bool", ...place });
}

/** A mask as numbers to be added to scores: -∞ where looking is blocked. */
export function asNumbers(name: string, mask: Tensor, dtype: DType): Tensor {
  if (mask.dtype === "bool")
    return noGrad(() => {
      const open = zeros([], { dtype, device: mask.device });
      return where(mask, fullLike(open, -Infinity), open);
    });
  if (mask.dtype === "int32")
    throw new TypeError(
      `${name}: the mask is int32; it must be bool (true where looking is blocked: mask.cast("bool")), or float (added to ` +
        "the scores)",
    );
  return cast(mask, dtype);
}
