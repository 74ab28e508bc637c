import { checkVjp } from "@gradus/gradcheck";
import { describe, expect, test } from "vitest";

const map = (xs: ArrayLike<number>, f: (x: number, i: number) => number): Float64Array =>
  Float64Array.from(xs, f);
const sine = { f: (x: Float64Array) => x.map(Math.sin), inputs: [[0.7, -1.2]] };
const cosine = ([x]: Float64Array[], g: Float64Array): Float64Array[] => [
  map(x!, (xi, i) => Math.cos(xi) * g[i]!),
];

describe("options that make no sense", () => {
  const cases: [string, object, RegExp][] = [
    ["no inputs", { inputs: [] }, /inputs is empty; give one vector/],
    ["empty inputs", { inputs: [[]], f: () => [1] }, /every input is empty/],
    [
      "an input that is not finite",
      { inputs: [[1, Infinity]] },
      /input 0, index 1 is Infinity; finite differences/,
    ],
    ["points of another length", { points: [[[1]]] }, /lengths \[2\], points\[0\] has \[1\]; every point/],
    ["an alias out of range", { alias: [0, 1] }, /alias names input 1, but there are 1 inputs; use 0 to 0/],
    ["an input no argument is", { inputs: [[1], [2]], alias: [0] }, /alias \[0\] never uses input 1/],
    [
      "a shape of another size",
      { shapes: { inputs: [[3]], output: [2] } },
      /\[3\] \(3 numbers\), input 0 has 2/,
    ],
    [
      "an output shape of another size",
      { shapes: { inputs: [[2]], output: [3] } },
      /\(3 numbers\), f returned 2/,
    ],
    ["too many shapes", { shapes: { inputs: [[2], [1]], output: [2] } }, /2 shapes for 1 inputs/],
    ["a broken seed", { seed: 0.5 }, /seed is 0.5; give a whole number/],
    ["a broken rtol", { rtol: -1 }, /rtol is -1; give/],
    ["a broken atol", { atol: NaN }, /atol is NaN; give/],
    ["no directions", { directions: 0 }, /directions is 0; give at least 1/],
    ["no function", { f: 3 }, /f is number; give a function/],
    ["no vjp", { vjp: undefined }, /vjp is undefined; give a function/],
    ["f without a result", { f: () => undefined }, /f returned undefined; return/],
    ["f without outputs", { f: () => [] }, /nothing to differentiate/],
    [
      "f of changing length",
      { f: ([x]: number[]) => (x! > 0.7 ? [1, 2] : [1]) },
      /at one point and \d at another/,
    ],
  ];

  test.each(cases)("%s", async (_, change, message) => {
    const check = checkVjp({ name: "op", ...sine, vjp: cosine, ...change } as never);
    await expect(check).rejects.toThrow(message);
    await expect(check).rejects.toThrow(/^op vjp: /);
  });
});
