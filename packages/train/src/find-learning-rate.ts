/** A learning rate to begin with. */
import type { Module } from "@gradus/nn";
import { getRngState, setRngState, Tensor, zeroGrad } from "@gradus/tensor";
import { type Loader, tensorsIn, type UnpackOptions, unpackBatch } from "./fit/batches.ts";
import { release } from "./fit/release.ts";
import { forwardBackward, gradientsOf, type Loss } from "./fit/step.ts";
import type { Trainable } from "./fit/trainable.ts";

/** See {@link findLearningRate}. */
export interface FindLearningRateOptions<I extends readonly unknown[], O, T, B>
  extends UnpackOptions<I, T, B> {
  readonly loss: Loss<O, T>;
  readonly optimizer: Trainable;
  /** The first rate, 1e-7 by default, and the last, 10. */
  readonly from?: number;
  readonly to?: number;
  /** How many rates are tried, one in each step; 100 by default. */
  readonly steps?: number;
  /** How much of the running mean of the loss is kept from step to step; 0.9 by default. */
  readonly smoothing?: number;
  /** Ends when the smoothed loss is this many times its minimum; 4 by default. */
  readonly divergence?: number;
}

/** What the loss did at which rate. */
export interface RateCurve {
  readonly rates: readonly number[];
  /** Of each batch, before the step at that rate. */
  readonly losses: readonly number[];
  /** Their running mean. */
  readonly smoothed: readonly number[];
  /** Where the smoothed loss falls fastest with the logarithm of the rate, before its minimum. NaN if it never falls. */
  readonly suggestion: number;
}

/**
 * The learning-rate range test: one step at each rate, rising from `from` to `to` by a constant factor, until the loss
 * explodes. Too small a rate leaves the loss alone, a good one lets it fall, too large a one lets it grow. Smith 2017,
 * "Cyclical learning rates for training neural networks", section 3.3; rising exponentially.
 *
 * Weights, buffers, optimizer, random stream and the loader's place are afterwards what they were before.
 *
 * @throws RangeError if an option is out of range, or the loader gives no batch
 */
export async function findLearningRate<I extends readonly unknown[], O, T, B>(
  model: Module<I, O>,
  loader: Loader<B>,
  options: FindLearningRateOptions<I, O, T, B>,
): Promise<RateCurve> {
  const { optimizer, from = 1e-7, to = 10, steps = 100, divergence = 4 } = options;
  if (!(from > 0 && from < to && Number.isFinite(to)) || !Number.isInteger(steps) || steps < 3)
    throw new RangeError(
      `findLearningRate: ${steps} steps from ${from} to ${to}; needs 0 < from < to and 3 steps or more`,
    );
  const before = [model.stateDict(), optimizer.stateDict(), getRngState(), loader.stateDict?.()] as const;
  const training = model.namedModules().map(([, module]) => [module, module.training] as const);
  const curve = new Curve(options.smoothing ?? 0.9);
  model.train();
  try {
    for await (const batch of again(loader)) {
      const lr = from * (to / from) ** (curve.rates.length / (steps - 1));
      for (const group of optimizer.paramGroups) group.lr = lr;
      const loss = await step(model, batch, options);
      if (!curve.add(lr, loss) || curve.hasDiverged(divergence) || curve.rates.length === steps) break;
    }
  } finally {
    model.loadStateDict(before[0]);
    optimizer.loadStateDict(before[1]);
    setRngState(before[2]);
    loader.loadStateDict?.(before[3] as never);
    for (const [module, mode] of training) module.training = mode;
  }
  return { rates: curve.rates, losses: curve.losses, smoothed: curve.smoothed, suggestion: curve.steepest() };
}

class Curve {
  readonly rates: number[] = [];
  readonly losses: number[] = [];
  readonly smoothed: number[] = [];
  readonly #keep: number;
  #mean = 0;

  /** @throws RangeError unless `smoothing` is in [0, 1) */
  constructor(smoothing: number) {
    if (!(smoothing >= 0 && smoothing < 1))
      throw new RangeError(`findLearningRate: smoothing is ${smoothing}; it must be in [0, 1)`);
    this.#keep = smoothing;
  }

  /** Whether the loss was a number; if not, it is not taken. */
  add(rate: number, loss: number): boolean {
    if (!Number.isFinite(loss)) return false;
    this.#mean = this.#keep * this.#mean + (1 - this.#keep) * loss;
    this.rates.push(rate);
    this.losses.push(loss);
    // The mean began at 0: divided by what the weights sum to.
    this.smoothed.push(this.#mean / (1 - this.#keep ** this.losses.length));
    return true;
  }

  hasDiverged(factor: number): boolean {
    return (this.smoothed.at(-1) ?? 0) > factor * Math.min(...this.smoothed);
  }

  steepest(): number {
    const { smoothed, rates } = this;
    const lowest = smoothed.indexOf(Math.min(...smoothed));
    let [best, slope] = [NaN, 0];
    // Rates are equally far apart in their logarithm, so differences are slopes.
    for (let i = 1; i < lowest; i++) {
      const difference = (smoothed[i + 1] as number) - (smoothed[i - 1] as number);
      if (difference < slope) [best, slope] = [rates[i] as number, difference];
    }
    return best;
  }
}

/** The batches of a loader, epoch after epoch. */
async function* again<B>(loader: Loader<B>): AsyncGenerator<B> {
  for (let any = true; any; ) {
    any = false;
    for await (const batch of loader as AsyncIterable<B>) {
      any = true;
      yield batch;
    }
  }
  throw new RangeError(
    "findLearningRate: the loader gave 0 batches, needs at least 1; it must be possible to go through it again",
  );
}

async function step<I extends readonly unknown[], O, T, B>(
  model: Module<I, O>,
  batch: B,
  options: FindLearningRateOptions<I, O, T, B>,
): Promise<number> {
  const { optimizer, loss } = options;
  const example = unpackBatch(batch, options);
  const parameters = optimizer.paramGroups.flatMap(({ params }) => params);
  zeroGrad(parameters);
  const pass = forwardBackward(model, loss, example);
  const value = (await pass.loss.data())[0] as number;
  if (Number.isFinite(value)) optimizer.step();
  const lasting = [...tensorsIn(example), ...model.parameters(), ...model.namedBuffers().map(([, x]) => x)];
  const made = [pass.loss, pass.output, ...gradientsOf(parameters)].filter((each) => each instanceof Tensor);
  release(made, lasting);
  release(example.copies, []);
  zeroGrad(parameters);
  return value;
}
