/** Training on texts, and what is refused. */
import {
  build,
  CharacterModel,
  characterLoss,
  characters,
  everyNth,
  lossPerCharacter,
  NGram,
  padded,
  SequenceClassifier,
  SeriesModel,
  stream,
  TextDataset,
  trainCharacters,
} from "@gradus/rnn";
import { tensor } from "@gradus/tensor";
import { expect, test } from "vitest";

const model = () => build(CharacterModel, { vocabulary: 5, embeddingSize: 8, hiddenSize: 16, dropout: 0.1 });

/** Texts of which what comes next follows from three characters before: more than a 3-gram model sees. */
const texts = Array.from({ length: 60 }, (_, i) => {
  const text = [1 + (i % 4), 1 + ((i >> 2) % 4), 1 + ((i >> 4) % 4)];
  while (text.length < 12) text.push(1 + ((text.at(-3) as number) % 4));
  return Int32Array.from(text);
});

test.each([
  ["whole texts", {}],
  ["windows", { window: 13, stride: 6 }],
])("trained on %s, a model sees what an n-gram model does not", async (_, cut) => {
  const { chosen, others } = everyNth(texts, 5);
  const trained = model();
  const history = await trainCharacters(trained, others, {
    epochs: 30,
    batchSize: 8,
    lr: 0.02,
    validation: chosen,
    ...cut,
  });
  const loss = await lossPerCharacter(trained, chosen);
  expect(loss).toBeLessThan(NGram.train(others, { vocabulary: 5 }).loss(chosen) - 0.1);
  expect(history.column("valLoss").at(-1)).toBeCloseTo(loss, 5);
});

test("the loss is the mean over characters, however the texts are cut into batches", async () => {
  const untrained = model();
  const some = [...texts, ...texts].slice(0, 70).map((text, i) => text.slice(0, i % 12));
  let [total, count] = [0, 0];
  untrained.eval();
  for (const text of some) {
    const [input, target] = padded([text]);
    total += characterLoss(untrained.forward(input), target).item() * (text.length + 1);
    count += text.length + 1;
  }
  untrained.train();
  expect(await lossPerCharacter(untrained, some)).toBeCloseTo(total / count, 5);
  expect(untrained.training).toBe(true);
});

test("texts in a row have an end before, between and behind them", () => {
  expect([...stream([Int32Array.of(1, 2), Int32Array.of(), Int32Array.of(3)])]).toEqual([
    0, 1, 2, 0, 0, 3, 0,
  ]);
  expect(new TextDataset([Int32Array.of(2)]).get(0)[1].toArray()).toEqual([[2, 0]]);
  expect(characters(["ba", "c"]).decode([1, 2, 3])).toBe("abc");
});

test("what cannot be learned from or read is refused in one line", () => {
  expect(() => trainCharacters(model(), [], { epochs: 1 })).toThrow("0 texts of 0 characters");
  expect(() => trainCharacters(model(), [Int32Array.of(1)], { epochs: 1, window: 8 })).toThrow(
    "needs 8 for a window",
  );
  expect(() => characters(["", ""])).toThrow("2 texts without a character");
  expect(() => padded([])).toThrow("0 texts");
  const index = tensor(Int32Array.of(1, 2));
  expect(() => model().forward(index)).toThrow("has shape [2]; it must be [B, T]");
  expect(() => model().forward(tensor([[7]], { dtype: "int32" }))).toThrow("7");
  expect(() => new SequenceClassifier({ vocabulary: 3, classes: 2 }).forward(index)).toThrow(
    "it must be [B, T]",
  );
  expect(() => new SeriesModel().forward(tensor([1, 2]))).toThrow("it must be [B, T, F]");
  expect(() => new CharacterModel({ vocabulary: 3, cell: "elman" as "rnn" })).toThrow('no cell "elman"');
});

test("the state of another model is refused in one line", () => {
  expect(() =>
    model().loadStateDict(build(CharacterModel, { vocabulary: 5, cell: "gru" }).stateDict()),
  ).toThrow("the state lacks lstm.weight_ih_l0");
});
