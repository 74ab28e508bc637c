/** The one product that dense layers and attention are made of. */
import type { Tensor } from "@gradus/tensor";

/** `x·Wᵀ + b` over the last axis: `[..., in]`, weight `[out, in]`, bias `[out]` → `[..., out]`. */
export function affine(x: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
  const y = x.matmul(weight.transpose());
  return bias === null ? y : y.add(bias);
}
