/** Training: it can learn a batch by heart, does the same twice, and refuses what does not fit. */
import { TensorDataset } from "@gradus/data";
import { type Batch, build, buildForTable, MLP, type TrainOptions, train } from "@gradus/mlp";
import { randn, type Tensor, tensor } from "@gradus/tensor";
import { Checkpoints, loadCheckpoint } from "@gradus/train";
import { expect, test } from "vitest";

const x = randn([8, 3], { seed: 1 });
const classes = tensor(Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1));
const sides = tensor(Int32Array.of(0, 1, 1, 0, 1, 0, 0, 1));
const categories = tensor(Int32Array.of(0, 2, 1, 0, 2, 1, 1, 1, 0, 2, 1, 0, 2, 1, 1, 1), { shape: [8, 2] });
const hard: TrainOptions = { epochs: 300, batchSize: 8, lr: 0.02, weightDecay: 0 };
const dataset = (...tensors: Tensor[]) => new TensorDataset<Batch>(...tensors);
const weights = (model: { parameters(): Tensor[] }) =>
  model.parameters().flatMap((each) => [...each.dataSync()]);

test("one batch is learned by heart, whatever the task", async () => {
  const hidden = [32];
  const last = async (model: Parameters<typeof train>[0], ...data: Tensor[]) =>
    (await train(model, dataset(...data), hard)).losses.at(-1);
  expect(await last(build(3, { task: "regression", hidden }), x, randn([8], { seed: 2 }))).toBeLessThan(1e-3);
  expect(await last(build(3, { task: "binary", hidden }), x, sides)).toBeLessThan(1e-2);
  expect(await last(build(3, { task: "multiclass", hidden, outputs: 3 }), x, classes)).toBeLessThan(1e-2);
  const columns = { numbers: 3, cardinalities: [3, 4] };
  const table = buildForTable(columns, { task: "multiclass", hidden, outputs: 3 });
  expect(await last(table as never, x, categories, classes)).toBeLessThan(1e-2);
});

test("the same seed gives the same model, to the bit; another seed another", async () => {
  const run = async (seed: number) => {
    const model = build(3, { task: "multiclass", hidden: [6], outputs: 3, dropout: 0.5, seed });
    await train(model, dataset(x, classes), { epochs: 3, batchSize: 3, seed });
    return weights(model);
  };
  expect(await run(4)).toEqual(await run(4));
  expect(await run(4)).not.toEqual(await run(5));
});

test("an example's output does not depend on those beside it", () => {
  const model = build(3, { task: "regression", hidden: [5], dtype: "float64", device: "cpu" });
  const some = randn([8, 3], { seed: 1, dtype: "float64", device: "cpu" });
  const order = [3, 1, 7, 0, 2, 6, 5, 4];
  const together = model.forward(some).dataSync();
  const mixed = model
    .forward(some.indexSelect(0, tensor(Int32Array.from(order), { device: "cpu" })))
    .dataSync();
  expect([...mixed]).toEqual(order.map((i) => together[i]));
});

test("a checkpoint of another model is refused in a line", async () => {
  const store = new Map<string, Uint8Array>();
  const saving = { callbacks: [new Checkpoints(store)] };
  const data = dataset(x, classes);
  const options = { task: "multiclass", outputs: 3 } as const;
  await train(build(3, { ...options, hidden: [4] }), data, {
    epochs: 1,
    callbacks: [new Checkpoints(store)],
  });
  const resume = await loadCheckpoint(store);
  await expect(
    train(build(3, { ...options, hidden: [5] }), data, { ...saving, epochs: 2, resume }),
  ).rejects.toThrow("layers.0.weight is [4,3]");
});

test("wrong shapes are refused in a line", () => {
  const model = build(3, { task: "multiclass", hidden: [4], outputs: 3 });
  expect(() => model.forward(randn([2, 4]))).toThrow("4 inFeatures (axis -1); this layer was made for 3");
  expect(() => new MLP(3, { task: "binary", outputs: 2 })).toThrow("a binary model has 1 output, not 2");
  expect(() => new MLP(3, { task: "regression", hidden: [0] })).toThrow("outFeatures is 0");
  const table = buildForTable({ numbers: 3, cardinalities: [3, 4] }, { task: "regression" });
  expect(() => table.forward(x, categories.slice(1, 0, 1))).toThrow("TableMLP: categories of shape [8,1]");
});
