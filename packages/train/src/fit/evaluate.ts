/** How good a model is. */
import type { Module } from "@gradus/nn";
import { noGrad, scope, Tensor } from "@gradus/tensor";
import {
  type Example,
  examplesIn,
  type Loader,
  tensorsIn,
  type UnpackOptions,
  unpackBatch,
} from "./batches.ts";
import { Figures, type Metrics } from "./figures.ts";
import { release } from "./release.ts";
import { type Loss, lossOf } from "./step.ts";

/** See {@link evaluate}. */
export interface EvaluateOptions<I extends readonly unknown[], O, T, B, M extends Metrics>
  extends UnpackOptions<I, T, B> {
  readonly loss?: Loss<O, T> | undefined;
  readonly metrics?: M | undefined;
}

/** The mean loss over examples (NaN without `loss`), and what each metric comes to. */
export type Evaluation<M extends Metrics> = { readonly loss: number } & {
  readonly [name in keyof M]: ReturnType<M[name]["compute"]>;
};

/**
 * Loss and metrics of a model on data, in `eval` and without gradients. Modules train afterwards as they did before. Metrics
 * are reset first.
 *
 * @throws RangeError if there are no batches
 */
export async function evaluate<
  I extends readonly unknown[],
  O,
  T,
  B,
  const M extends Metrics = Record<never, never>,
>(model: Module<I, O>, loader: Loader<B>, options: EvaluateOptions<I, O, T, B, M>): Promise<Evaluation<M>> {
  const figures = new Figures((options.metrics ?? {}) as M);
  figures.reset();
  const modes = model.namedModules().map(([, module]) => [module, module.training] as const);
  model.eval();
  let batches = 0;
  try {
    for await (const batch of loader as AsyncIterable<B>) {
      await evaluateBatch(model, unpackBatch(batch, options), options.loss, figures);
      batches++;
    }
  } finally {
    for (const [module, training] of modes) module.training = training;
  }
  if (batches === 0) throw new RangeError("evaluate: the loader gave 0 batches; give at least 1");
  return { loss: figures.loss, ...figures.results() };
}

async function evaluateBatch<I extends readonly unknown[], O, T>(
  model: Module<I, O>,
  example: Example<I, T>,
  loss: Loss<O, T> | undefined,
  figures: Figures<Metrics>,
): Promise<void> {
  const { output, value } = noGrad(() =>
    scope(() => {
      const output = model.forward(...example.inputs);
      return { output, value: loss === undefined ? null : lossOf(loss, output, example.target) };
    }),
  );
  if (value !== null) figures.addLoss((await value.data())[0] as number, examplesIn(example));
  await figures.addMetrics(output, example.target);
  const made = [output, value].filter((each) => each instanceof Tensor);
  release(made, [...tensorsIn(example), ...model.parameters(), ...model.namedBuffers().map(([, x]) => x)]);
  release(example.copies, []);
}
