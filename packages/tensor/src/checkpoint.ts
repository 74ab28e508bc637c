/** Recomputation instead of memory. */
import { jvp, pullback, type TensorFunction } from "./autograd.ts";
import { zerosLike } from "./create.ts";
import { type CustomRule, makeOp } from "./custom-op.ts";
import { show } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/**
 * `f(...x)`, without keeping what `f` computes on the way: the backward pass computes it again (Chen et al. 2016,
 * "Training deep nets with sublinear memory cost"). Whatever needs a gradient must be among the inputs, parameters too. What `f`
 * makes in the backward pass is given back when that has been through it; `keep(x)` exempts a tensor.
 *
 * @throws Error in the backward pass if `f` used another tensor that requires a gradient
 */
export function checkpoint(f: TensorFunction, ...x: Tensor[]): Tensor {
  const rule: CustomRule = {
    name: "checkpoint",
    forward: f,
    vjp: (g, inputs) => pullback("checkpoint", f, inputs, refuse)[1](g),
    jvp: (t, inputs) => {
      const tangents = inputs.map((input, i) => t[i] ?? zerosLike(input));
      return jvp(f, inputs, tangents)[1];
    },
    savesOutput: false,
  };
  return makeOp(rule, false)(...x);
}

function refuse(owner: Tensor): never {
  throw new Error(
    `checkpoint: the function uses a tensor of shape ${show(owner.shape)} that requires a gradient but is not among its ` +
      "inputs, so its gradient would be lost; pass it as an input",
  );
}
