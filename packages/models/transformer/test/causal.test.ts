/** A GPT reads from left to right: what comes later changes nothing before, however it is read. */
import { KeyValueCache } from "@gradus/nn";
import { narrow, noGrad, setDefaultDevice } from "@gradus/tensor";
import { attentionMaps } from "@gradus/transformer";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maxDifference, texts, tinyGpt } from "./tiny.ts";

setDefaultDevice("cpu");

const model = tinyGpt();
const token = fc.integer({ min: 0, max: 6 });
const text = fc.array(token, { minLength: 2, maxLength: 6 });

test("a later token never changes an earlier output", () => {
  fc.assert(
    fc.property(text, token, fc.nat(), (tokens, other, at) => {
      const place = 1 + (at % (tokens.length - 1));
      const [a, b] = [tokens, tokens.with(place, other)].map((each) => model.forward(texts(each)));
      expect(maxDifference(narrow(a!, 1, 0, place), narrow(b!, 1, 0, place))).toBe(0);
    }),
    { numRuns: 25 },
  );
});

test("an earlier token does change a later output", () => {
  const [a, b] = [texts([1, 2, 3]), texts([4, 2, 3])].map((each) => model.forward(each));
  expect(maxDifference(narrow(a!, 1, 2, 1), narrow(b!, 1, 2, 1))).toBeGreaterThan(1e-3);
});

test("texts of a batch do not see each other, whatever their order", () => {
  const [a, b] = [
    [1, 5, 0, 3],
    [2, 2, 6, 4],
  ] as const;
  const both = model.forward(texts(a, b));
  const turned = model.forward(texts(b, a));
  expect(maxDifference(both.select(0, 0), turned.select(0, 1))).toBe(0);
  expect(maxDifference(both.select(0, 0), model.forward(texts(a)).select(0, 0))).toBeLessThan(1e-14);
});

test("each attention's weights are shares of what was read so far", async () => {
  const tokens = [1, 5, 0, 3];
  const maps = await attentionMaps(model, () => model.forward(texts(tokens)));
  expect(maps.map(({ name, heads }) => `${name}: ${heads.length}`)).toEqual([
    "blocks.0.attn: 2",
    "blocks.1.attn: 2",
  ]);
  for (const row of maps.flatMap(({ heads }) => heads).map((head) => head[1]!)) {
    expect(row.slice(2)).toEqual([0, 0]);
    expect(row[0]! + row[1]!).toBeCloseTo(1, 12);
  }
});

describe("with a cache", () => {
  test("reading in pieces is reading at once", () => {
    fc.assert(
      fc.property(text, fc.nat(), (tokens, at) => {
        const cut = 1 + (at % (tokens.length - 1));
        const cache = new KeyValueCache();
        const parts = noGrad(() =>
          [tokens.slice(0, cut), tokens.slice(cut)].map((part) => model.forward(texts(part), { cache })),
        );
        const whole = model.forward(texts(tokens));
        expect(maxDifference(parts[1]!, narrow(whole, 1, cut, tokens.length - cut))).toBeLessThan(1e-12);
        expect(cache.length).toBe(tokens.length);
      }),
      { numRuns: 25 },
    );
  });

  test("what it holds counts among the tokens that it can look back on", () => {
    const cache = new KeyValueCache();
    noGrad(() => model.forward(texts([1, 2, 3, 4, 5]), { cache }));
    expect(() => model.forward(texts([1, 2]), { cache })).toThrow(
      "behind 5 tokens; it must be [B, T], 1 to 6 tokens",
    );
  });
});
