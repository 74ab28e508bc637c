/** Rows that are looked up. */
import { Embedding, EmbeddingBag } from "@gradus/nn";
import { tensor } from "@gradus/tensor";
import { expect, test } from "vitest";

const index = (...data: number[]) => tensor(Int32Array.from(data));

test("the padding row is 0 and gets no gradient, also counted from the end", () => {
  for (const paddingIndex of [1, -2]) {
    const layer = new Embedding(3, 2, { paddingIndex });
    const y = layer.forward(index(1, 2, 2));
    expect([...y.select(0, 0).dataSync()]).toEqual([0, 0]);
    y.sum().backward();
    expect([...layer.weight.grad!.dataSync()]).toEqual([0, 0, 0, 0, 2, 2]);
  }
});

test("in a bag padding does not count", () => {
  const table = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const mean = new EmbeddingBag(3, 2, { paddingIndex: 0, weight: table });
  expect([...mean.forward(index(0, 1, 2), index(0)).dataSync()]).toEqual([4, 5]);
});

test("weights for each element of a bag", () => {
  const table = tensor([
    [1, 2],
    [3, 4],
  ]);
  const bag = new EmbeddingBag(2, 2, { mode: "sum", weight: table });
  const y = bag.forward(index(0, 1, 1), index(0, 2), tensor([1, 2, 0.5]));
  expect([...y.dataSync()]).toEqual([7, 10, 1.5, 2]);
});

test("a table made elsewhere is frozen unless asked otherwise", () => {
  const table = () =>
    tensor([
      [1, 2],
      [3, 4],
    ]);
  const frozen = Embedding.fromPretrained(table());
  expect([...frozen.forward(index(1)).dataSync()]).toEqual([3, 4]);
  expect([frozen.weight.requiresGrad, frozen.parameters().length]).toEqual([false, 1]);
  expect(Embedding.fromPretrained(table(), { freeze: false }).weight.requiresGrad).toBe(true);
});
