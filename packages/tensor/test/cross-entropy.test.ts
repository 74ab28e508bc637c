/** Losses of classes: against their definition, how their forms agree, large logits, masks, and what they refuse. */
import {
  add,
  cast,
  crossEntropy,
  grad,
  hvp,
  jvp,
  logSoftmax,
  mean,
  mul,
  multiMarginLoss,
  nllLoss,
  oneHot,
  permute,
  randn,
  reshape,
  softmax,
  sub,
  type Tensor,
  tensor,
  zeros,
} from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

const inf = Infinity;
const f64 = (data: number[], extents: number[] = [data.length]): Tensor =>
  tensor(Float64Array.from(data), { shape: extents });
const classes = (data: number[], extents: number[] = [data.length]): Tensor =>
  tensor(Int32Array.from(data), { shape: extents });

/** Logits of N examples and C classes, targets, weights of classes. */
const problems = fc
  .record({ n: fc.integer({ min: 1, max: 4 }), c: fc.integer({ min: 1, max: 4 }), seed: fc.nat(1000) })
  .chain(({ n, c, seed }) =>
    fc.array(fc.nat(c - 1), { minLength: n, maxLength: n }).map((target) => ({
      n,
      c,
      x: randn([n, c], { seed, dtype: "float64" }),
      target,
      weight: f64(Array.from({ length: c }, (_, i) => 0.5 + i)),
    })),
  );

function expectSame(a: Tensor, b: Tensor): void {
  expect(a.shape).toEqual(b.shape);
  const expected = b.dataSync();
  a.dataSync().forEach((x, i) => {
    expect(x).toBeCloseTo(expected[i]!, 12);
  });
}

describe("crossEntropy", () => {
  test("is -w·ln p of the right class; the mean divides by the weights that came up", () => {
    fc.assert(
      fc.property(problems, ({ x, target, weight }) => {
        const p = softmax(x, 1).toArray() as number[][];
        const w = weight.dataSync();
        const each = target.map((t, i) => -w[t]! * Math.log(p[i]![t]!));
        const total = each.reduce((a, b) => a + b, 0);
        const found = (reduction: "none" | "sum" | "mean") =>
          crossEntropy(x, classes(target), { weight, reduction });
        expectSame(found("none"), f64(each));
        expect(found("sum").item()).toBeCloseTo(total, 12);
        expect(found("mean").item()).toBeCloseTo(total / target.reduce((a, t) => a + w[t]!, 0), 12);
      }),
    );
  });

  test("is nllLoss of logSoftmax", () => {
    fc.assert(
      fc.property(problems, ({ x, target }) => {
        expectSame(crossEntropy(x, classes(target)), nllLoss(logSoftmax(x, 1), classes(target)));
      }),
    );
  });

  test("its entry agrees with that definition in gradient, tangent and second order", () => {
    fc.assert(
      fc.property(problems, fc.boolean(), ({ x, target, weight }, ignoring) => {
        const t = classes(target.map((each, i) => (ignoring && i > 0 ? -100 : each)));
        const own = (z: Tensor) => crossEntropy(z, t, { weight });
        const composed = (z: Tensor) => nllLoss(logSoftmax(z, 1), t, { weight });
        const v = randn(x.shape, { seed: 5, dtype: "float64" });
        expectSame(grad(own)(x)[0]!, grad(composed)(x)[0]!);
        expectSame(jvp(own, [x], [v])[1], jvp(composed, [x], [v])[1]);
        expectSame(hvp(own, x, v), hvp(composed, x, v));
      }),
    );
  });

  test("the gradient is softmax minus one-hot, over N", () => {
    fc.assert(
      fc.property(problems, ({ n, c, x, target }) => {
        const [g] = grad((z) => crossEntropy(z, classes(target)))(x);
        expectSame(g!, mul(sub(softmax(x, 1), cast(oneHot(classes(target), c), "float64")), 1 / n));
      }),
    );
  });

  test("classes and their one-hot probabilities cost the same, smoothed too", () => {
    fc.assert(
      fc.property(problems, fc.constantFrom(0, 0.3), ({ c, x, target }, labelSmoothing) => {
        const probabilities = cast(oneHot(classes(target), c), "float64");
        const options = { labelSmoothing, reduction: "none" } as const;
        expectSame(crossEntropy(x, probabilities, options), crossEntropy(x, classes(target), options));
      }),
    );
  });

  test("smoothing is cross entropy with a smoothed target", () => {
    fc.assert(
      fc.property(problems, ({ c, x, target, weight }) => {
        const smooth = add(mul(cast(oneHot(classes(target), c), "float64"), 0.8), 0.2 / c);
        expectSame(
          crossEntropy(x, classes(target), { labelSmoothing: 0.2, weight, reduction: "sum" }),
          crossEntropy(x, smooth, { weight, reduction: "sum" }),
        );
      }),
    );
  });

  test("with probabilities the mean is over examples, whatever the weights", () => {
    const x = f64([1, 2, 0, 3], [2, 2]);
    const q = f64([0.5, 0.5, 1, 0], [2, 2]);
    const each = crossEntropy(x, q, { weight: f64([5, 7]), reduction: "none" });
    expect(each.shape).toEqual([2]);
    expect(crossEntropy(x, q, { weight: f64([5, 7]) }).item()).toBe(mean(each).item());
  });

  test("further axes are further examples", () => {
    const x = randn([2, 3, 4], { seed: 4, dtype: "float64" }); // [N, C, positions]
    const target = classes([0, 1, 2, 0, 2, 2, 1, 0], [2, 4]);
    const rows = reshape(permute(x, [0, 2, 1]), [8, 3]);
    expectSame(crossEntropy(x, target), crossEntropy(rows, reshape(target, [8])));
    expect(crossEntropy(x, target, { reduction: "none" }).shape).toEqual([2, 4]);
  });

  test("one example needs no axis of examples", () => {
    const x = f64([1, 2, 3]);
    expectSame(crossEntropy(x, classes([2], [])), crossEntropy(reshape(x, [1, 3]), classes([2])));
    expectSame(
      crossEntropy(x, f64([0.2, 0.3, 0.5])),
      crossEntropy(reshape(x, [1, 3]), f64([0.2, 0.3, 0.5], [1, 3])),
    );
  });

  test("what is ignored costs nothing, moves nothing, and is not counted", () => {
    const x = f64([1, 2, 3, 4, 5, 9], [3, 2]);
    const options = { ignoreIndex: 7, labelSmoothing: 0.1, weight: f64([1, 3]) };
    const two = crossEntropy(f64([1, 2, 5, 9], [2, 2]), classes([0, 1]), options);
    expectSame(crossEntropy(x, classes([0, 7, 1]), options), two);
    expect(crossEntropy(x, classes([0, 7, 1]), { ...options, reduction: "none" }).dataSync()[1]).toBe(0);
    const [g] = grad((z) => crossEntropy(z, classes([0, 7, 1]), options))(x);
    expect((g!.toArray() as number[][])[1]!.map(Math.abs)).toEqual([0, 0]);
  });

  test("what is ignored may hold anything", () => {
    const x = f64([-inf, -inf, 1, 1], [2, 2]);
    const f = (z: Tensor) => crossEntropy(z, classes([-100, 0]));
    expect(f(x).item()).toBeCloseTo(Math.LN2, 14);
    expect(grad(f)(x)[0]!.toArray()).toEqual([
      [0, 0],
      [-0.5, 0.5],
    ]);
  });

  test("nothing is ignored if so asked", () => {
    expect(() => crossEntropy(zeros([1, 2]), classes([-100]), { ignoreIndex: null })).toThrow(/-100.*0 to 1/);
  });

  test("by default -100 is ignored; where all are, there is no mean", () => {
    const x = zeros([2, 2]);
    expect(crossEntropy(x, classes([-100, -100]), { reduction: "sum" }).item()).toBe(0);
    expect(crossEntropy(x, classes([-100, -100])).item()).toBeNaN();
    expect(crossEntropy(x, classes([-100, 0])).item()).toBeCloseTo(Math.LN2, 6);
  });

  test("float32 stays float32", () => {
    expect(crossEntropy(zeros([2, 2]), classes([0, 1])).dtype).toBe("float32");
    expect(crossEntropy(zeros([2, 2]), zeros([2, 2])).dtype).toBe("float32");
  });

  test("of no examples sums to 0", () => {
    expect(crossEntropy(zeros([0, 3]), classes([]), { reduction: "sum" }).item()).toBe(0);
    expect(crossEntropy(zeros([0, 3]), classes([])).item()).toBeNaN();
  });
});

describe("large logits and masks", () => {
  test("a confident mistake costs what it is off by, with a finite gradient", () => {
    const x = f64([1000, 0], [1, 2]);
    expect(crossEntropy(x, classes([1])).item()).toBe(1000);
    expect(grad((z) => crossEntropy(z, classes([1])))(x)[0]!.toArray()).toEqual([[1, -1]]);
    expect(crossEntropy(f64([-1000, 1000], [1, 2]), classes([0])).item()).toBe(2000);
  });

  test("a class masked by -inf has no part in loss and gradient", () => {
    const x = f64([1, -inf, 2], [1, 3]);
    const without = crossEntropy(f64([1, 2], [1, 2]), classes([1]));
    expectSame(crossEntropy(x, classes([2])), without);
    const [g] = grad((z) => crossEntropy(z, classes([2])))(x);
    const [row] = g!.toArray() as [number[]];
    expect(row[1]).toBe(0);
    expect(row.every(Number.isFinite)).toBe(true);
  });

  test("a masked class of probability 0 costs nothing; of another, infinity", () => {
    const x = f64([1, -inf, 2], [1, 3]);
    const q = f64([0.5, 0, 0.5], [1, 3]);
    expectSame(crossEntropy(x, q), crossEntropy(f64([1, 2], [1, 2]), f64([0.5, 0.5], [1, 2])));
    const [g] = grad((z) => crossEntropy(z, q))(x);
    expect([...g!.dataSync()].every(Number.isFinite)).toBe(true);
    expect(crossEntropy(x, f64([0.5, 0.5, 0], [1, 3])).item()).toBe(inf);
  });
});

describe("multiMarginLoss", () => {
  const hinge = (row: readonly number[], t: number, margin: number, p: number) =>
    row.reduce((total, x, c) => (c === t ? total : total + Math.max(0, margin - row[t]! + x) ** p), 0) /
    row.length;

  test("is its definition", () => {
    fc.assert(
      fc.property(problems, fc.constantFrom(1 as const, 2 as const), ({ x, target, weight }, p) => {
        const rows = x.toArray() as number[][];
        const each = rows.map((row, i) => weight.dataSync()[target[i]!]! * hinge(row, target[i]!, 0.7, p));
        expectSame(
          multiMarginLoss(x, classes(target), { p, margin: 0.7, weight, reduction: "none" }),
          f64(each),
        );
      }),
    );
  });

  test("takes one example, too", () => {
    const x = f64([1, 2, 3]);
    expect(multiMarginLoss(x, classes([0], [])).item()).toBe((2 + 3) / 3);
  });

  test("no gradient at the kink, as in PyTorch", () => {
    const [g] = grad((z) => multiMarginLoss(z, classes([0])))(f64([1, 0], [1, 2]));
    expect(g!.toArray()).toEqual([[0, 0]]);
  });

  test("refuses other powers", () => {
    expect(() => multiMarginLoss(zeros([1, 2]), classes([0]), { p: 3 as never })).toThrow(/p is 3.*1 or 2/);
  });
});

describe.each([
  ["crossEntropy", crossEntropy],
  ["nllLoss", nllLoss],
  ["multiMarginLoss", multiMarginLoss],
] as const)("%s refuses", (name, f) => {
  test("targets of another shape, naming both", () => {
    expect(() => f(zeros([4, 3]), classes([0, 1]))).toThrow(/\[4, 3\].*\[2\].*\[4\]/);
    expect(() => f(zeros([2, 3, 4]), classes([0, 1]))).toThrow(/\[2, 3, 4\].*\[2\].*\[2, 4\]/);
    expect(() => f(zeros([]), classes([0], []))).toThrow(/scalar/);
  });

  test("classes that do not exist, or are no whole numbers", () => {
    expect(() => f(zeros([2, 3]), classes([0, 3]))).toThrow(new RegExp(`${name}.*3.*0 to 2`));
    expect(() => f(zeros([2, 3]), classes([-1, 0]))).toThrow(new RegExp(`${name}.*-1.*0 to 2`));
    expect(() => f(zeros([2, 3]), zeros([2]))).toThrow(new RegExp(`${name}.*float32.*int32`));
  });

  test("weights that are not one for each class", () => {
    expect(() => f(zeros([2, 3]), classes([0, 1]), { weight: zeros([2]) })).toThrow(/\[2\].*\[2, 3\].*\[3\]/);
  });

  test("unknown reductions", () => {
    expect(() => f(zeros([2, 3]), classes([0, 1]), { reduction: "avg" as never })).toThrow(/"avg".*"sum"/);
  });
});

test("label smoothing lies between 0 and 1", () => {
  expect(() => crossEntropy(zeros([1, 2]), classes([0]), { labelSmoothing: 1.5 })).toThrow(
    /1.5.*between 0 and 1/,
  );
});
