/**
 * Convolution as a product. `Σ g·x·w` over all positions is linear in each of the three; leaving one of them out gives the
 * three ops here, so that each is the transpose of the others and derivatives of any order stay among them.
 */
import type { Conv2dDims } from "../backend/backend.ts";
import { dense } from "../backend/dense.ts";
import { apply } from "../engine/apply.ts";
import type { Op, Tensor } from "../tensor.ts";
import { bilinear } from "./bilinear.ts";

/** `y[n, k, i, j] = Σ_{c,p,q} x[n, c, i·s - pad + p·d, j·s - pad + q·d] · w[k, c, p, q]`, zeros beyond the edges. */
export const conv2dOp: Op<Conv2dDims> = bilinear<Conv2dDims>({
  name: "conv2d",
  shape: ({ dtype }, _w, { batch, outChannels, outSize }) => ({
    shape: [batch, outChannels, ...outSize],
    dtype,
  }),
  forward: (backend, x, w, dims, { shape }) => ({
    storage: backend.conv2d(dense(backend, x), dense(backend, w), dims),
    shape,
  }),
  transposeA: (g, w, _x, dims) => inputGrad(g, w, dims),
  transposeB: (g, x, _w, dims) => weightGrad(g, x, dims),
  flops: (_x, _w, dims) => flops(dims),
});

/** Its transpose in x: what reaches every input element, `Σ g·w`. Under its own name a transposed convolution. */
export const conv2dInputGradOp: Op<Conv2dDims> = bilinear<Conv2dDims>({
  name: "conv2dInputGrad",
  shape: ({ dtype }, _w, { batch, inChannels, inSize }) => ({ shape: [batch, inChannels, ...inSize], dtype }),
  forward: (backend, g, w, dims, { shape }) => ({
    storage: backend.conv2dInputGrad(dense(backend, g), dense(backend, w), dims),
    shape,
  }),
  transposeA: (x, w, _g, dims) => apply(conv2dOp, [x, w], dims),
  transposeB: (x, g, _w, dims) => weightGrad(g, x, dims),
  flops: (_g, _w, dims) => flops(dims),
});

/** Its transpose in w: what reaches every weight, `Σ g·x`. */
export const conv2dWeightGradOp: Op<Conv2dDims> = bilinear<Conv2dDims>({
  name: "conv2dWeightGrad",
  shape: ({ dtype }, _x, { outChannels, inChannels, groups, kernel }) => ({
    shape: [outChannels, inChannels / groups, ...kernel],
    dtype,
  }),
  forward: (backend, g, x, dims, { shape }) => ({
    storage: backend.conv2dWeightGrad(dense(backend, g), dense(backend, x), dims),
    shape,
  }),
  transposeA: (w, x, _g, dims) => apply(conv2dOp, [x, w], dims),
  transposeB: (w, g, _x, dims) => inputGrad(g, w, dims),
  flops: (_g, _x, dims) => flops(dims),
});

function inputGrad(g: Tensor, w: Tensor, dims: Conv2dDims): Tensor {
  return apply(conv2dInputGradOp, [g, w], dims);
}

function weightGrad(g: Tensor, x: Tensor, dims: Conv2dDims): Tensor {
  return apply(conv2dWeightGradOp, [g, x], dims);
}

/** A multiplication and an addition for each output element and weight that reaches it; the padding counts as read. */
function flops({ batch, inChannels, outChannels, groups, outSize, kernel }: Conv2dDims): number {
  const products = batch * outChannels * outSize[0] * outSize[1];
  return 2 * products * (inChannels / groups) * kernel[0] * kernel[1];
}
