/** Batch normalisation: each channel over all examples. */
import { noGrad } from "../../engine/recording.ts";
import { show, sizeOf } from "../../shape.ts";
import { Tensor } from "../../tensor.ts";
import { sub } from "../arithmetic.ts";
import { add, mul } from "../pointwise.ts";
import { reshape } from "../stretch.ts";
import { checkChannels, momentsOver, perChannel, scaled } from "./moments.ts";

/** Options of {@link batchNorm}. */
export interface BatchNormOptions {
  /** Whether to normalise by the batch's own statistics, and move the running ones towards them. */
  readonly training?: boolean;
  /** How far the running statistics move towards the batch's: 0.1 by default. */
  readonly momentum?: number;
  /** Keeps the root away from 0: 1e-5 by default. */
  readonly eps?: number;
}

/** What {@link batchNorm} gives. */
export interface BatchNormResult {
  readonly y: Tensor;
  /** In training the updated statistics as new tensors, without history; else those that were given. */
  readonly runningMean: Tensor | null;
  readonly runningVar: Tensor | null;
}

/**
 * Batch normalisation, for each channel c over all examples and positions:
 * `y = (x - μ_c) / √(σ²_c + eps) · weight_c + bias_c`, with the batch's mean and biased variance in training, and the
 * running statistics otherwise (Ioffe and Szegedy 2015, "Batch normalization", algorithms 1 and 2).
 *
 * In training the running statistics move: `new = (1 - momentum)·old + momentum·batch`, with the unbiased variance. In
 * place there is only `assign`, so they come back as new tensors, and a layer writes
 * `layer.runningMean.assign(result.runningMean)`. PyTorch writes into its arguments instead.
 *
 * @param x `[N, C, ...]`
 * @param runningMean `[C]`; in training it may be `null`, then nothing runs
 * @param runningVar likewise
 * @param weight `[C]`, or `null` for 1
 * @param bias `[C]`, or `null` for 0
 * @throws RangeError if shapes do not fit; in training also if a channel has fewer than two elements
 */
export function batchNorm(
  x: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  weight?: Tensor | null,
  bias?: Tensor | null,
  { training = false, momentum = 0.1, eps = 1e-5 }: BatchNormOptions = {},
): BatchNormResult {
  checkChannels("batchNorm", x);
  const w = perChannel("batchNorm", "weight", weight, x);
  const b = perChannel("batchNorm", "bias", bias, x);
  const oldMean = perChannel("batchNorm", "runningMean", runningMean, x);
  const oldVar = perChannel("batchNorm", "runningVar", runningVar, x);
  if (!training) {
    if (oldMean === null || oldVar === null)
      throw new TypeError(
        `batchNorm: training is false, runningMean is ${shown(runningMean)}, runningVar ${shown(runningVar)}; ` +
          "give both, or normalise by the batch: { training: true }",
      );
    return { y: scaled(sub(x, oldMean), oldVar, eps, w, b), runningMean, runningVar };
  }
  const axes = [...x.shape.keys()].filter((axis) => axis !== 1);
  const count = sizeOf(x.shape.with(1, 1));
  if (count < 2)
    throw new RangeError(
      `batchNorm: an input of shape ${show(x.shape)} has ${count} elements for each channel; training needs at least 2: ` +
        "use a larger batch, or { training: false }",
    );
  const { mean: batchMean, centred, variance } = momentsOver(x, axes);
  const moved = (old: Tensor | null, batch: Tensor, factor: number) =>
    old &&
    noGrad(() => {
      const target = mul(reshape(withoutHistory(batch), old.shape), factor * momentum);
      return add(mul(withoutHistory(old), 1 - momentum), target);
    });
  return {
    y: scaled(centred, variance, eps, w, b),
    runningMean: moved(runningMean, batchMean, 1),
    runningVar: moved(runningVar, variance, count / (count - 1)),
  };
}

function shown(x: Tensor | null): string {
  return x === null ? "null" : `a tensor of shape ${show(x.shape)}`;
}

/** Neither recorded nor dual: running statistics are not differentiated. */
function withoutHistory({ storage, shape, strides, offset }: Tensor): Tensor {
  return new Tensor(storage, shape, strides, offset);
}
