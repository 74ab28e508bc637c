import { type CheckVjpOptions, checkVjp, type DiagnosisName, formatReport } from "@gradus/gradcheck";
import { describe, expect, test } from "vitest";

type Fault = { fault: string; name: DiagnosisName; says?: string | RegExp } & CheckVjpOptions;

const x = [0.7, -1.2, 0.4, 1.5];
const elsewhere = [[[-0.3, 0.9, 1.1, -1.7]]];
const map = (xs: ArrayLike<number>, f: (x: number, i: number) => number): Float64Array =>
  Float64Array.from(xs, f);

// y = sin x, elementwise: the right vjp is g cos x.
const sine = { f: (x: Float64Array) => map(x, Math.sin), inputs: [x], points: elsewhere };
const cosine = (x: Float64Array, g: Float64Array): Float64Array => map(x, (xi, i) => Math.cos(xi) * g[i]!);

// y = a^2 b with a = b = x: the uses contribute 2 x^2 and x^2.
const squareTimes = {
  f: (a: Float64Array, b: Float64Array) => map(a, (ai, i) => ai * ai * b[i]!),
  inputs: [x],
  alias: [0, 0],
  points: elsewhere,
};

// C = A B, [2, 3] x [3, 4].
const a = [0.5, -1, 2, 1.5, 0.3, -0.7];
const b = [1, -0.5, 0.25, 2, 0.1, 0.7, -1.1, 0.4, -0.9, 1.3, 0.6, -0.2];
const matmul = (a: Float64Array, b: Float64Array, [n, k, m]: [number, number, number]): Float64Array =>
  Float64Array.from({ length: n * m }, (_, at) => {
    let sum = 0;
    for (let p = 0; p < k; p++) sum += a[Math.floor(at / m) * k + p]! * b[p * m + (at % m)]!;
    return sum;
  });
const transpose = (x: Float64Array, rows: number, cols: number): Float64Array =>
  Float64Array.from({ length: x.length }, (_, at) => x[(at % rows) * cols + Math.floor(at / rows)]!);
const product = {
  f: (a: Float64Array, b: Float64Array) => matmul(a, b, [2, 3, 4]),
  inputs: [a, b],
  shapes: {
    inputs: [
      [2, 3],
      [3, 4],
    ],
    output: [2, 4],
  },
};
const productVjp = ([a, b]: Float64Array[], g: Float64Array): [Float64Array, Float64Array] => [
  matmul(g, transpose(b!, 3, 4), [2, 4, 3]),
  matmul(transpose(a!, 2, 3), g, [3, 2, 4]),
];

// y = x + bias, [2, 3] + [3].
const addBias = {
  f: (x: Float64Array, bias: Float64Array) => map(x, (xi, i) => xi + bias[i % 3]! ** 2),
  inputs: [a, [0.5, 1, -2]],
  shapes: { inputs: [[2, 3], [3]], output: [2, 3] },
};
const biasProducts = (bias: Float64Array, g: Float64Array): Float64Array =>
  map(g, (gi, i) => gi * 2 * bias[i % 3]!);

// y = x / r, [2, 3] / [2, 1]: broadcast along axis 1.
const divideRows = {
  f: (x: Float64Array, r: Float64Array) => map(x, (xi, i) => xi / r[Math.floor(i / 3)]!),
  inputs: [a, [0.8, 1.6]],
  shapes: {
    inputs: [
      [2, 3],
      [2, 1],
    ],
    output: [2, 3],
  },
};

let kept = new Float64Array(4);

const faults: Fault[] = [
  { fault: "zero", name: "zero", ...sine, vjp: ([x]) => [new Float64Array(x!.length)] },
  { fault: "sign", name: "sign", ...sine, vjp: ([x], g) => [cosine(x!, g).map((d) => -d)] },
  {
    fault: "factor 2",
    name: "constant-factor",
    says: "factor 2",
    ...sine,
    vjp: ([x], g) => [cosine(x!, g).map((d) => 2 * d)],
  },
  {
    fault: "one part in 2000",
    name: "constant-factor",
    says: "factor 1.0005",
    ...sine,
    vjp: ([x], g) => [cosine(x!, g).map((d) => 1.0005 * d)],
  },
  {
    fault: "sum where mean was meant",
    name: "constant-factor",
    says: "factor 4",
    f: (x) => map(x, Math.sin).reduce((s, v) => s + v) / 4,
    inputs: [x],
    vjp: ([x], [g]) => [map(x!, (xi) => Math.cos(xi) * g!)],
  },
  { fault: "ignores upstream", name: "ignores-upstream", ...sine, vjp: ([x]) => [map(x!, Math.cos)] },
  {
    fault: "ignores upstream, in a matmul",
    name: "ignores-upstream",
    ...product,
    vjp: (xs, g) =>
      productVjp(
        xs,
        g.map(() => 1),
      ),
  },
  {
    fault: "upstream twice",
    name: "upstream-twice",
    ...sine,
    vjp: ([x], g) => [
      cosine(
        x!,
        g.map((v) => v * v),
      ),
    ],
  },
  {
    fault: "overwrites",
    name: "overwritten",
    says: "grad was overwritten, not accumulated: x is used twice",
    ...squareTimes,
    vjp: ([x], g) => [map(x!, (xi, i) => xi * xi * g[i]!)],
  },
  {
    fault: "overwrites, x * x at a single point",
    name: "overwritten",
    f: (a, b) => [a[0]! * b[0]!],
    inputs: [[3]],
    alias: [0, 0],
    vjp: ([x], g) => [[x![0]! * g[0]!]],
  },
  {
    fault: "detached second use",
    name: "detached-second-use",
    ...squareTimes,
    vjp: ([x], g) => [map(x!, (xi, i) => 2 * xi * xi * g[i]!)],
  },
  {
    fault: "assigns in the sum over outputs",
    name: "overwritten",
    ...product,
    vjp: ([a, b], g) => [
      map(a!, (_, at) => g[Math.floor(at / 3) * 4 + 3]! * b![(at % 3) * 4 + 3]!),
      productVjp([a!, b!], g)[1],
    ],
  },
  {
    fault: "transposed",
    name: "transposed",
    ...product,
    vjp: (xs, g) => [transpose(productVjp(xs, g)[0], 2, 3), productVjp(xs, g)[1]],
  },
  {
    fault: "transposed, shapes unknown",
    name: "transposed",
    f: product.f,
    inputs: product.inputs,
    vjp: (xs, g) => [productVjp(xs, g)[0], transpose(productVjp(xs, g)[1], 3, 4)],
  },
  {
    fault: "broadcast not summed, output's length",
    name: "unsummed-broadcast",
    says: "broadcast axis 0 was not summed",
    ...addBias,
    vjp: ([, bias], g) => [g, biasProducts(bias!, g)],
  },
  {
    fault: "broadcast not summed, output's length, shapes unknown",
    name: "unsummed-broadcast",
    says: "broadcast axis 0 was not summed",
    f: addBias.f,
    inputs: addBias.inputs,
    vjp: ([, bias], g) => [g, biasProducts(bias!, g)],
  },
  {
    fault: "broadcast not summed, last row only",
    name: "unsummed-broadcast",
    says: "axis 0",
    ...addBias,
    vjp: ([, bias], g) => [g, biasProducts(bias!, g).slice(3)],
  },
  {
    fault: "broadcast not summed, first column only",
    name: "unsummed-broadcast",
    says: "axis 1",
    ...divideRows,
    vjp: ([x, r], g) => [
      map(g, (gi, i) => gi / r![Math.floor(i / 3)]!),
      map(r!, (ri, i) => (-g[3 * i]! * x![3 * i]!) / ri ** 2),
    ],
  },
  {
    fault: "NaN in one entry",
    name: "nan",
    ...sine,
    vjp: ([x], g) => [cosine(x!, g).map((d, i) => (i === 2 ? NaN : d))],
  },
  {
    fault: "Inf in one entry",
    name: "inf",
    ...sine,
    vjp: ([x], g) => [cosine(x!, g).map((d, i) => (i === 2 ? Infinity : d))],
  },
  {
    fault: "right at one point only",
    name: "one-point-only",
    ...sine,
    vjp: (_, g) => [cosine(Float64Array.from(x), g)],
  },
  {
    fault: "right at one point only, a single number",
    name: "one-point-only",
    f: ([x]) => x! * x!,
    inputs: [[3]],
    points: [[[5]]],
    vjp: (_, [g]) => [[6 * g!]],
  },
  {
    fault: "swapped arguments",
    name: "swapped-arguments",
    says: "arguments 0 and 1",
    f: (a, b) => map(a, (ai, i) => ai * b[i]! ** 2),
    inputs: [x, [1.1, 0.2, -0.6, 2]],
    vjp: ([a, b], g) => [map(a!, (ai, i) => 2 * ai * b![i]! * g[i]!), map(b!, (bi, i) => bi * bi * g[i]!)],
  },
  {
    fault: "swapped arguments of different lengths",
    name: "swapped-arguments",
    ...product,
    vjp: (xs, g) => productVjp(xs, g).toReversed(),
  },
  {
    fault: "one wrong entry",
    name: "single-entry",
    says: "index 2",
    ...sine,
    vjp: ([x], g) => [cosine(x!, g).map((d, i) => (i === 2 ? d + 0.1 : d))],
  },
  {
    fault: "grad not reset between calls",
    name: "not-reset",
    ...sine,
    vjp: ([x], g) => {
      kept = cosine(x!, g).map((d, i) => d + kept[i]!);
      return [kept];
    },
  },
  {
    fault: "wrong length",
    name: "wrong-length",
    says: /argument 0 has 3 entries where 4 were expected/,
    ...sine,
    vjp: ([x], g) => [cosine(x!, g).slice(1)],
  },
  { fault: "too few gradients", name: "wrong-count", ...product, vjp: (xs, g) => [productVjp(xs, g)[0]] },
  {
    fault: "a bare gradient instead of a list",
    name: "wrong-count",
    says: "a Float64Array of 4 (of numbers) came back",
    ...sine,
    vjp: ([x], g) => cosine(x!, g),
  },
  {
    fault: "a gradient missing",
    name: "wrong-count",
    says: "an array of 2 (entry 1: undefined) came back where a list of 2 gradients",
    ...product,
    vjp: (xs, g) => [productVjp(xs, g)[0], undefined as never],
  },
  {
    fault: "nothing returned",
    name: "wrong-count",
    says: "undefined",
    ...sine,
    vjp: () => undefined as never,
  },
];

describe("a planted fault is caught and named", () => {
  test.each(faults)("$fault -> $name", async ({ fault, name, says = "", ...options }) => {
    const report = await checkVjp({ name: "op", ...options });
    expect(report.ok, formatReport(report)).toBe(false);
    expect(report.diagnosis?.name, formatReport(report)).toBe(name);
    if (typeof says === "string") expect(report.message).toContain(says);
    else expect(report.message).toMatch(says);
    expect(report.message).toContain("op vjp");
  });

  test.each(faults)(
    "$fault: the name does not depend on the seed",
    async ({ fault, name, says, ...options }) => {
      for (let seed = 2; seed < 40; seed++) {
        const report = await checkVjp({ ...options, seed });
        expect(report.diagnosis?.name, formatReport(report)).toBe(name);
      }
    },
  );
});

test("a fault without a name is still caught, with null for a diagnosis", async () => {
  const report = await checkVjp({ ...sine, vjp: ([x], g) => [map(x!, (xi, i) => Math.exp(xi) * g[i]!)] });
  expect(report.ok).toBe(false);
  expect(report.diagnosis).toBeNull();
  expect(report.message).toContain("no diagnosis fits");
});

test.each([
  ["sine", sine, ([x]: Float64Array[], g: Float64Array) => [cosine(x!, g)]],
  [
    "square times",
    squareTimes,
    ([x]: Float64Array[], g: Float64Array) => [map(x!, (xi, i) => 3 * xi * xi * g[i]!)],
  ],
  ["matmul", product, productVjp],
])("the right vjp of %s passes", async (_, options, vjp) => {
  const report = await checkVjp({ ...options, vjp });
  expect(formatReport(report)).toMatch(/^ok/);
  expect(report.skipped).toBe(0);
  expect(report.worst!.error).toBeLessThan(1e-8);
});
