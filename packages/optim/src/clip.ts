/** Gradients kept within bounds, before a step. */
import { clamp, keep, noGrad, norm, scope, stack, type Tensor } from "@gradus/tensor";
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
 * Their direction stays. Parameters without a gradient are passed over. Returns `total`, a number; 0 without gradients.
 * Pascanu, Mikolov & Bengio 2013, algorithm 1.
 *
 * @throws RangeError if `maxNorm` is negative or `normType` is not positive, or, where asked for, if `total` is not finite
 */
export function clipGradNorm(
  params: Iterable<Tensor>,
  maxNorm: number,
  { normType = 2, errorIfNonfinite = false }: ClipGradNormOptions = {},
): number {
  atLeastZero("clipGradNorm", "maxNorm", maxNorm);
  positive("clipGradNorm", "normType", normType);
  const owners = [...params].filter(({ grad }) => grad !== null);
  if (owners.length === 0) return 0;
  const total = noGrad(() =>
    scope(() => norm(stack(owners.map(({ grad }) => norm(grad!, normType))), normType).item()),
  );
  if (errorIfNonfinite && !Number.isFinite(total))
    throw new RangeError(
      `clipGradNorm: the norm of ${owners.length} gradients is ${total}, but must be finite; ` +
        "look for the first NaN with anomaly(...)",
    );
  const factor = maxNorm / (total + 1e-6);
  // New tensors: two parameters may share one gradient, which must not be scaled twice.
  if (!(factor >= 1)) for (const owner of owners) replaceGrad(owner, (grad) => grad.mul(factor));
  return total;
}

/**
 * Clamps every element of every gradient to `[-clipValue, clipValue]`. Changes their direction.
 *
 * @throws RangeError if `clipValue` is negative
 */
export function clipGradValue(params: Iterable<Tensor>, clipValue: number): void {
  atLeastZero("clipGradValue", "clipValue", clipValue);
  for (const owner of params)
    if (owner.grad !== null) replaceGrad(owner, (grad) => clamp(grad, -clipValue, clipValue));
}

function replaceGrad(owner: Tensor, change: (grad: Tensor) => Tensor): void {
  owner.grad = noGrad(() => keep(change(owner.grad!)));
}
