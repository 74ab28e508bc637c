/** What every exported model is held to. */
import { type ExportOptions, exportOnnx, type Forward, type ModuleLike } from "@gradus/onnx";
import { noGrad, type Tensor } from "@gradus/tensor";
import { expect } from "vitest";
import { errorBetween, load } from "./runtime.ts";

/** A model, and inputs for it with any batch. */
export interface ModelCase {
  readonly model: ModuleLike & { eval(): unknown; train(mode?: boolean): unknown };
  /** How it is called, if not by `forward` alone. */
  readonly call?: Forward;
  readonly inputs: (batch: number) => readonly Tensor[];
  readonly options?: ExportOptions;
}

/**
 * Exports a model while it trains, and compares what the runtime gives with what the model gives in use, for batches of which none
 * is one that was given.
 */
export async function checkModel({ model, call, inputs, options = {} }: ModelCase): Promise<void> {
  const f = call ?? (model.forward.bind(model) as Forward);
  model.train();
  const loaded = await load(exportOnnx(call ?? model, inputs(4), { module: model, ...options }));
  model.eval();
  for (const batch of [1, 3, 7]) {
    const given = inputs(batch);
    const expected = noGrad(() => [f(...given)].flat(9)).filter((y) => y !== null) as Tensor[];
    const found = await loaded.run(...given);
    const errors = found.map((y, i) => errorBetween(y, expected[i] as Tensor));
    expect(errors).toHaveLength(expected.length);
    expect(Math.max(...errors), `batch ${batch}: ${errors}`).toBeLessThanOrEqual(1e-5);
  }
}
