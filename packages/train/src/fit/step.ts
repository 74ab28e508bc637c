/** One step of training, and what is common to all that look at a loss. */
import { Module } from "@gradus/nn";
import { anomaly, type getRngState, scope, setRngState, Tensor } from "@gradus/tensor";
import { type Example, tensorsIn } from "./batches.ts";

/** A loss: a function of output and target, or a module that is one. Its result is a single number. */
export type Loss<O, T> = ((output: O, target: T) => Tensor) | Module<[O, T], Tensor>;

/** What a forward pass leaves. */
export interface Pass<O> {
  readonly loss: Tensor;
  /** Without history. */
  readonly output: O;
}

/** @throws RangeError unless the loss is a single number */
export function lossOf<O, T>(loss: Loss<O, T>, output: O, target: T): Tensor {
  const value = loss instanceof Module ? loss.forward(output, target) : loss(output, target);
  if (!(value instanceof Tensor) || value.size !== 1)
    throw new RangeError(
      `fit: the loss is ${value instanceof Tensor ? `a tensor of shape [${value.shape}]` : typeof value}, not a single ` +
        'number; reduce it: reduction: "mean"',
    );
  return value;
}

/** Output and gradients of one batch. Of everything made on the way only these stay. */
export function forwardBackward<I extends readonly unknown[], O, T>(
  model: Module<I, O>,
  loss: Loss<O, T>,
  { inputs, target }: Example<I, T>,
): Pass<O> {
  return scope(() => {
    const output = model.forward(...inputs);
    const value = lossOf(loss, output, target);
    value.backward();
    return { loss: value.detach(), output: (output instanceof Tensor ? output.detach() : output) as O };
  });
}

/**
 * The loss as a number, read back from wherever it is.
 *
 * @throws Error if it is NaN or infinite. The forward and backward pass is then done once more in anomaly mode, with the
 *   same random numbers, to name the op that began it; no weight has moved
 */
export async function finiteLoss<I extends readonly unknown[], O, T>(
  { loss: value }: Pass<O>,
  where: string,
  again: {
    model: Module<I, O>;
    loss: Loss<O, T>;
    example: Example<I, T>;
    rng: ReturnType<typeof getRngState>;
  },
): Promise<number> {
  const number = (await value.data())[0] as number;
  if (Number.isFinite(number)) return number;
  const { model, loss, example, rng } = again;
  let cause: unknown;
  setRngState(rng);
  try {
    anomaly(() => forwardBackward(model, loss, example));
  } catch (error) {
    cause = error;
  }
  model.zeroGrad();
  const shapes = tensorsIn(example).map(({ shape }) => `[${shape}]`);
  const origin =
    cause instanceof Error
      ? cause.message
      : "anomaly(...) finds no op that made a NaN of numbers: look into the batch and the weights";
  throw new Error(
    `fit: the loss is ${number} ${where}, batch ${shapes.join(", ")}. ${origin}. No weight has moved; ` +
      "try a smaller rate, or clip the gradients",
    { cause },
  );
}

/** The gradients that there are. */
export function gradientsOf(parameters: readonly Tensor[]): Tensor[] {
  return parameters.flatMap(({ grad }) => (grad === null ? [] : [grad]));
}
