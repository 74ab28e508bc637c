/** First values: PyTorch's bounds, their distributions, their streams. */
import * as nn from "@gradus/nn";
import { init } from "@gradus/nn";
import { Generator, manualSeed, ones, setDefaultDevice, type Tensor, zeros } from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type GoldenCase, goldenCases } from "./golden.ts";

setDefaultDevice("cpu");

const float64 = { dtype: "float64" } as const;
const blank = (shape: readonly number[]) => zeros(shape, float64);
const camel = (name: string) => name.replace(/_(.)/g, (_all, letter: string) => letter.toUpperCase());

/** A stream whose every uniform number is 0 and every normal number 1: it shows the lower bound and the spread. */
class Constant extends Generator {
  override uniform(): number {
    return 0;
  }
  override normal(): number {
    return 1;
  }
}
const generator = new Constant(0);
const expected = ({ outputs }: GoldenCase, name: string) => Number(outputs[name]?.data[0]);

describe("reference figures", () => {
  const cases = goldenCases("init");
  const of = (op: string) => cases.filter((each) => each.op === op).map((each) => [each.name, each] as const);

  test("no case is passed over, but for the LSTM's", () => {
    expect(["init", "init_gain", "init_default"].flatMap(of)).toHaveLength(cases.length);
    expect(of("init_default").map(([name]) => name)).toEqual([
      "init_default/Linear_5_3",
      "init_default/Conv2d_3_4_3",
      "init_default/LSTM_4_6",
    ]);
  });

  test.each(of("init"))("%s", (_name, golden) => {
    const { scheme, shape, gain, mode, nonlinearity, a } = golden.attrs;
    const x = blank(shape);
    const fill = init[camel(scheme) as "xavierUniform"] as (x: Tensor, ...rest: unknown[]) => Tensor;
    const kaiming = {
      a,
      mode: mode && camel(mode),
      nonlinearity: nonlinearity && camel(nonlinearity),
      generator,
    };
    expect(scheme.startsWith("xavier") ? fill(x, gain, { generator }) : fill(x, kaiming)).toBe(x);
    const { fanIn, fanOut } = init.fansOf(x);
    expect([fanIn, fanOut]).toEqual([expected(golden, "fan_in"), expected(golden, "fan_out")]);
    const [bound, std] = [expected(golden, "bound"), expected(golden, "std")];
    const value = x.dataSync()[0] as number;
    if (scheme.endsWith("uniform")) expect(-value / bound).toBeCloseTo(1, 12);
    else expect(value / std).toBeCloseTo(1, 12);
  });

  test.each(of("init_gain"))("%s", (_name, golden) => {
    const { nonlinearity, a } = golden.attrs;
    expect(init.calculateGain(camel(nonlinearity) as init.Nonlinearity, a)).toBeCloseTo(
      expected(golden, "gain"),
      12,
    );
  });

  test.each(of("init_default").slice(0, 2))("%s", (_name, golden) => {
    const { module, args } = golden.attrs;
    const options = { ...float64, generator };
    const layer =
      module === "Linear"
        ? new nn.Linear(args[0], args[1], options)
        : new nn.Conv2d(args[0], args[1], args[2], options);
    for (const name of ["weight", "bias"] as const)
      expect(-(layer[name]!.dataSync()[0] as number) / expected(golden, `${name}.bound`)).toBeCloseTo(1, 12);
  });
});

const seeds = fc.nat(1_000_000);
const runs = { numRuns: 5 };

/** Mean and standard deviation within five standard errors, as those of the normal are: no distribution here has larger ones. */
function expectMoments(x: Tensor, mean: number, std: number): void {
  const data = [...x.dataSync()];
  const found = data.reduce((a, b) => a + b) / data.length;
  const spread = Math.sqrt(data.reduce((sum, v) => sum + (v - found) ** 2, 0) / data.length);
  expect(Math.abs(found - mean)).toBeLessThan((5 * std) / Math.sqrt(data.length));
  expect(Math.abs(spread / std - 1)).toBeLessThan(5 / Math.sqrt(2 * data.length));
}

const many = [100, 100];

test.each<[string, (x: Tensor, g: Generator) => Tensor, number, number]>([
  ["uniform", (x, g) => init.uniform(x, -1, 3, { generator: g }), 1, 4 / Math.sqrt(12)],
  ["normal", (x, g) => init.normal(x, 2, 0.5, { generator: g }), 2, 0.5],
  ["xavierUniform", (x, g) => init.xavierUniform(x, 2, { generator: g }), 0, 2 * Math.sqrt(2 / 200)],
  ["xavierNormal", (x, g) => init.xavierNormal(x, 2, { generator: g }), 0, 2 * Math.sqrt(2 / 200)],
  ["kaimingUniform", (x, g) => init.kaimingUniform(x, { generator: g }), 0, Math.sqrt(2 / 100)],
  ["kaimingNormal", (x, g) => init.kaimingNormal(x, { mode: "fanOut", generator: g }), 0, Math.sqrt(2 / 100)],
  // The variance of a normal cut off at ±2 is 1 - 4φ(2)/(2Φ(2) - 1).
  ["truncatedNormal", (x, g) => init.truncatedNormal(x, 1, 3, -5, 7, { generator: g }), 1, 3 * 0.87963],
  // Between 3 and 4 standard deviations: by numerical integration.
  [
    "truncatedNormal far out",
    (x, g) => init.truncatedNormal(x, 0, 1, 3, 4, { generator: g }),
    3.2662,
    0.2191,
  ],
  // Half of a normal: its mean is √(2/π), its variance 1 - 2/π.
  [
    "truncatedNormal on one side",
    (x, g) => init.truncatedNormal(x, 0, 1, 0, Infinity, { generator: g }),
    Math.sqrt(2 / Math.PI),
    Math.sqrt(1 - 2 / Math.PI),
  ],
  [
    "truncatedNormal of everything",
    (x, g) => init.truncatedNormal(x, 2, 3, -Infinity, Infinity, { generator: g }),
    2,
    3,
  ],
])("%s: mean and spread by formula", (_name, fill, mean, std) => {
  fc.assert(
    fc.property(seeds, (seed) => expectMoments(fill(blank(many), new Generator(seed)), mean, std)),
    runs,
  );
});

test("truncatedNormal stays between its bounds", () => {
  const bounds = fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: 1, max: 60 }));
  fc.assert(
    fc.property(bounds, seeds, ([low, width], seed) => {
      const [from, to] = [low / 10, (low + width) / 10];
      const x = init.truncatedNormal(blank([50]), 0.5, 1.5, from, to, { generator: new Generator(seed) });
      for (const value of x.dataSync()) expect(value >= from && value <= to).toBe(true);
    }),
  );
});

test("truncatedNormal far out does not search for ever: beyond s standard deviations the mean excess is nearly 1/s", () => {
  for (const [low, high] of [
    [30, Infinity],
    [-Infinity, -30],
  ] as const) {
    const data = init
      .truncatedNormal(blank([2000]), 0, 1, low, high, { generator: new Generator(1) })
      .dataSync();
    const excess = [...data].reduce((sum, z) => sum + Math.abs(z) - 30, 0) / 2000;
    expect(Math.abs(excess * 30 - 1)).toBeLessThan(0.1);
  }
});

test("orthogonal: the shorter side's vectors are orthonormal, times gain", () => {
  const extents = fc.integer({ min: 1, max: 12 });
  fc.assert(
    fc.property(extents, extents, seeds, (rows, columns, seed) => {
      const x = init.orthogonal(blank([rows, columns, 1]), 2, { generator: new Generator(seed) });
      const matrix = x.reshape([rows, columns]);
      const gram = rows <= columns ? matrix.matmul(matrix.transpose()) : matrix.transpose().matmul(matrix);
      const n = Math.min(rows, columns);
      gram.dataSync().forEach((value, k) => {
        expect(value).toBeCloseTo(Math.floor(k / n) === k % n ? 4 : 0, 10);
      });
    }),
  );
});

test("orthogonal has no preferred direction: signs of a single element are even", () => {
  const signs = Array.from({ length: 200 }, (_, seed) =>
    Math.sign(init.orthogonal(blank([2, 2]), 1, { generator: new Generator(seed) }).dataSync()[3] as number),
  );
  expect(Math.abs(signs.reduce((a, b) => a + b))).toBeLessThan(60);
});

test("constants", () => {
  expect([...init.constant(blank([2]), 3).dataSync()]).toEqual([3, 3]);
  expect([...init.ones(blank([2])).dataSync()]).toEqual([1, 1]);
  expect([...init.zeros(ones([2], float64)).dataSync()]).toEqual([0, 0]);
});

test("a generator, or the shared seed, says how a model begins, and what is filled stays a parameter", () => {
  const model = (g?: Generator) => {
    const options = { generator: g };
    const layers = new nn.Sequential(new nn.Linear(3, 4, options), new nn.Linear(4, 2, options));
    return layers.parameters().map((x) => [...x.dataSync()]);
  };
  expect(model(new Generator(1))).toEqual(model(new Generator(1)));
  expect(model(new Generator(1))).not.toEqual(model(new Generator(2)));
  const shared = () => {
    manualSeed(1);
    return model();
  };
  expect(shared()).toEqual(shared());
  const layer = new nn.Linear(2, 2);
  init.orthogonal(layer.weight);
  expect(layer.weight.requiresGrad).toBe(true);
});

test("a padding row begins at 0, norms at 1 and 0, biases of attention at 0", () => {
  const rows = new nn.Embedding(3, 2, { paddingIndex: -1 }).weight.dataSync();
  expect([...rows.subarray(4)]).toEqual([0, 0]);
  expect([...rows.subarray(0, 4)].every((value) => value !== 0)).toBe(true);
  const norm = new nn.GroupNorm(1, 2);
  expect([norm.weight, norm.bias].map((x) => [...x!.dataSync()])).toEqual([
    [1, 1],
    [0, 0],
  ]);
  const { inProjBias, outProj } = new nn.MultiheadAttention(2, 1);
  expect([...inProjBias!.dataSync(), ...outProj.bias!.dataSync()]).toEqual(new Array(8).fill(0));
});
