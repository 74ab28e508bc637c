/** Gradients kept within bounds, before a step. */
import { clamp, div, keep, noGrad, norm, scope, stack, type Tensor, zeros } from "@gradus/tensor";
import { atLeastZero, positive } from "./options.ts";

/** See {@link clipGradNorm}. */
export interface ClipGradNormOptions {
  /** p of the norm, 2 by default; `Infinity` for the largest element. */
  readonly normType?: number;
  /** Whether to throw where the norm is not finite; false by default. */
  readonly errorIfNonfinite?: boolean;
}

/**
 * Scales all gradients together so that their norm is at most `maxNorm`:
 *
 *     total = ‖(‖g₁‖ₚ, ‖g₂‖ₚ, …)‖ₚ,   gᵢ ← gᵢ·min(1, maxNorm/(total + 1e-6))
 *
 * Their direction stays. Parameters without a gradient are passed over. Returns `total`, a tensor of shape [] as in PyTorch, so
 * that no device has to be waited for; 0 without gradients. Pascanu, Mikolov & Bengio 2013, algorithm 1.
 *
 * @throws RangeError if `maxNorm` is negative or `normType` is not positive, or, where asked for, if `total` is not finite
 */
export function clipGradNorm(
  params: Iterable<Tensor>,
  maxNorm: number,
  { normType = 2, errorIfNonfinite = false }: ClipGradNormOptions = {},
): Tensor {
  atLeastZero("clipGradNorm", "maxNorm", maxNorm);
  positive("clipGradNorm", "normType", normType);
  const owners = [...params].filter(({ grad }) => grad !== null);
  if (owners.length === 0) return zeros([]);
  return noGrad(() =>
    scope(() => {
      const total = norm(stack(owners.map(({ grad }) => norm(grad!, normType))), normType);
      if (errorIfNonfinite) checkFinite(total.item(), owners.length);
      const factor = clamp(div(maxNorm, total.add(1e-6)), undefined, 1);
      // New tensors: two parameters may share one gradient, which must not be scaled twice.
      for (const owner of owners) owner.grad = keep(owner.grad!.mul(factor));
      return total;
    }),
  );
}

function checkFinite(total: number, count: number): void {
  if (!Number.isFinite(total))
    throw new RangeError(
      `clipGradNorm: the norm of ${count} gradients is ${total}, but must be finite; ` +
        "look for the first NaN with anomaly(...)",
    );
}

/**
 * Clamps every element of every gradient to `[-clipValue, clipValue]`. Changes their direction.
 *
 * @throws RangeError if `clipValue` is negative
 */
export function clipGradValue(params: Iterable<Tensor>, clipValue: number): void {
  atLeastZero("clipGradValue", "clipValue", clipValue);
  for (const owner of params)
    if (owner.grad !== null) owner.grad = noGrad(() => keep(clamp(owner.grad!, -clipValue, clipValue)));
}
