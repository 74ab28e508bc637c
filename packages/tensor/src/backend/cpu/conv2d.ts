/** Convolution and pooling of images, by plain loops over their definition. */
import { allocate } from "../../dtype.ts";
import type { Conv2dDims, View } from "../backend.ts";
import { CpuStorage, elements } from "./storage.ts";

/** Calls `visit(x, y, w)` with flat indices of input, output and weight for every product of the convolution. */
function eachProduct(dims: Conv2dDims, visit: (x: number, y: number, w: number) => void): void {
  const { batch, inChannels, outChannels, groups } = dims;
  const [[h, w], [oh, ow], [kh, kw]] = [dims.inSize, dims.outSize, dims.kernel];
  const [[sh, sw], [ph, pw], [dh, dw]] = [dims.stride, dims.padding, dims.dilation];
  const perGroup = inChannels / groups;
  for (let n = 0; n < batch; n++)
    for (let k = 0; k < outChannels; k++) {
      const group = Math.floor(k / (outChannels / groups));
      for (let i = 0; i < oh; i++)
        for (let j = 0; j < ow; j++) {
          const y = ((n * outChannels + k) * oh + i) * ow + j;
          for (let c = 0; c < perGroup; c++)
            for (let p = 0; p < kh; p++) {
              const row = i * sh - ph + p * dh;
              if (row < 0 || row >= h) continue;
              for (let q = 0; q < kw; q++) {
                const column = j * sw - pw + q * dw;
                if (column < 0 || column >= w) continue;
                const x = ((n * inChannels + group * perGroup + c) * h + row) * w + column;
                visit(x, y, ((k * perGroup + c) * kh + p) * kw + q);
              }
            }
        }
    }
}

/** `y[n, k, i, j] = Σ_{c,p,q} x[n, c, i·s - pad + p·d, j·s - pad + q·d] · w[k, c, p, q]`. */
export function conv2d(x: View, weight: View, dims: Conv2dDims): CpuStorage {
  const [input, w] = [elements(x), elements(weight)];
  const output = new Float64Array(dims.batch * dims.outChannels * dims.outSize[0] * dims.outSize[1]);
  eachProduct(dims, (i, o, k) => {
    output[o] = (output[o] as number) + (input[i] as number) * (w[k] as number);
  });
  return rounded(x, output);
}

/** The transpose in x: `Σ g·w` at every input element. */
export function conv2dInputGrad(g: View, weight: View, dims: Conv2dDims): CpuStorage {
  const [upstream, w] = [elements(g), elements(weight)];
  const output = new Float64Array(dims.batch * dims.inChannels * dims.inSize[0] * dims.inSize[1]);
  eachProduct(dims, (i, o, k) => {
    output[i] = (output[i] as number) + (upstream[o] as number) * (w[k] as number);
  });
  return rounded(g, output);
}

/** The transpose in w: `Σ g·x` at every weight. */
export function conv2dWeightGrad(g: View, x: View, dims: Conv2dDims): CpuStorage {
  const [upstream, input] = [elements(g), elements(x)];
  const [kh, kw] = dims.kernel;
  const output = new Float64Array((dims.outChannels * dims.inChannels * kh * kw) / dims.groups);
  eachProduct(dims, (i, o, k) => {
    output[k] = (output[k] as number) + (upstream[o] as number) * (input[i] as number);
  });
  return rounded(g, output);
}

/** The largest element of each window and where it is; the first of equal ones, NaN before all. */
export function maxPool2d(x: View, dims: Conv2dDims): { values: CpuStorage; indices: CpuStorage } {
  const input = elements(x);
  const { batch, inChannels: channels } = dims;
  const [[h, w], [oh, ow], [kh, kw]] = [dims.inSize, dims.outSize, dims.kernel];
  const [[sh, sw], [ph, pw], [dh, dw]] = [dims.stride, dims.padding, dims.dilation];
  const values = allocate(x.dtype, batch * channels * oh * ow);
  const indices = new Int32Array(values.length);
  for (let plane = 0; plane < batch * channels; plane++)
    for (let i = 0; i < oh; i++)
      for (let j = 0; j < ow; j++) {
        let best = -1;
        for (let p = 0; p < kh; p++)
          for (let q = 0; q < kw; q++) {
            const [row, column] = [i * sh - ph + p * dh, j * sw - pw + q * dw];
            if (row < 0 || row >= h || column < 0 || column >= w) continue;
            const at = row * w + column;
            const candidate = input[plane * h * w + at] as number;
            const champion = best < 0 ? -Infinity : (input[plane * h * w + best] as number);
            if (best < 0 || candidate > champion || (Number.isNaN(candidate) && !Number.isNaN(champion)))
              best = at;
          }
        const out = (plane * oh + i) * ow + j;
        values[out] = input[plane * h * w + best] as number;
        indices[out] = best;
      }
  return { values: new CpuStorage(x.dtype, values), indices: new CpuStorage("int32", indices) };
}

/** Sums were accumulated in double precision. */
function rounded({ dtype }: View, sums: Float64Array): CpuStorage {
  const output = allocate(dtype, sums.length);
  output.set(sums);
  return new CpuStorage(dtype, output);
}
