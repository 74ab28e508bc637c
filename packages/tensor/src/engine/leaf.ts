/** Where gradients arrive. */
import { isFloat } from "../dtype.ts";
import type { Node, Tensor } from "../tensor.ts";

/**
 * Makes a tensor a leaf: `backward` will leave a gradient in its `grad`.
 *
 * @throws TypeError if its elements cannot be differentiated
 */
export function requireGrad(x: Tensor): Tensor {
  if (!isFloat(x.dtype))
    throw new TypeError(
      `requiresGrad: elements are ${x.dtype}; only float32 and float64 have gradients: x.cast("float32")`,
    );
  x.node = leafNode(x);
  return x;
}

/** A leaf's node. */
export function leafNode(x: Tensor): Node {
  return {
    op: null,
    attrs: null,
    edges: [],
    inputs: [],
    output: x,
    versions: [],
    shape: x.shape,
    owner: x,
    pending: 0,
  };
}
