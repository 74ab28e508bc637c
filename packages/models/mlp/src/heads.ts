/** What the last layer is followed by, for each task: the table that decides most of a model's success. */
import { bceWithLogitsLoss, crossEntropy, mseLoss, sigmoid, softmax, type Tensor } from "@gradus/tensor";
import { Accuracy, type Metric, R2Score } from "@gradus/train";

/** What is to be predicted. */
export type Task = "regression" | "binary" | "multiclass";

/** The end of a model. The model itself gives `z`, the sums of its last layer: the losses take these, to stay exact. */
export interface Head {
  /** What z becomes when the model is used: numbers, a probability, probabilities that add up to 1. */
  readonly activation: (z: Tensor) => Tensor;
  /** Of z and the target; the activation is inside. */
  readonly loss: (z: Tensor, target: Tensor) => Tensor;
  /** Measured beside the loss. */
  readonly metrics: () => Readonly<Record<string, Metric>>;
}

/**
 * | task | targets | z | last activation | loss | gradient for z |
 * |---|---|---|---|---|---|
 * | regression | numbers `[N]` or `[N, K]` | `[N, K]` | none | mean squared error | 2(z - y)/(N·K) |
 * | binary | 0 or 1, `[N]` | `[N, 1]` | sigmoid σ | binary cross entropy | (σ(z) - y)/N |
 * | multiclass | classes, int32 `[N]` | `[N, K]` | softmax | cross entropy | (softmax(z) - onehot(y))/N |
 *
 * Each loss is the negative log likelihood of what the activation describes: a normal, a Bernoulli and a categorical
 * distribution (Bishop 2006, "Pattern recognition and machine learning", sections 4.3.6 and 5.2). So the gradient is the
 * error itself, and a confident mistake never stops learning, as it would with a squared error behind a sigmoid.
 */
export const heads: Readonly<Record<Task, Head>> = {
  regression: {
    activation: (z) => z,
    loss: (z, target) => mseLoss(z, alike("regression", target, z)),
    metrics: () => ({ r2: new R2Score() }),
  },
  binary: {
    activation: sigmoid,
    loss: (z, target) => bceWithLogitsLoss(z, alike("binary", target, z).cast(z.dtype)),
    metrics: () => ({ accuracy: new Accuracy({ threshold: 0 }) }),
  },
  multiclass: {
    activation: (z) => softmax(z, -1),
    loss: (z, target) => crossEntropy(z, target),
    metrics: () => ({ accuracy: new Accuracy() }),
  },
};

/** The target in the shape of z: `[N]` becomes `[N, 1]`. A loss would spread `[N]` over `[N, 1]` to `[N, N]` in silence. */
function alike(task: Task, target: Tensor, z: Tensor): Tensor {
  if (target.shape.join() === z.shape.join()) return target;
  if (target.rank === 1 && z.rank === 2 && z.shape[1] === 1 && z.shape[0] === target.shape[0])
    return target.reshape(z.shape);
  throw new RangeError(
    `${task}: targets [${target.shape}] for outputs [${z.shape}]; give each output a target, or the model one output`,
  );
}
