/** What must not matter does not. */
import { build, CharacterModel, padded, SequenceClassifier, SeriesModel } from "@gradus/rnn";
import { concat, flip, noGrad, setDefaultDevice, type Tensor, tensor } from "@gradus/tensor";
import fc from "fast-check";
import { expect, test } from "vitest";

setDefaultDevice("cpu");

const cells = fc.constantFrom("rnn", "lstm", "gru" as const);
const texts = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 4 }), { minLength: length, maxLength: length });
const row = (text: readonly number[]): Tensor => tensor(Int32Array.from(text), { shape: [1, text.length] });
const characterModel = (cell: "rnn" | "lstm" | "gru") =>
  build(CharacterModel, {
    vocabulary: 5,
    cell,
    embeddingSize: 3,
    hiddenSize: 4,
    layers: 2,
    dtype: "float64",
  });

const expectClose = (got: Tensor, expected: Tensor) => {
  expect(got.shape).toEqual(expected.shape);
  expect(got.sub(expected).abs().max().item()).toBeLessThan(1e-13);
};

test("a later character never changes what was foretold before it", () => {
  const law = fc.property(
    cells,
    texts(5),
    texts(5),
    fc.integer({ min: 1, max: 4 }),
    (cell, one, other, from) => {
      const model = characterModel(cell);
      const mixed = [...one.slice(0, from), ...other.slice(from)];
      expectClose(model.forward(row(mixed)).narrow(1, 0, from), model.forward(row(one)).narrow(1, 0, from));
    },
  );
  fc.assert(law, { numRuns: 20 });
});

test("the order of texts in a batch does not matter", () => {
  const law = fc.property(cells, texts(4), texts(4), (cell, one, other) => {
    const model = characterModel(cell);
    const batch = concat([row(one), row(other)], 0);
    expectClose(flip(model.forward(flip(batch, 0)), 0), model.forward(batch));
  });
  fc.assert(law, { numRuns: 20 });
});

test("character by character from state to state is the whole at once", () => {
  const law = fc.property(cells, texts(5), fc.integer({ min: 1, max: 4 }), (cell, text, cut) => {
    const model = characterModel(cell);
    const [first, state] = model.step(row(text.slice(0, cut)), null);
    const [second] = model.step(row(text.slice(cut)), state);
    expectClose(concat([first, second], 1), model.forward(row(text)));
  });
  fc.assert(law, { numRuns: 20 });
});

test("what stands behind a sequence's end has no effect on its class", () => {
  const law = fc.property(cells, texts(3), texts(2), fc.boolean(), (cell, text, rest, bidirectional) => {
    const model = build(SequenceClassifier, {
      vocabulary: 5,
      classes: 2,
      cell,
      hiddenSize: 3,
      bidirectional,
      dtype: "float64",
    });
    const long = model.forward(row([...text, ...rest]), tensor(Int32Array.of(3)));
    expectClose(long, model.forward(row(text)));
    expect(
      model
        .forward(row([...text, ...rest]))
        .equal(long)
        .all()
        .item(),
    ).toBe(0);
  });
  fc.assert(law, { numRuns: 20 });
});

test("padding is no target, and each text's targets are its characters and its end", () => {
  const [input, target] = padded([Int32Array.of(3, 1), Int32Array.of(), Int32Array.of(2, 2, 4)]);
  expect(input.toArray()).toEqual([
    [0, 3, 1, 0],
    [0, 0, 0, 0],
    [0, 2, 2, 4],
  ]);
  expect(target.toArray()).toEqual([
    [3, 1, 0, -100],
    [0, -100, -100, -100],
    [2, 2, 4, 0],
  ]);
});

test("a series runs on as if each foretold step had been read", () => {
  const model = build(SeriesModel, { hiddenSize: 4, dtype: "float64" });
  let x = tensor([[[0.3], [0.1], [-0.2]]], { dtype: "float64" });
  const alone = model.continue(x, 4);
  const steps: Tensor[] = [];
  for (let i = 0; i < 4; i++) {
    const y = noGrad(() => model.forward(x));
    steps.push(y.narrow(1, y.shape[1]! - 1, 1));
    x = concat([x, steps.at(-1)!], 1);
  }
  expectClose(alone, concat(steps, 1));
});
