import { checkJvp, checkSecondOrder, checkVjp, formatReport } from "@gradus/gradcheck";
import { number, vector } from "@gradus/gradcheck/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

// Random smooth compositions y = W_k phi_k(... W_1 phi_1(x)), differentiated by the chain rule.
interface Elementary {
  readonly name: string;
  readonly f: (x: number) => number;
  readonly d: (x: number) => number;
}
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const ELEMENTARY: readonly Elementary[] = [
  { name: "sin", f: Math.sin, d: Math.cos },
  { name: "tanh", f: Math.tanh, d: (x) => 1 - Math.tanh(x) ** 2 },
  { name: "exp", f: (x) => Math.exp(x / 4), d: (x) => Math.exp(x / 4) / 4 },
  { name: "cube", f: (x) => x ** 3, d: (x) => 3 * x * x },
  { name: "log", f: (x) => Math.log1p(x * x), d: (x) => (2 * x) / (1 + x * x) },
  { name: "softplus", f: (x) => Math.log1p(Math.exp(x)), d: sigmoid },
  { name: "reciprocal", f: (x) => 1 / (2 + Math.cos(x)), d: (x) => Math.sin(x) / (2 + Math.cos(x)) ** 2 },
  { name: "fast sine", f: (x) => Math.sin(40 * x), d: (x) => 40 * Math.cos(40 * x) },
];

interface Layer {
  readonly phi: Elementary;
  /** Row-major, [rows, columns of x]. */
  readonly w: readonly number[];
}

function forward(layers: readonly Layer[], x: Float64Array, t: Float64Array): [Float64Array, Float64Array] {
  let [value, tangent] = [x, t];
  for (const { phi, w } of layers) {
    const hidden = value.map(phi.f);
    const dHidden = tangent.map((ti, i) => ti * phi.d(value[i]!));
    const times = (h: Float64Array): Float64Array =>
      Float64Array.from({ length: w.length / h.length }, (_, r) =>
        h.reduce((s, hi, i) => s + w[r * h.length + i]! * hi, 0),
      );
    [value, tangent] = [times(hidden), times(dHidden)];
  }
  return [value, tangent];
}

function backward(layers: readonly Layer[], x: Float64Array, g: Float64Array): Float64Array {
  const values = [x];
  for (const [l] of layers.entries()) values.push(forward(layers.slice(0, l + 1), x, x)[0]);
  return layers.reduceRight((up, { phi, w }, l) => {
    const value = values[l]!;
    return value.map((v, i) => phi.d(v) * up.reduce((s, ur, r) => s + ur * w[r * value.length + i]!, 0));
  }, g);
}

const composition = fc
  .record({
    sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 }),
    phis: fc.array(fc.constantFrom(...ELEMENTARY), { minLength: 3, maxLength: 3 }),
    weights: fc.array(number(), { minLength: 48, maxLength: 48 }),
    scale: fc.constantFrom(1e-12, 1e-3, 1, 1e4),
    seed: fc.nat(),
  })
  .chain(({ sizes, phis, weights, scale, seed }) => {
    const layers = sizes.slice(1).map((rows, l) => ({
      phi: phis[l]!,
      // Scaled in the last layer, so that gradients of every magnitude are held to the same standard.
      w: weights
        .slice(16 * l, 16 * l + rows * sizes[l]!)
        .map((w) => (l === sizes.length - 2 ? w * scale : w)),
    }));
    const inputs = vector(sizes[0]!, { min: -1.5, max: 1.5 });
    return fc.record({ layers: fc.constant(layers), inputs, seed: fc.constant(seed) });
  });

/** How much f moves when input `at` moves by its own scale: what the rounding inside f is measured by. */
function variation(layers: readonly Layer[], x: Float64Array, at: number): number {
  const y = forward(layers, x, x)[0];
  return Math.max(
    ...[-1, 1].flatMap((step) => {
      const moved = x.with(at, x[at]! + step * Math.max(1, Math.abs(x[at]!)));
      return [...forward(layers, moved, x)[0]].map((v, j) => Math.max(Math.abs(v - y[j]!), Math.abs(y[j]!)));
    }),
  );
}

// test:deep asks for more.
const FACTOR = Number(process.env["GRADUS_RUNS"] || 1);
const RUNS = { seed: 2, numRuns: 400 * FACTOR };

test("right vjps and jvps of random compositions pass, at every scale", async () => {
  await fc.assert(
    fc.asyncProperty(composition, async ({ layers, inputs, seed }) => {
      const f = (x: Float64Array): Float64Array => forward(layers, x, x)[0];
      const vjp = await checkVjp({ f, vjp: ([x], g) => [backward(layers, x!, g)], inputs: [inputs], seed });
      expect(vjp.ok && vjp.skipped === 0, formatReport(vjp)).toBe(true);
      const jvp = await checkJvp({
        f,
        jvp: ([x], [t]) => forward(layers, x!, t!)[1],
        inputs: [inputs],
        seed,
      });
      expect(jvp.ok && jvp.skipped === 0, formatReport(jvp)).toBe(true);
    }),
    RUNS,
  );
});

test("the same compositions, off by one part in 2000 in one random entry, fail", async () => {
  await fc.assert(
    fc.asyncProperty(composition, fc.nat(), async ({ layers, inputs, seed }, pick) => {
      const f = (x: Float64Array): Float64Array => forward(layers, x, x)[0];
      const at = pick % inputs.length;
      let [gradient, largest] = [0, 0];
      const report = await checkVjp({
        f,
        vjp: ([x], g) => {
          const right = backward(layers, x!, g);
          gradient = Math.max(gradient, Math.abs(right[at]!));
          largest = Math.max(largest, ...right.map(Math.abs));
          return [right.with(at, right[at]! * 1.0005)];
        },
        inputs: [inputs],
        seed,
      });
      // Of an entry this small beside f, float64 differences cannot see one part in 2000.
      fc.pre(gradient > 1e-4 * variation(layers, inputs, at) && gradient > 1e-4 * largest);
      expect(report.ok, formatReport(report)).toBe(false);
      expect(report.worst?.index).toBe(at);
    }),
    RUNS,
  );
});

test("random directions: right passes, one part in 2000 fails", async () => {
  await fc.assert(
    fc.asyncProperty(composition, async ({ layers, inputs, seed }) => {
      const f = (x: Float64Array): Float64Array => forward(layers, x, x)[0];
      const options = { f, inputs: [inputs], seed, mode: "directional" } as const;
      const right = await checkVjp({ ...options, vjp: ([x], g) => [backward(layers, x!, g)] });
      expect(right.ok, formatReport(right)).toBe(true);
      const jvp = await checkJvp({ ...options, jvp: ([x], [t]) => forward(layers, x!, t!)[1] });
      expect(jvp.ok, formatReport(jvp)).toBe(true);
      const gradient = backward(
        layers,
        inputs,
        f(inputs).map(() => 1),
      );
      const most = Math.max(...[...inputs.keys()].map((at) => variation(layers, inputs, at)));
      fc.pre(gradient.some((d) => Math.abs(d) > 1e-3 * most));
      const wrong = await checkVjp({
        ...options,
        vjp: ([x], g) => [backward(layers, x!, g).map((d) => d * 1.0005)],
      });
      expect(wrong.ok, formatReport(wrong)).toBe(false);
    }),
    { ...RUNS, numRuns: 200 * FACTOR },
  );
});

describe("points that are hard for finite differences", () => {
  const cases: [string, (x: number) => number, (x: number) => number, number][] = [
    ["x^3 at 0, where no step settles", (x) => x ** 3, (x) => 3 * x * x, 0],
    ["10^6 x^3 at 0", (x) => 1e6 * x ** 3, (x) => 3e6 * x * x, 0],
    ["x^5 at 0", (x) => x ** 5, (x) => 5 * x ** 4, 0],
    ["x - tanh x near 0, where f cancels", (x) => x - Math.tanh(x), (x) => Math.tanh(x) ** 2, 1e-9],
    [
      "a minimum hit exactly",
      (x) => (Math.sin(x) - Math.sin(0.7)) ** 2,
      (x) => 2 * (Math.sin(x) - Math.sin(0.7)) * Math.cos(x),
      0.7,
    ],
    ["log close to its pole", Math.log, (x) => 1 / x, 1e-3],
    ["log, closer than the step", Math.log, (x) => 1 / x, 1e-6],
    ["sqrt close to its end", Math.sqrt, (x) => 0.5 / Math.sqrt(x), 1e-5],
    ["1/x close to its pole", (x) => 1 / x, (x) => -1 / x ** 2, 2e-5],
    ["large x", (x) => x * x, (x) => 2 * x, 1e8],
    ["tiny f", (x) => 1e-200 * Math.sin(x), (x) => 1e-200 * Math.cos(x), 0.4],
    ["huge f", (x) => 1e200 * Math.sin(x), (x) => 1e200 * Math.cos(x), 0.4],
    ["large f, small slope", (x) => 1e4 + Math.sin(x), Math.cos, 0.4],
    ["fast oscillation", (x) => Math.sin(1e5 * x), (x) => 1e5 * Math.cos(1e5 * x), 0.3],
    ["saturated sigmoid", sigmoid, (x) => sigmoid(x) * (1 - sigmoid(x)), -30],
    ["constant", () => 7, () => 0, 0.3],
    ["relu a third of a step from its kink", (x) => Math.max(0, x), (x) => Number(x > 0), 2e-6],
  ];

  test.each(cases)("%s: right passes, a part in 1000 off fails", async (_, f, d, x) => {
    const check = (vjp: (x: number) => number) =>
      checkVjp({ f: ([x]) => f(x!), vjp: ([x], [g]) => [[vjp(x![0]!) * g!]], inputs: [[x]] });
    const right = await check(d);
    expect(right.ok && right.skipped === 0, formatReport(right)).toBe(true);
    const slope = d(x);
    if (Math.abs(slope) > 1e-15 * Math.abs(f(x))) {
      const wrong = await check((x) => 1.001 * d(x));
      // Where f cancels down to 1e-27, no difference of it holds three digits of the slope.
      expect(wrong.ok, formatReport(wrong)).toBe(x === 1e-9);
    }
  });
});

test("second order of a random composition: Hessian times vector is right where the gradient is", async () => {
  // f(x) = sum_i w_i exp(a_i . x): the Hessian is known in closed form.
  const term = fc.record({ w: number(), a: vector(3, { min: -1, max: 1 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(term, { minLength: 1, maxLength: 4 }),
      vector(3),
      fc.nat(),
      async (terms, x, seed) => {
        const dot = (a: Float64Array, b: Float64Array): number => a.reduce((s, ai, i) => s + ai * b[i]!, 0);
        const sum = (x: Float64Array, factor: (a: Float64Array) => number): Float64Array =>
          x.map((_, i) => terms.reduce((s, { w, a }) => s + w * Math.exp(dot(a, x)) * a[i]! * factor(a), 0));
        const report = await checkSecondOrder({
          f: (x) => terms.reduce((s, { w, a }) => s + w * Math.exp(dot(a, x)), 0),
          grad: (x) => sum(x, () => 1),
          hvp: (x, v) => sum(x, (a) => dot(a, v)),
          inputs: [x],
          seed,
        });
        expect(report.ok, formatReport(report)).toBe(true);
      },
    ),
    { seed: 3, numRuns: 200 * FACTOR },
  );
});
