/** Who may not look at whom. A boolean mask says true where looking is blocked; a mask of numbers is added to the scores. */
import {
  cast,
  type Device,
  type DType,
  fullLike,
  noGrad,
  ones,
  type Tensor,
  triu,
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
  const all = ones([queries, keys], { dtype: "bool", ...(device === undefined ? {} : { device }) });
  return triu(all, past + 1);
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
