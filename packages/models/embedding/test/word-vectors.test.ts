/** Neighbours and analogies. */
import { WordVectors } from "@gradus/embedding";
import fc from "fast-check";
import { expect, test } from "vitest";

const words = ["man", "woman", "king", "queen", "apple"];
const vectors = new WordVectors(words, [1, 0, 0, 0.9, 0.4, 0, 2, 0, 2, 1.8, 0.8, 2, 0, -1, 0.1]);

test("a cosine, and the nearest by it", () => {
  expect(vectors.similarity("man", "king")).toBeCloseTo(Math.SQRT1_2, 12);
  expect(vectors.nearest("man", 2).map(({ word }) => word)).toEqual(["woman", "king"]);
  const all = vectors.nearest("man", 9).map(({ similarity }) => similarity);
  expect(all).toEqual([...all].sort((a, b) => b - a));
  expect(all).toHaveLength(4);
});

test("an analogy is answered by 3CosAdd, never by a word of the question", () => {
  expect(vectors.analogy("man", "woman", "king")[0]?.word).toBe("queen");
  const law = fc.property(
    fc.array(
      fc.integer({ min: -9, max: 9 }).map((x) => x / 7),
      { minLength: 15, maxLength: 15 },
    ),
    (data) => {
      fc.pre([0, 3, 6, 9, 12].every((i) => data.slice(i, i + 3).some((x) => x !== 0)));
      const some = new WordVectors(words, data);
      const score = (d: string) =>
        some.similarity(d, "woman") - some.similarity(d, "man") + some.similarity(d, "king");
      const answer = some.analogy("man", "woman", "king")[0]!.word;
      const others = ["queen", "apple"];
      expect(others).toContain(answer);
      expect(score(answer)).toBeGreaterThanOrEqual(Math.max(...others.map(score)) - 1e-12);
    },
  );
  fc.assert(law);
});

test("the length of vectors does not matter", () => {
  const longer = new WordVectors(words, [7, 0, 0, 0.09, 0.04, 0, 2, 0, 2, 18, 8, 20, 0, -1, 0.1]);
  expect(longer.analogy("man", "woman", "king", 2).map(({ word }) => word)).toEqual(
    vectors.analogy("man", "woman", "king", 2).map(({ word }) => word),
  );
});

test("accuracy is the share of right first answers", () => {
  const [a, b, c] = ["man", "woman", "king"] as const;
  expect(
    vectors.accuracy([
      { a, b, c, d: "queen" },
      { a, b, c, d: "apple" },
    ]),
  ).toBe(0.5);
});

test("what is not known is refused in one line", () => {
  expect(() => vectors.nearest("pear")).toThrow('"pear" is none of the 5 words known');
  expect(() => vectors.accuracy([])).toThrow("0 questions");
  expect(() => new WordVectors(words, [1, 2])).toThrow("2 numbers for 5 words");
});
