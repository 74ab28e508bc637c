/** Einstein's summation is its definition, in whatever order pairs are contracted, and names the letter that is wrong. */
import { einsum, type Tensor, tensor } from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { laidOut, layouts } from "./layouts.ts";

const zeros = (...shape: number[]): Tensor =>
  tensor(new Float64Array(shape.reduce((size, extent) => size * extent, 1)), { shape });

const extents: Readonly<Record<string, number>> = { a: 2, b: 3, c: 1, d: 2 };
const extentOf = (letter: string) => extents[letter] as number;

/** Every letter in a loop of its own. */
function definition(
  terms: readonly string[],
  output: string,
  data: readonly (readonly number[])[],
): number[] {
  const letters = Object.keys(extents).filter((letter) => terms.some((term) => term.includes(letter)));
  const flat = (term: string, at: Readonly<Record<string, number>>) =>
    [...term].reduce((index, letter) => index * extentOf(letter) + (at[letter] as number), 0);
  const y = new Array<number>([...output].reduce((size, letter) => size * extentOf(letter), 1)).fill(0);
  const visit = (at: Readonly<Record<string, number>>, depth: number): void => {
    const letter = letters[depth];
    if (letter === undefined) {
      const product = terms.reduce((value, term, i) => value * (data[i]?.[flat(term, at)] as number), 1);
      y[flat(output, at)] = (y[flat(output, at)] as number) + product;
    } else for (let i = 0; i < extentOf(letter); i++) visit({ ...at, [letter]: i }, depth + 1);
  };
  visit({}, 0);
  return y;
}

test("random equations equal the definition", () => {
  const term = fc
    .array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 3 })
    .map((letters) => letters.join(""));
  const equations = fc
    .array(term, { minLength: 1, maxLength: 4 })
    .chain((terms) =>
      fc.shuffledSubarray([...new Set(terms.join(""))]).map((output) => ({ terms, output: output.join("") })),
    );
  fc.assert(
    fc.property(equations, fc.constantFrom(...layouts), ({ terms, output }, layout) => {
      const shapes = terms.map((each) => [...each].map(extentOf));
      const data = shapes.map((shape, i) =>
        Array.from(
          { length: shape.reduce((size, extent) => size * extent, 1) },
          (_, k) => ((k * 7 + i * 3) % 5) - 2,
        ),
      );
      const x = shapes.map((shape, i) => laidOut({ shape, data: data[i] as number[] }, layout));
      const y = einsum(`${terms.join()}->${output}`, ...x);
      expect(y.shape).toEqual([...output].map(extentOf));
      expect(Array.from(y.dataSync(), (value) => value + 0)).toEqual(
        definition(terms, output, data).map((v) => v + 0),
      );
    }),
    { numRuns: 200 },
  );
});

describe("the result without an arrow", () => {
  test.each([
    [
      "ij,jk",
      [
        [2, 3],
        [3, 4],
      ],
      [2, 4],
    ],
    [
      "kj,ji",
      [
        [2, 3],
        [3, 4],
      ],
      [4, 2],
    ],
    ["ba", [[2, 3]], [3, 2]],
    ["bA", [[2, 3]], [3, 2]],
    ["ii", [[3, 3]], []],
    ["b...a", [[2, 5, 6, 3]], [5, 6, 3, 2]],
    [
      "...j,j...",
      [
        [4, 3],
        [3, 4],
      ],
      [4],
    ],
  ])("%s", (equation, shapes, expected) => {
    expect(einsum(equation, ...shapes.map((shape) => zeros(...shape))).shape).toEqual(expected);
  });
});

describe("the ellipsis", () => {
  test("broadcasts, aligned at the right", () => {
    expect(einsum("...ij,...jk->...ik", zeros(5, 1, 2, 3), zeros(6, 3, 4)).shape).toEqual([5, 6, 2, 4]);
  });

  test("left out of the result is summed over", () => {
    expect(
      einsum(
        "...i->i",
        tensor([
          [1, 2],
          [3, 4],
        ]),
      ).toArray(),
    ).toEqual([4, 6]);
  });

  test("may stand for nothing", () => {
    expect(einsum("...i->...", tensor([1, 2])).item()).toBe(3);
  });
});

test("axes of extent 1 stretch, also when they are summed over", () => {
  const [row, column] = [tensor([[1, 2, 3]]), tensor([[10], [20]])];
  expect(einsum("ij,ij->ij", row, column).toArray()).toEqual([
    [10, 20, 30],
    [20, 40, 60],
  ]);
  expect(einsum("ij,ij->", row, column).item()).toBe(180);
});

test("sums over no elements are zeros", () => {
  expect(einsum("ij,jk->ik", zeros(2, 0), zeros(0, 2)).toArray()).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(einsum("ii->i", zeros(0, 0)).shape).toEqual([0]);
});

test("spaces do not matter", () => {
  expect(einsum(" i j , j k -> i k ", zeros(2, 3), zeros(3, 4)).shape).toEqual([2, 4]);
});

test("the pair with the fewest multiplications goes first", () => {
  // From the left, the first product alone would have 10^12 elements.
  const [x, y] = [zeros(1e6), zeros(1e6)];
  expect(einsum("i,j,i,j->", x, y, x, y).item()).toBe(0);
});

describe("errors hold the equation and the letter", () => {
  test.each([
    [
      "ij,jk->ik",
      [
        [2, 3],
        [4, 5],
      ],
      'einsum: "ij,jk->ik": letter j is 3 in operand 0, [2, 3], and 4 in operand 1, [4, 5]; make them equal, or one of them 1',
    ],
    ["ij->ik", [[2, 3]], 'einsum: "ij->ik": letter k of the result is in no operand'],
    ["ij->ii", [[2, 3]], 'einsum: "ij->ii": letter i is twice in the result'],
    ["ij,jk", [[2, 3]], 'einsum: "ij,jk": has 2 operand(s), 1 given'],
    ["ijk", [[2, 3]], 'einsum: "ijk": operand 0, "ijk", has 3 letter(s), its shape [2, 3] 2 axes'],
    ["i", [[2, 3]], 'einsum: "i": operand 0, "i", has 1 letter(s), its shape [2, 3] 2 axes'],
    [
      "ii->i",
      [[2, 3]],
      'einsum: "ii->i": letter i is 2 and 3 in operand 0, [2, 3]; a diagonal needs them equal',
    ],
    ["i1->i", [[2, 3]], 'einsum: "i1->i": "1" is no letter'],
    ["i..->i", [[2, 3]], 'einsum: "i..->i": "i.." has a "." out of place'],
    ["i...j...", [[2, 3]], 'einsum: "i...j...": "i...j..." has a "." out of place'],
    ["ij->i->j", [[2, 3]], 'einsum: "ij->i->j": "->" is there more than once'],
    [
      "...i,...i",
      [
        [2, 3],
        [4, 3],
      ],
      'axis -1 of "..." is 2 in operand 0, [2, 3], and 4 in operand 1, [4, 3]',
    ],
  ])("%s of %j", (equation, shapes, message) => {
    expect(() => einsum(equation, ...shapes.map((shape) => zeros(...shape)))).toThrow(message);
  });
});
