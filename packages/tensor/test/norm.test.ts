/** Normalisation against its definition, the running statistics, and what is refused. */
import {
  batchNorm,
  expand,
  grad,
  groupNorm,
  jvp,
  layerNorm,
  localResponseNorm,
  mul,
  randn,
  reshape,
  square,
  sum,
  type Tensor,
  tensor,
  transpose,
  zeros,
} from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

const f64 = (data: number[], extents: number[] = [data.length]): Tensor =>
  tensor(Float64Array.from(data), { shape: extents });
const normal = (extents: number[], seed: number) => randn(extents, { seed, dtype: "float64" });
const seeds = fc.nat(1000);

/** Each element minus the mean of its row, divided by the row's spread. */
function normalised(row: readonly number[], eps: number): number[] {
  const mean = row.reduce((a, b) => a + b, 0) / row.length;
  const variance = row.reduce((a, x) => a + (x - mean) ** 2, 0) / row.length;
  return row.map((x) => (x - mean) / Math.sqrt(variance + eps));
}

function expectNear(found: Tensor, expected: readonly number[], digits = 10): void {
  const elements = [...found.dataSync()];
  expect(elements).toHaveLength(expected.length);
  elements.forEach((x, i) => {
    expect(x).toBeCloseTo(expected[i] as number, digits);
  });
}

function rowsOf(x: Tensor, length: number): number[][] {
  const data = [...x.dataSync()];
  return Array.from({ length: data.length / length }, (_, i) => data.slice(i * length, (i + 1) * length));
}

describe("layerNorm", () => {
  test("is the definition, row by row, then weight and bias", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 4 }), (seed, n) => {
        const [x, w, b] = [normal([3, n, 2], seed), normal([n, 2], seed + 1), normal([n, 2], seed + 2)];
        const rows = rowsOf(x, n * 2).flatMap((row) =>
          normalised(row, 1e-5).map((y, i) => y * w.dataSync()[i]! + b.dataSync()[i]!),
        );
        expectNear(layerNorm(x, [n, 2], { weight: w, bias: b }), rows);
      }),
      { numRuns: 20 },
    );
  });

  test("a number names the last axis alone", () => {
    const x = normal([2, 5], 1);
    expect(layerNorm(x, 5).toArray()).toEqual(layerNorm(x, [5]).toArray());
  });

  test("does not see shift and scale of its input", () => {
    const x = normal([4, 6], 3);
    const moved = f64(
      [...x.dataSync()].map((each) => 8 * each + 3),
      [4, 6],
    );
    expectNear(layerNorm(moved, 6, { eps: 0 }), [...layerNorm(x, 6, { eps: 0 }).dataSync()]);
  });

  test("a large mean costs no digits of the spread, in float32 too", () => {
    // E[x²] - E[x]² would be 0 or negative here: 4096² + 1 needs more than 24 bits.
    const y = layerNorm(tensor([4095, 4097, 4095, 4097]), 4, { eps: 0 });
    expect(y.dtype).toBe("float32");
    expect(y.toArray()).toEqual([-1, 1, -1, 1]);
  });

  test("of equal elements gives 0, and a gradient that is finite", () => {
    expect(layerNorm(f64([3, 3, 3]), 3).toArray()).toEqual([0, 0, 0]);
    const [g] = grad((x) => sum(mul(layerNorm(x, 3), f64([1, 2, 4]))))(f64([3, 3, 3]));
    for (const each of g!.dataSync()) expect(Number.isFinite(each)).toBe(true);
  });

  test("the gradient has no part along the ones, nor (without eps) along the input", () => {
    const x = normal([7], 5);
    const [g] = grad((z) => sum(mul(layerNorm(z, 7, { eps: 0 }), normal([7], 6))))(x);
    expect(sum(g!).item()).toBeCloseTo(0, 12);
    expect(sum(mul(g!, x)).item()).toBeCloseTo(0, 12);
  });

  test.each(["cpu", "wasm"] as const)(
    "on %s, what is not finite makes NaN of its row and of no other",
    (device) => {
      for (const n of [5, 1030])
        for (const bad of [NaN, Infinity, -Infinity])
          for (const at of [0, n - 1]) {
            const data = Float32Array.from({ length: 3 * n }, (_, i) => (i === n + at ? bad : i % 7));
            const y = [...layerNorm(tensor(data, { shape: [3, n], device }), n).dataSync()];
            expect(y.map(Number.isNaN)).toEqual(y.map((_, i) => Math.floor(i / n) === 1));
          }
    },
  );

  test("of nothing is nothing", () => {
    expect(layerNorm(zeros([0, 3]), 3).shape).toEqual([0, 3]);
  });

  test("refuses extents that are not the last ones, and parameters of another shape", () => {
    const x = zeros([2, 3]);
    expect(() => layerNorm(x, [2])).toThrow(/\[2\].*\[2, 3\]/);
    expect(() => layerNorm(x, [1, 2, 3])).toThrow(/\[1, 2, 3\].*\[2, 3\]/);
    expect(() => layerNorm(x, [])).toThrow(/\[\].*\[2, 3\]/);
    expect(() => layerNorm(x, 3, { weight: zeros([1]) })).toThrow(/weight.*\[1\].*\[3\]/);
    expect(() => layerNorm(x, 3, { bias: zeros([2, 3]) })).toThrow(/bias.*\[2, 3\].*\[3\]/);
  });
});

describe("batchNorm", () => {
  test("in training normalises each channel over examples and positions", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 3 }), (seed, c) => {
        const x = normal([3, c, 2], seed);
        const y = batchNorm(x, null, null, null, null, { training: true }).y;
        const channels = reshape(transpose(x, 0, 1), [c, 6]);
        const expected = rowsOf(channels, 6).flatMap((row) => normalised(row, 1e-5));
        expectNear(reshape(transpose(y, 0, 1), [c, 6]), expected);
      }),
      { numRuns: 20 },
    );
  });

  test("moves running statistics by momentum: the mean, and the unbiased variance", () => {
    const x = f64([1, 2, 3, 6], [4, 1]); // mean 3, unbiased variance 14/3
    const { runningMean, runningVar } = batchNorm(x, f64([1]), f64([2]), null, null, {
      training: true,
      momentum: 0.25,
    });
    expectNear(runningMean!, [0.75 * 1 + 0.25 * 3]);
    expectNear(runningVar!, [0.75 * 2 + (0.25 * 14) / 3]);
  });

  test("leaves the statistics that it was given as they are; the new ones have no history", () => {
    const [x, w, old, spread] = [normal([4, 2], 1), normal([2], 2), f64([0, 0]), f64([1, 1])];
    const kept: (Tensor | null)[] = [];
    const run = (z: Tensor, mean: Tensor) => {
      const { y, runningMean, runningVar } = batchNorm(z, mean, spread, w, null, { training: true });
      kept.push(runningMean, runningVar);
      return sum(square(y));
    };
    grad(run)(x, old);
    jvp(run, [x, old], [x, old]);
    expect(kept).toHaveLength(4);
    for (const each of kept)
      expect([each!.requiresGrad, each!.dual, each!.shape]).toEqual([false, null, [2]]);
    expect(old.toArray()).toEqual([0, 0]);
    expect(spread.toArray()).toEqual([1, 1]);
  });

  test("outside of training uses the running statistics, and one example will do", () => {
    const [mean, variance] = [f64([1, 2]), f64([4, 9])];
    const result = batchNorm(f64([3, 8], [1, 2]), mean, variance, f64([1, 2]), f64([0, 1]), { eps: 0 });
    expectNear(result.y, [1, 5]);
    expect(result.runningMean).toBe(mean);
    expect(result.runningVar).toBe(variance);
    expect(batchNorm(zeros([0, 2]), mean, variance).y.shape).toEqual([0, 2]);
  });

  test("refuses what cannot be", () => {
    expect(() => batchNorm(zeros([3]), null, null)).toThrow(/\[3\].*\[N, C, \.\.\.\]/);
    expect(() => batchNorm(zeros([1, 3]), null, null, null, null, { training: true })).toThrow(
      /\[1, 3\].*1 elements.*at least 2/,
    );
    expect(() => batchNorm(zeros([2, 3]), null, zeros([3]))).toThrow(/runningMean is null.*\[3\]/);
    expect(() => batchNorm(zeros([2, 3]), zeros([2]), zeros([3]))).toThrow(/runningMean.*\[2\].*\[2, 3\].*3/);
    expect(() => batchNorm(zeros([2, 3]), zeros([3]), zeros([3]), zeros([4]))).toThrow(
      /weight.*\[4\].*\[3\]/,
    );
  });
});

describe("groupNorm", () => {
  test("one group is layerNorm over all but the examples; as many as channels, each channel of each example", () => {
    const x = normal([2, 4, 3], 9);
    expectNear(groupNorm(x, 1), [...layerNorm(x, [4, 3]).dataSync()]);
    expectNear(groupNorm(x, 4), [...layerNorm(x, [3]).dataSync()]);
  });

  test("weight and bias belong to channels, not to groups", () => {
    const x = normal([2, 4, 3], 10);
    const [w, b] = [f64([1, 2, 3, 4]), f64([0, 1, 0, 1])];
    const plain = groupNorm(x, 2);
    const wide = (p: Tensor) => [...expand(reshape(p, [4, 1]), [2, 4, 3]).dataSync()];
    const expected = [...plain.dataSync()].map((y, i) => y * wide(w)[i]! + wide(b)[i]!);
    expectNear(groupNorm(x, 2, { weight: w, bias: b }), expected);
  });

  test("refuses groups that do not divide the channels", () => {
    expect(() => groupNorm(zeros([2, 4]), 3)).toThrow(/4 channels.*3 groups/);
    expect(() => groupNorm(zeros([2, 4]), 0)).toThrow(/4 channels.*0 groups/);
    expect(() => groupNorm(zeros([2, 4]), 2, { bias: zeros([2]) })).toThrow(/bias.*\[2\].*\[4\]/);
  });

  test("of nothing is nothing", () => {
    expect(groupNorm(zeros([0, 4, 2]), 2).shape).toEqual([0, 4, 2]);
  });
});

describe("localResponseNorm", () => {
  test("is the definition, zeros beyond the channels, the divisor always the size", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }), (seed, c, size) => {
        const [alpha, beta, k] = [0.3, 0.6, 1.5];
        const x = normal([1, c], seed);
        const elements = [...x.dataSync()];
        const expected = elements.map((element, at) => {
          let total = 0;
          for (let j = at - Math.floor(size / 2); j <= at + Math.floor((size - 1) / 2); j++)
            total += (elements[j] ?? 0) ** 2;
          return element / (k + (alpha / size) * total) ** beta;
        });
        expectNear(localResponseNorm(x, size, { alpha, beta, k }), expected);
      }),
    );
  });

  test("refuses a size that is no number of channels", () => {
    expect(() => localResponseNorm(zeros([1, 2]), 0)).toThrow(/size is 0/);
    expect(() => localResponseNorm(zeros([1, 2]), 1.5)).toThrow(/size is 1.5/);
  });
});
