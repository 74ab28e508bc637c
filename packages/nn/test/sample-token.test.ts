import { type SampleOptions, sampleToken } from "@gradus/nn";
import { Generator } from "@gradus/tensor";
import { expect, test } from "vitest";

const shares = [0.1, 0.5, 0.3, 0.1];
const logits = shares.map((share) => Math.log(share) + 7);

/** How often each token comes in so many draws, as shares. */
function frequencies(options: SampleOptions, draws = 20_000): number[] {
  const generator = new Generator(1);
  const counts = shares.map(() => 0);
  for (let i = 0; i < draws; i++) {
    const token = sampleToken(logits, { ...options, generator });
    counts[token] = (counts[token] as number) + 1;
  }
  return counts.map((count) => count / draws);
}

test.each<[string, SampleOptions, readonly number[]]>([
  ["as likely as the model says", {}, shares],
  ["a temperature squares them", { temperature: 0.5 }, [1 / 36, 25 / 36, 9 / 36, 1 / 36]],
  ["at temperature 0 the likeliest", { temperature: 0 }, [0, 1, 0, 0]],
  ["of the two likeliest", { topK: 2 }, [0, 5 / 8, 3 / 8, 0]],
  ["of those that make up 0.7", { topP: 0.7 }, [0, 5 / 8, 3 / 8, 0]],
  ["one is always left", { topP: 1e-9 }, [0, 1, 0, 0]],
  ["topP counts what topK and temperature left", { topK: 2, temperature: 0.5, topP: 0.7 }, [0, 1, 0, 0]],
])("tokens are drawn: %s", (_, options, expected) => {
  frequencies(options).forEach((found, token) => {
    if (expected[token] === 0 || expected[token] === 1) expect(found).toBe(expected[token]);
    // Four standard deviations of 20,000 draws.
    else expect(Math.abs(found - (expected[token] as number))).toBeLessThan(0.015);
  });
});

test("the same stream draws the same tokens", () => {
  const draw = (seed: number) => {
    const generator = new Generator(seed);
    return Array.from({ length: 20 }, () => sampleToken(logits, { generator })).join("");
  };
  expect(draw(3)).toBe(draw(3));
  expect(draw(3)).not.toBe(draw(4));
});

test("a token at -∞ never comes", () => {
  const generator = new Generator(1);
  for (let i = 0; i < 100; i++) expect(sampleToken([-Infinity, 0], { generator })).toBe(1);
});

test.each<[ArrayLike<number>, SampleOptions, string]>([
  [[0], { temperature: -1 }, "temperature is -1; it must be a number from 0"],
  [[0], { topK: 0 }, "topK is 0; it must be a whole number from 1"],
  [[0], { topP: 0 }, "topP is 0; it must lie above 0, and at most at 1"],
  [[], {}, "the largest of 0 logits is undefined; give at least one finite number"],
  [[NaN, 1], {}, "give at least one finite number, and no NaN"],
  [[-Infinity], {}, "the largest of 1 logits is -Infinity"],
])("%j with %j is refused", (given, options, message) => {
  expect(() => sampleToken(given, options)).toThrow(message);
});
