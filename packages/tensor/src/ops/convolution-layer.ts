/** A convolution that ends with a bias and an activation, applied in place: nothing is kept in between. */
import type { Conv2dDims, Finish } from "../backend/backend.ts";
import { dense } from "../backend/dense.ts";
import { apply } from "../engine/apply.ts";
import { contiguousStrides, sizeOf } from "../shape.ts";
import type { Op, Tensor } from "../tensor.ts";
import { conv2dInputGradOp, conv2dOp, conv2dWeightGradOp } from "./convolution.ts";
import { fusedPasses, passes } from "./finish.ts";
import { add } from "./pointwise.ts";
import { expand, reshape, sum } from "./stretch.ts";

interface Layer {
  readonly dims: Conv2dDims;
  readonly finish: Finish;
}

/** The gradient for input `i`, from the cotangent `h` of what the activation was applied to. */
function part(h: Tensor, i: number, [x, weight]: readonly Tensor[], dims: Conv2dDims): Tensor {
  if (i === 0) return apply(conv2dInputGradOp, [h, weight as Tensor], dims);
  return i === 1 ? apply(conv2dWeightGradOp, [h, x as Tensor], dims) : sum(h, [0, 2, 3]);
}

/** `f(conv2d(x, w) + b)`: images `[N, C, H, W]`, weights, and perhaps a bias for each channel. */
export const conv2dLayerOp: Op<Layer> = {
  name: "conv2dLayer",
  shape: (inputs, { dims }) => conv2dOp.shape(inputs, dims),
  forward: (backend, [x, weight, bias], { dims, finish }, { shape, dtype }) => {
    const storage = backend.conv2d(dense(backend, x as Tensor), dense(backend, weight as Tensor), dims);
    const y = { storage, dtype, shape, strides: contiguousStrides(shape), offset: 0 };
    const shift = bias === undefined ? null : dense(backend, bias);
    const [batch, channels, ...plane] = shape as [number, number, number, number];
    const extents = { batch, channels, inner: sizeOf(plane), finish };
    return { storage: backend.finishChannels(y, shift, extents), shape };
  },
  saves: ([wantX, wantWeight], { finish }) => ({
    inputs: [0, 1].filter((i) => (i === 0 ? wantWeight : wantX)),
    output: finish !== "none",
  }),
  vjp: (g, i, { inputs, output, attrs: { dims, finish } }) =>
    part(passes[finish](g, output), i, inputs, dims),
  fusedVjp: (g, wanted, { inputs, output, attrs: { dims, finish } }) => {
    const h = fusedPasses[finish](g, output);
    return wanted.map((isWanted, i) => (isWanted ? part(h, i, inputs, dims) : null));
  },
  jvp: ([tx, tw, tb], { inputs: [x, weight], output, attrs: { dims, finish } }) => {
    const terms = [
      tx ? apply(conv2dOp, [tx, weight as Tensor], dims) : null,
      tw ? apply(conv2dOp, [x as Tensor, tw], dims) : null,
      tb ? expand(reshape(tb, [tb.size, 1, 1]), output.shape) : null,
    ].filter((term) => term !== null);
    return terms.length === 0
      ? null
      : passes[finish](
          terms.reduce((a, b) => add(a, b)),
          output,
        );
  },
  cost: (inputs, { dims }, output) => {
    const { flops, bytes } = conv2dOp.cost(inputs, dims, output);
    return { flops: flops + 2 * sizeOf(output.shape), bytes };
  },
};
