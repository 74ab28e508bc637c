/** The character model is PyTorch's: loss, logits, gradients and five steps of Adam. */
import { readFileSync } from "node:fs";
import { Adam } from "@gradus/optim";
import { build, CharacterModel, characterLoss } from "@gradus/rnn";
import { setDefaultDevice, type Tensor, tensor } from "@gradus/tensor";
import { expect, test } from "vitest";

interface GoldenTensor {
  readonly shape: number[];
  readonly data: number[];
  readonly dtype?: string;
}
interface GoldenCase {
  readonly attrs: {
    hidden_size: number;
    num_layers: number;
    params: string[];
    train: { lr: number; steps: number };
  };
  readonly inputs: Record<string, GoldenTensor>;
  readonly outputs: Record<string, GoldenTensor>;
  readonly grads: Record<string, GoldenTensor>;
  readonly loss_curve: GoldenTensor;
}

setDefaultDevice("cpu");

const cases: GoldenCase[] = JSON.parse(
  readFileSync(new URL("./golden/models.json", import.meta.url), "utf8"),
).cases;

const read = ({ shape, data, dtype }: GoldenTensor): Tensor =>
  tensor(Float64Array.from(data), { shape, dtype: dtype === "int64" ? "int32" : "float64" });

function expectClose(got: ArrayLike<number>, { data }: GoldenTensor, what: string): void {
  expect(got.length, what).toBe(data.length);
  for (const [i, expected] of data.entries())
    expect(Math.abs((got[i] as number) - expected), `${what}[${i}]`).toBeLessThanOrEqual(
      1e-12 + 1e-9 * Math.abs(expected),
    );
}

test("loss, logits, gradients and five steps of Adam", () => {
  expect(cases).toHaveLength(1);
  const { attrs, inputs, outputs, grads, loss_curve: curve } = cases[0] as GoldenCase;
  const [V, E] = inputs["embedding.weight"]!.shape as [number, number];
  const model = build(CharacterModel, {
    vocabulary: V,
    embeddingSize: E,
    hiddenSize: attrs.hidden_size,
    layers: attrs.num_layers,
    dtype: "float64",
  });
  model.loadStateDict(Object.fromEntries(attrs.params.map((name) => [name, read(inputs[name]!)])));
  const [index, target] = [read(inputs["index"]!), read(inputs["target"]!)];
  const loss = () => characterLoss(model.forward(index), target);
  expectClose(model.forward(index).dataSync(), outputs["logits"]!, "logits");
  const optimizer = new Adam(model.parameters(), { lr: attrs.train.lr });
  const losses = [];
  for (let step = 0; step <= attrs.train.steps; step++) {
    optimizer.zeroGrad();
    const value = loss();
    value.backward();
    losses.push(value.item());
    if (step === 0) {
      const found = Object.fromEntries(model.namedParameters());
      expect(Object.keys(found).sort()).toEqual(Object.keys(grads).sort());
      for (const [name, expected] of Object.entries(grads))
        expectClose(found[name]!.grad!.dataSync(), expected, name);
    }
    optimizer.step();
  }
  expectClose(losses, curve, "loss curve");
});
