/** An encoder-decoder: what it may see, and what it may not. */
import { CharacterTokenizer } from "@gradus/data";
import { KeyValueCache } from "@gradus/nn";
import { narrow, noGrad, setDefaultDevice } from "@gradus/tensor";
import { attentionMaps, BEGIN, END, PAD, PairTokenizer, padded, pairBatch } from "@gradus/transformer";
import { describe, expect, test } from "vitest";
import { maxDifference, texts, tinyTranslator } from "./tiny.ts";

setDefaultDevice("cpu");

const model = tinyTranslator({ numLayers: 2 });
const source = texts([3, 5, 4, END]);
const written = texts([BEGIN, 4, 3]);

describe.each([
  ["as in the paper", model],
  ["normalised first", tinyTranslator({ normFirst: true })],
])("%s", (_, model) => {
  test("padding behind a text changes nothing", () => {
    const longer = texts([3, 5, 4, END, PAD, PAD]);
    expect(maxDifference(model.forward(source, written), model.forward(longer, written))).toBeLessThan(1e-14);
  });

  test("what is written later changes nothing before", () => {
    const [a, b] = [written, texts([BEGIN, 4, 5])].map((text) => model.forward(source, text));
    expect(maxDifference(narrow(a!, 1, 0, 2), narrow(b!, 1, 0, 2))).toBe(0);
    expect(maxDifference(a!, b!)).toBeGreaterThan(1e-3);
  });

  test("every token that is read counts, wherever it stands", () => {
    const y = model.forward(source, written);
    for (const other of [texts([4, 5, 4, END]), texts([3, 5, 3, END]), texts([5, 3, 4, END])])
      expect(
        maxDifference(narrow(y, 1, 0, 1), narrow(model.forward(other, written), 1, 0, 1)),
      ).toBeGreaterThan(1e-4);
  });

  test("texts of a batch do not see each other", () => {
    const both = model.forward(texts([3, 5, 4, END], [5, END, PAD, PAD]), texts([BEGIN, 4], [BEGIN, 3]));
    const alone = model.forward(texts([5, END]), texts([BEGIN, 3]));
    expect(maxDifference(both.select(0, 1), alone.select(0, 0))).toBeLessThan(1e-14);
  });

  test("written token by token, with a cache, as at once", () => {
    const memory = noGrad(() => model.encode(source));
    const cache = new KeyValueCache();
    const whole = model.forward(source, written);
    for (const [place, token] of [BEGIN, 4, 3].entries()) {
      const y = noGrad(() => model.decode(texts([token]), memory, cache));
      expect(maxDifference(y, narrow(whole, 1, place, 1))).toBeLessThan(1e-12);
    }
  });
});

test("maps of all attentions, in order; rows are shares", async () => {
  const maps = await attentionMaps(model, () => model.forward(source, written));
  expect(maps.map(({ name }) => name)).toEqual([
    "encoder.layers.0.self_attn",
    "encoder.layers.1.self_attn",
    "decoder.layers.0.self_attn",
    "decoder.layers.0.multihead_attn",
    "decoder.layers.1.self_attn",
    "decoder.layers.1.multihead_attn",
  ]);
  const [read, , self, look] = maps.map(({ heads }) => heads);
  expect(
    [read, self, look].map((heads) => [heads!.length, heads![0]!.length, heads![0]![0]!.length]),
  ).toEqual([
    [2, 4, 4],
    [2, 3, 3],
    [2, 3, 4],
  ]);
  expect(self![0]![0]).toEqual([1, 0, 0]);
  for (const row of look!.flat()) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
});

test.each([
  [
    () => model.forward(texts([3, 3, 3, 3, 3, 3, 3, 3, 3]), written),
    "with 1 to 8 places (maxLength): shorten",
  ],
  [() => model.forward(written.reshape([3]), written), "tokens of shape [3]; they must be [N, L]"],
])("a wrong shape is one clear line", (call, message) => {
  expect(call).toThrow(message);
});

describe("texts as tokens", () => {
  const tokenizer = PairTokenizer.train([
    { source: "ab", target: "ba" },
    { source: "c", target: "c" },
  ]);

  test("there and back", () => {
    expect(tokenizer.size).toBe(6);
    expect(tokenizer.encode("cab")).toEqual([5, 3, 4, END]);
    expect(tokenizer.decode([5, 3, 4, END, 3, 3])).toBe("cab");
    expect(tokenizer.decode([BEGIN, 5, PAD])).toBe("c");
  });

  test("a batch: what is read, what was written before, what comes next", () => {
    const pairs = ["ab", "c"].map((text) => ({
      source: tokenizer.encode(text),
      target: tokenizer.encode(text),
    }));
    expect(pairBatch(pairs).map((x) => x.toArray())).toEqual([
      [
        [3, 4, END],
        [5, END, PAD],
      ],
      [
        [BEGIN, 3, 4],
        [BEGIN, 5, PAD],
      ],
      [
        [3, 4, END],
        [5, END, PAD],
      ],
    ]);
    expect(padded([[1], [2, 3]]).shape).toEqual([2, 2]);
  });

  test("an unknown character and no text at all are named", () => {
    expect(() => tokenizer.encode("abx")).toThrow('"x"');
    expect(() => PairTokenizer.train([])).toThrow("0 pairs without a character");
    expect(new PairTokenizer(CharacterTokenizer.train("a")).encode("a")).toEqual([3, END]);
  });
});
