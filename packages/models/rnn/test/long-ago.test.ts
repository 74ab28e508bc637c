/** How far back gradients reach, and what can be learned of it. */
import { build, gradientByDistance, RecallModel, recallBatch, trainRecall } from "@gradus/rnn";
import { crossEntropy, Generator, tensor } from "@gradus/tensor";
import { Accuracy } from "@gradus/train";
import { expect, test } from "vitest";

test("the norms by distance are those of finite differences", async () => {
  const model = build(RecallModel, { cell: "lstm", hiddenSize: 3, dtype: "float64" });
  const [batch, symbol] = recallBatch(2, 3, new Generator(1));
  const x = batch.cast("float64");
  const data = Float64Array.from(x.dataSync());
  const loss = (values: Float64Array): number[] => {
    const losses = crossEntropy(model.forward(tensor(values, { shape: x.shape })), symbol, {
      reduction: "none",
    });
    return [...losses.dataSync()];
  };
  const slopes = data.map((value, i) => {
    const row = Math.floor(i / 15);
    const at = (moved: number) => loss(data.with(i, moved))[row] as number;
    return (at(value + 1e-5) - at(value - 1e-5)) / 2e-5;
  });
  const norm = (row: number, t: number) =>
    Math.hypot(...slopes.slice(row * 15 + t * 5, row * 15 + t * 5 + 5));
  const expected = [2, 1, 0].map((t) => (norm(0, t) + norm(1, t)) / 2);
  const found = await gradientByDistance(model, x, symbol);
  for (const [d, each] of expected.entries()) expect(found[d]).toBeCloseTo(each, 8);
  expect(model.parameters().every(({ grad }) => grad === null)).toBe(true);
});

test("the gradient of Elman's network vanishes with the distance, that of an LSTM which forgets nothing does not", async () => {
  const [x, symbol] = recallBatch(8, 60, new Generator(1));
  const of = async (options: { cell: "rnn" | "lstm"; forgetBias?: number }) => {
    const norms = await gradientByDistance(build(RecallModel, { ...options, seed: 1 }), x, symbol);
    return (norms[59] as number) / (norms[0] as number);
  };
  expect(await of({ cell: "rnn" })).toBeLessThan(1e-9);
  expect(await of({ cell: "lstm", forgetBias: 5 })).toBeGreaterThan(0.1);
});

test("what lies far back is learned by an LSTM that forgets nothing, not by one that forgets half of it at each step", async () => {
  const random = new Generator(1);
  const [train, held] = [recallBatch(512, 40, random), recallBatch(64, 40, random)];
  const recalled = async (forgetBias: number) => {
    const model = build(RecallModel, { cell: "lstm", hiddenSize: 24, forgetBias, seed: 1 });
    const metrics = { accuracy: new Accuracy() };
    const history = await trainRecall(model, train, { epochs: 20, validation: [held], metrics });
    return history.column("valAccuracy").at(-1);
  };
  expect(await recalled(5)).toBeGreaterThan(0.9);
  expect(await recalled(0)).toBeLessThan(0.6);
});

test("in the task the symbol stands in the first step only, with a mark", () => {
  const [x, symbol] = recallBatch(3, 4, new Generator(2));
  const rows = x.toArray() as number[][][];
  for (const [i, row] of rows.entries()) {
    expect(row[0]).toEqual([0, 1, 2, 3, 4].map((k) => (k === 4 || k === symbol.dataSync()[i] ? 1 : 0)));
    for (const step of row.slice(1)) expect(Math.max(...step.map(Math.abs))).toBeLessThan(0.6);
  }
});

test("a forget bias for a cell without forget gates is refused in one line", () => {
  expect(() => new RecallModel({ cell: "gru", forgetBias: 1 })).toThrow("only an lstm has forget gates");
});
