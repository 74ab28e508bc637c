/** The training loop. */
import type { Module } from "@gradus/nn";
import { clipGradNorm, clipGradValue } from "@gradus/optim";
import { getRngState, setRngState, Tensor, zeroGrad } from "@gradus/tensor";
import { examplesIn, type Loader, tensorsIn, unpackBatch } from "./batches.ts";
import { evaluate } from "./evaluate.ts";
import type { EpochRecord, History } from "./history.ts";
import type { Clip, FitOptions } from "./options.ts";
import { release } from "./release.ts";
import { finiteLoss, forwardBackward, gradientsOf } from "./step.ts";
import { Training } from "./training.ts";

/**
 * Trains a model. Without its options it is this loop, made tight in memory:
 *
 *     model.train();
 *     for (let epoch = 1; epoch <= epochs; epoch++)
 *       for await (const [x, y] of loader) {
 *         optimizer.zeroGrad();
 *         loss(model.forward(x), y).backward();
 *         optimizer.step();
 *       }
 *
 * With `resume` it goes on where a checkpoint was taken, and everything comes out bit for bit as if it had never stopped, on
 * the same machine and backend: weights, buffers, optimizer, schedules, averages, callbacks, history, random streams, and the
 * place in the data. Gradients are forgotten after each step.
 *
 * @throws Error if the loss is NaN or infinite, with epoch, step and the op that began it; if the loader gives no batch, or
 *   the checkpoint is of another run. Callbacks are closed first
 */
export async function fit<I extends readonly unknown[], O, T, B>(
  model: Module<I, O>,
  loader: Loader<B>,
  options: FitOptions<I, O, T, B>,
): Promise<History> {
  const run = new Training(model, loader, options);
  const ended = (): boolean => run.stopped !== null || options.signal?.aborted === true;
  if (options.device !== undefined) model.to(options.device);
  model.train();
  try {
    if (options.resume !== undefined && options.resume !== null) run.loadStateDict(options.resume);
    await run.call((callback) => callback.onFitStart?.(run));
    while (run.epoch <= run.epochs && !ended()) {
      await trainEpoch(run, model, loader, options, ended);
      if (ended()) break;
      await endEpoch(run, model, options);
    }
    run.history.stopped = run.stopped ?? (run.epoch <= run.epochs ? "aborted" : null);
    await run.call((callback) => callback.onCheckpoint?.(run, "end"));
    await run.call((callback) => callback.onFitEnd?.(run));
    return run.history;
  } finally {
    await run.call((callback) => callback.close?.());
  }
}

/** The rest of an epoch: all of it, but for a run that was taken up in its middle. */
async function trainEpoch<I extends readonly unknown[], O, T, B>(
  run: Training,
  model: Module<I, O>,
  loader: Loader<B>,
  options: FitOptions<I, O, T, B>,
  ended: () => boolean,
): Promise<void> {
  // A loader without state begins anew, as it began this epoch, and what was used is passed over.
  let used = run.loaderHasState ? 0 : run.batch;
  const now = getRngState();
  if (run.batch === 0) run.epochRng = now;
  else if (used > 0) setRngState(run.epochRng);
  for await (const batch of loader as AsyncIterable<B>) {
    if (used > 0) {
      if (--used === 0) setRngState(now);
      continue;
    }
    await trainStep(run, model, batch, options);
    if (ended()) return;
  }
  if (run.batch === 0 || used > 0)
    throw new RangeError(
      `fit: the loader gave ${run.batch - used} batches in epoch ${run.epoch}, needs ${used > 0 ? `more than the ${run.batch} of the checkpoint` : "at least 1"}; ` +
        "a generator can be gone through once only: pass an array, a DataLoader, or an object with [Symbol.iterator]",
    );
}

async function trainStep<I extends readonly unknown[], O, T, B>(
  run: Training,
  model: Module<I, O>,
  batch: B,
  options: FitOptions<I, O, T, B>,
): Promise<void> {
  const { optimizer, loss } = options;
  const example = unpackBatch(batch, options);
  await run.call((callback) => callback.onStepStart?.(run));
  const rng = getRngState();
  zeroGrad(run.parameters);
  const pass = forwardBackward(model, loss, example);
  const where = `in step ${run.batch + 1} of epoch ${run.epoch}`;
  const value = await finiteLoss(pass, where, { model, loss, example, rng });
  await run.call((callback) => callback.onBackward?.(run));
  const gradients = gradientsOf(run.parameters);
  clip(run.parameters, options.clip);
  optimizer.step();
  options.ema?.update();

  run.figures.addLoss(value, examplesIn(example));
  await run.figures.addMetrics(pass.output, example.target);
  const made = [...gradients, ...gradientsOf(run.parameters), pass.loss, pass.output];
  release(
    made.filter((each) => each instanceof Tensor),
    [...tensorsIn(example), ...run.lasting],
  );
  release(example.copies, []);
  zeroGrad(run.parameters);

  run.batch++;
  run.history.losses.push(value);
  run.lr = optimizer.paramGroups[0]?.lr ?? NaN;
  run.schedules.afterStep();
  await run.call((callback) => callback.onStepEnd?.(run));
  await run.call((callback) => callback.onCheckpoint?.(run, "step"));
}

function clip(parameters: readonly Tensor[], bounds: Clip = {}): void {
  const { norm, value } = typeof bounds === "number" ? { norm: bounds } : bounds;
  if (value !== undefined) clipGradValue(parameters, value);
  if (norm !== undefined) clipGradNorm(parameters, norm);
}

async function endEpoch<I extends readonly unknown[], O, T, B>(
  run: Training,
  model: Module<I, O>,
  options: FitOptions<I, O, T, B>,
): Promise<void> {
  const record: EpochRecord = {
    epoch: run.epoch,
    step: run.step,
    lr: run.lr,
    loss: run.figures.loss,
    ...(run.figures.results() as Record<string, number>),
    ...(await validate(run, model, options)),
  };
  run.history.epochs.push(record);
  run.schedules.afterEpoch(record);
  run.figures.reset();
  run.epoch++;
  run.batch = 0;
  await run.call((callback) => callback.onEpochEnd?.(run, record));
  await run.call((callback) => callback.onCheckpoint?.(run, "epoch"));
}

/** Loss and metrics on the validation data, with averaged weights if there are any. */
async function validate<I extends readonly unknown[], O, T, B>(
  run: Training,
  model: Module<I, O>,
  options: FitOptions<I, O, T, B>,
): Promise<Record<string, number>> {
  if (options.validation === undefined) return {};
  run.ema?.swap();
  try {
    // The figures of the training batches are in the record already.
    const results = await evaluate(model, options.validation, options);
    return Object.fromEntries(
      Object.entries(results).map(([name, value]) => [
        `val${name[0]?.toUpperCase()}${name.slice(1)}`,
        value as number,
      ]),
    );
  } finally {
    run.ema?.swap();
  }
}
