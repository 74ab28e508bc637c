import { batchNorm, groupNorm, layerNorm, localResponseNorm } from "@gradus/tensor";
import type { GoldenOp } from "../golden.ts";
import { defined } from "./options.ts";

export const normGolden: Readonly<Record<string, GoldenOp>> = {
  batch_norm: ({ x, weight, bias, running_mean, running_var }, { training, momentum, eps }) => {
    const { y, runningMean, runningVar } = batchNorm(x!, running_mean!, running_var!, weight, bias, {
      training,
      momentum,
      eps,
    });
    return { y, running_mean_after: runningMean!, running_var_after: runningVar! };
  },
  layer_norm: ({ x, weight, bias }, { normalized_shape, eps }) => ({
    y: layerNorm(x!, normalized_shape, { ...defined({ weight, bias }), eps }),
  }),
  group_norm: ({ x, weight, bias }, { num_groups, eps }) => ({
    y: groupNorm(x!, num_groups, { ...defined({ weight, bias }), eps }),
  }),
  local_response_norm: ({ x }, { size, alpha, beta, k }) => ({
    y: localResponseNorm(x!, size, { alpha, beta, k }),
  }),
};
