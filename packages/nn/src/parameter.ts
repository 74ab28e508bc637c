/** What a module's tensors are to it: parameters, which are trained, or buffers, which only belong to it. */

import { requireGrad, type Tensor } from "@gradus/tensor";

/** `constant` is what a module computes once for itself: it moves with the module, but is not part of its state. */
export type Role = "parameter" | "buffer" | "constant";

const roles = new WeakMap<Tensor, Role>();

/**
 * Makes a tensor a parameter: it requires a gradient, `parameters()` lists it, and it is part of the state. A leaf made
 * with `{ requiresGrad: true }` is one without this call; but only what went through here stays one while it is frozen.
 *
 * @throws TypeError if its elements have no gradients, or it was computed from other tensors
 */
export function parameter(x: Tensor): Tensor {
  if (x.node !== null && x.node.op !== null)
    throw new TypeError(
      `parameter: the tensor of shape [${x.shape}] was computed by ${x.node.op.name}; ` +
        "parameters are leaves: pass x.detach().clone(), or compute it under noGrad",
    );
  if (x.node === null) requireGrad(x);
  roles.set(x, "parameter");
  return x;
}

/** Makes a tensor a buffer: part of the state, moved with the module, but never trained (a running mean). */
export function buffer(x: Tensor): Tensor {
  x.node = null;
  roles.set(x, "buffer");
  return x;
}

/** Makes a tensor a constant: moved with the module, but not part of the state (a mask, a table of positions). */
export function constant(x: Tensor): Tensor {
  roles.set(x, "constant");
  return x;
}

/** What the tensor is to the module that holds it; `undefined` for one that it merely remembers. */
export function roleOf(x: Tensor): Role | undefined {
  const role = roles.get(x);
  if (role === undefined && x.node !== null && x.node.op === null) {
    // So that it is still known as one after it was frozen.
    roles.set(x, "parameter");
    return "parameter";
  }
  return role;
}
