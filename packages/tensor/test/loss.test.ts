/** Losses of numbers and of yes and no: against their definitions, at the edges, and what they refuse. */
import {
  add,
  bceLoss,
  bceWithLogitsLoss,
  grad,
  hingeEmbeddingLoss,
  hingeLoss,
  huberLoss,
  klDivLoss,
  l1Loss,
  logSoftmax,
  mseLoss,
  mul,
  sigmoid,
  smoothL1Loss,
  softmax,
  sum,
  type Tensor,
  tensor,
  zeros,
} from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

const inf = Infinity;
const f64 = (...data: number[]): Tensor => tensor(Float64Array.from(data));

type Loss = (x: Tensor, target: Tensor, options?: { reduction?: never }) => Tensor;

const losses: readonly [
  name: string,
  f: Loss,
  one: (x: number, t: number) => number,
  x: [number, number],
  t: [number, number],
][] = [
  ["mseLoss", mseLoss, (x, t) => (x - t) ** 2, [-3, 3], [-3, 3]],
  ["l1Loss", l1Loss, (x, t) => Math.abs(x - t), [-3, 3], [-3, 3]],
  [
    "huberLoss",
    (x, t, options) => huberLoss(x, t, { ...options, delta: 2 }),
    (x, t) => (Math.abs(x - t) <= 2 ? (x - t) ** 2 / 2 : 2 * (Math.abs(x - t) - 1)),
    [-3, 3],
    [-3, 3],
  ],
  [
    "smoothL1Loss",
    (x, t, options) => smoothL1Loss(x, t, { ...options, beta: 2 }),
    (x, t) => (Math.abs(x - t) < 2 ? (x - t) ** 2 / 4 : Math.abs(x - t) - 1),
    [-3, 3],
    [-3, 3],
  ],
  ["bceLoss", bceLoss, (x, t) => -(t * Math.log(x) + (1 - t) * Math.log(1 - x)), [0.01, 0.99], [0, 1]],
  [
    "bceWithLogitsLoss",
    bceWithLogitsLoss,
    (x, t) => t * Math.log(1 + Math.exp(-x)) + (1 - t) * Math.log(1 + Math.exp(x)),
    [-9, 9],
    [0, 1],
  ],
  ["klDivLoss", klDivLoss, (x, t) => (t === 0 ? 0 : t * (Math.log(t) - x)), [-3, 0], [0, 1]],
  [
    "klDivLoss, log target",
    (x, t, options) => klDivLoss(x, t, { ...options, logTarget: true }),
    (x, t) => Math.exp(t) * (t - x),
    [-3, 0],
    [-3, 0],
  ],
];

describe.each(losses)("%s", (_name, f, one, [xMin, xMax], [tMin, tMax]) => {
  const pairs = fc.array(
    fc.tuple(
      fc.double({ min: xMin, max: xMax, noNaN: true }),
      fc.double({ min: tMin, max: tMax, noNaN: true }),
    ),
    { minLength: 1, maxLength: 6 },
  );

  test("is its definition, element by element; sum and mean are of that", () => {
    fc.assert(
      fc.property(pairs, (all) => {
        const [x, t] = [f64(...all.map(([a]) => a)), f64(...all.map(([, b]) => b))];
        const expected = all.map(([a, b]) => one(a, b));
        const total = expected.reduce((a, b) => a + b, 0);
        const under = (reduction: string) => f(x, t, { reduction: reduction as never });
        [...under("none").dataSync()].forEach((element, i) => {
          expect(element).toBeCloseTo(expected[i]!, 10);
        });
        expect(under("sum").item()).toBeCloseTo(total, 10);
        expect(under("mean").item()).toBeCloseTo(total / all.length, 10);
        expect(f(x, t).item()).toBe(under("mean").item());
      }),
    );
  });

  test("of nothing sums to 0 and has no mean", () => {
    const nothing = zeros([0, 2]);
    expect(f(nothing, nothing, { reduction: "sum" as never }).item()).toBe(0);
    expect(f(nothing, nothing).item()).toBeNaN();
  });

  test("refuses shapes that differ, even where they broadcast, and unknown reductions", () => {
    expect(() => f(zeros([4, 1]), zeros([4]))).toThrow(/\[4, 1\].*\[4\]/);
    expect(() => f(zeros([2]), zeros([2]), { reduction: "average" as never })).toThrow(/"average".*"mean"/);
  });
});

describe("near and far", () => {
  test("whole numbers will do as targets", () => {
    const target = tensor([1, 3], { dtype: "int32" });
    for (const f of [mseLoss, l1Loss, huberLoss, smoothL1Loss])
      expect(f(tensor([1, 3]), target).item()).toBe(0);
  });

  test("the Huber loss is delta times the smooth absolute error", () => {
    const [x, t] = [f64(-4, -0.3, 0.1, 2), f64(0, 0, 0, 0)];
    expect(huberLoss(x, t, { delta: 0.5 }).item()).toBeCloseTo(
      0.5 * smoothL1Loss(x, t, { beta: 0.5 }).item(),
      15,
    );
  });

  test("its slope is the difference cut to ±delta: at 0, at the seam, and infinitely far", () => {
    const [g] = grad((x) => huberLoss(x, f64(0, 0, 0, 0, 0), { delta: 2, reduction: "sum" }))(
      f64(0, 2, -2, inf, -inf),
    );
    expect(g!.toArray()).toEqual([0, 2, -2, 2, -2]);
  });

  test("its curvature is 1 at 0", () => {
    const slope = (x: Tensor) => sum(grad((z) => huberLoss(z, f64(0)))(x)[0]!);
    expect(grad(slope)(f64(0))[0]!.item()).toBe(1);
  });

  test("equal entries have absolute error 0 and gradient 0", () => {
    expect(grad((x) => l1Loss(x, f64(1, 2)))(f64(1, 2))[0]!.toArray()).toEqual([0, 0]);
  });

  test("beta 0 is the absolute error; below 0, and delta 0, are refused", () => {
    expect(smoothL1Loss(f64(3, -1), f64(0, 0), { beta: 0 }).item()).toBe(2);
    expect(() => smoothL1Loss(f64(1), f64(0), { beta: -1 })).toThrow(/beta is -1.*0 or above/);
    expect(() => huberLoss(f64(1), f64(0), { delta: 0 })).toThrow(/delta is 0.*above 0/);
  });
});

describe("bceLoss", () => {
  test("one confident mistake costs 100, not infinity, and its gradient is finite", () => {
    expect(bceLoss(f64(0, 1), f64(1, 0), { reduction: "none" }).toArray()).toEqual([100, 100]);
    const [g] = grad((x) => bceLoss(x, f64(1, 0), { reduction: "sum" }))(f64(0, 1));
    expect(g!.toArray()).toEqual([-1e12, 1e12]);
  });

  test("a certain right answer costs 0", () => {
    const costs = bceLoss(f64(0, 1), f64(0, 1), { reduction: "none" });
    expect([...costs.dataSync()].map(Math.abs)).toEqual([0, 0]);
    expect(grad((x) => bceLoss(x, f64(0, 1)))(f64(0, 1))[0]!.toArray()).toEqual([0, 0]);
  });

  test("the mean divides by the number of elements, whatever the weights", () => {
    const [x, t] = [f64(0.5, 0.5), f64(1, 1)];
    expect(bceLoss(x, t, { weight: f64(3, 1) }).item()).toBeCloseTo(2 * Math.LN2, 14);
  });
});

describe("bceWithLogitsLoss", () => {
  test("is bceLoss of the sigmoid", () => {
    const [x, t] = [f64(-3, -0.5, 0, 2), f64(0, 1, 0.3, 0.9)];
    expect(bceWithLogitsLoss(x, t).item()).toBeCloseTo(bceLoss(sigmoid(x), t).item(), 14);
  });

  test("the gradient is the sigmoid minus the target, at 0 as well", () => {
    const [x, t] = [f64(0, 0, 3, -2), f64(0, 1, 0.5, 1)];
    const [g] = grad((z) => bceWithLogitsLoss(z, t, { reduction: "sum" }))(x);
    [...g!.dataSync()].forEach((each, i) => {
      expect(each).toBeCloseTo(sigmoid(x).dataSync()[i]! - t.dataSync()[i]!, 15);
    });
  });

  test("is exact for large logits, finite or not", () => {
    const x = f64(1000, -1000, 1000, -1000, inf, -inf, inf, -inf);
    const t = f64(0, 1, 1, 0, 1, 0, 0, 1);
    const expected = [1000, 1000, 0, 0, 0, 0, inf, inf];
    expect(bceWithLogitsLoss(x, t, { reduction: "none" }).toArray()).toEqual(expected);
    const [g] = grad((z) => bceWithLogitsLoss(z, t, { reduction: "sum" }))(x);
    expect(g!.toArray().toString()).toBe("1,-1,0,0,0,0,1,-1");
  });

  test("keeps the digits of small losses on both sides", () => {
    const small = Math.log1p(Math.exp(-40));
    for (const [x, t] of [
      [40, 1],
      [-40, 0],
    ] as const)
      expect(bceWithLogitsLoss(f64(x), f64(t)).item() / small).toBeCloseTo(1, 12);
  });

  test("posWeight counts examples of yes several times", () => {
    const [x, posWeight] = [f64(0.7, -0.2), f64(3, 3)];
    const of = (target: Tensor) => bceWithLogitsLoss(x, target, { posWeight, reduction: "none" }).dataSync();
    const plain = (target: Tensor) => bceWithLogitsLoss(x, target, { reduction: "none" }).dataSync();
    expect(of(f64(1, 0))[0]).toBeCloseTo(3 * plain(f64(1, 0))[0]!, 14);
    expect(of(f64(1, 0))[1]).toBeCloseTo(plain(f64(1, 0))[1]!, 14);
  });
});

describe("klDivLoss", () => {
  test("is 0 between equals, positive else; batchmean divides the sum by the rows", () => {
    const p = softmax(
      tensor(
        [
          [1, 2, 0.5],
          [0, 1, 4],
        ],
        { dtype: "float64" },
      ),
    );
    const other = logSoftmax(
      tensor(
        [
          [1, 1, 1],
          [2, 1, 0],
        ],
        { dtype: "float64" },
      ),
    );
    const itself = logSoftmax(
      tensor(
        [
          [1, 2, 0.5],
          [0, 1, 4],
        ],
        { dtype: "float64" },
      ),
    );
    expect(klDivLoss(itself, p, { reduction: "batchmean" }).item()).toBeCloseTo(0, 14);
    const divergence = klDivLoss(other, p, { reduction: "batchmean" }).item();
    expect(divergence).toBeGreaterThan(0.1);
    expect(divergence).toBe(klDivLoss(other, p, { reduction: "sum" }).item() / 2);
  });

  test("what has no probability does not count, even where the other has none either", () => {
    const x = f64(0, -inf);
    expect(klDivLoss(x, f64(1, 0), { reduction: "sum" }).item()).toBe(0);
    expect(klDivLoss(x, f64(0, -1e9), { reduction: "sum", logTarget: true }).item()).toBe(0);
    expect(klDivLoss(x, f64(0.5, 0.5), { reduction: "sum" }).item()).toBe(inf);
    const [g] = grad((z) => klDivLoss(z, f64(1, 0), { reduction: "sum" }))(x);
    expect(g!.toArray().toString()).toBe("-1,0");
  });
});

describe("hinges", () => {
  const [x, t] = [f64(0.5, 2, -1, 1), f64(1, 1, 1, -1)];

  test("only what is not far enough on the right side costs", () => {
    expect(hingeLoss(x, t, { reduction: "none" }).toArray()).toEqual([0.5, 0, 2, 2]);
    expect(hingeLoss(x, t, { margin: 3, reduction: "sum" }).item()).toBe(2.5 + 1 + 4 + 4);
  });

  test("the gradient passes at the kink", () => {
    expect(grad((z) => hingeLoss(z, f64(1)))(f64(1))[0]!.item()).toBe(-1);
    expect(grad((z) => hingeEmbeddingLoss(z, f64(-1)))(f64(1))[0]!.item()).toBe(-1);
  });

  test("hingeEmbeddingLoss draws the alike together and keeps the different apart", () => {
    const distances = f64(0.3, 0.3, 2);
    const y = hingeEmbeddingLoss(distances, f64(1, -1, -1), { reduction: "none" });
    expect(y.toArray()).toEqual([0.3, 0.7, 0]);
  });

  test("refuse what does not fit", () => {
    expect(() => hingeLoss(zeros([3]), zeros([2]))).toThrow(/\[3\].*\[2\]/);
    expect(() => hingeEmbeddingLoss(zeros([3]), zeros([2]))).toThrow(/\[3\].*\[2\]/);
  });
});

test("a loss is one summand of many: gradients add up", () => {
  const f = (x: Tensor) => add(mseLoss(x, f64(0, 0)), mul(l1Loss(x, f64(0, 0)), 3));
  expect(grad(f)(f64(1, -2))[0]!.toArray()).toEqual([1 + 1.5, -2 - 1.5]);
});
