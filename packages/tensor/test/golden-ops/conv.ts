import {
  adaptiveAvgPool2d,
  avgPool2d,
  conv1d,
  conv2d,
  convTranspose2d,
  maxPool2dWithIndices,
  upsampleNearest,
} from "@gradus/tensor";
import type { GoldenOp } from "../golden.ts";

export const convGolden: Readonly<Record<string, GoldenOp>> = {
  conv1d: ({ x, weight, bias }, attrs) => ({ y: conv1d(x!, weight!, { ...attrs, bias }) }),
  conv2d: ({ x, weight, bias }, attrs) => ({ y: conv2d(x!, weight!, { ...attrs, bias }) }),
  conv_transpose2d: ({ x, weight, bias }, { output_padding: outputPadding, ...attrs }) => ({
    y: convTranspose2d(x!, weight!, { ...attrs, outputPadding, bias }),
  }),
  max_pool2d: ({ x }, { kernel_size, ceil_mode: ceilMode, ...attrs }) => {
    const { values, indices } = maxPool2dWithIndices(x!, kernel_size, { ...attrs, ceilMode });
    return { y: values, indices };
  },
  avg_pool2d: ({ x }, { kernel_size, stride, padding, ...rest }) => ({
    y: avgPool2d(x!, kernel_size, {
      stride: stride ?? undefined,
      padding,
      ceilMode: rest.ceil_mode,
      countIncludePad: rest.count_include_pad,
      divisorOverride: rest.divisor_override ?? undefined,
    }),
  }),
  adaptive_avg_pool2d: ({ x }, { output_size }) => ({ y: adaptiveAvgPool2d(x!, output_size) }),
  upsample_nearest: ({ x }, { size, scale_factor }) => ({
    y: upsampleNearest(x!, { size: size ?? undefined, scaleFactor: scale_factor ?? undefined }),
  }),
};
