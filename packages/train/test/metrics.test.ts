/** Metrics by their definitions, written differently. */
import { crossEntropy, randint, randn, type Tensor, tensor } from "@gradus/tensor";
import {
  Accuracy,
  AUROC,
  ConfusionMatrix,
  F1Score,
  MeanAbsoluteError,
  MeanSquaredError,
  type Metric,
  Perplexity,
  Precision,
  R2Score,
  Recall,
  TopKAccuracy,
} from "@gradus/train";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

function measure<R>(metric: Metric<R>, output: Tensor, target: Tensor): R {
  metric.update(output, target);
  return metric.compute();
}
const ints = (values: readonly number[]): Tensor => tensor(values, { dtype: "int32" });

describe("AUROC", () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.nat({ max: 1 })), {
    minLength: 1,
    maxLength: 30,
  });
  const auroc = (examples: readonly (readonly [number, number])[], f = (x: number): number => x): number =>
    measure(
      new AUROC(),
      tensor(
        examples.map(([score]) => f(score)),
        { dtype: "float64" },
      ),
      tensor(examples.map(([, label]) => label)),
    );

  test("is the part of all pairs that is ordered rightly, ties counting half", () => {
    fc.assert(
      fc.property(pairs, (examples) => {
        const [positive, negative] = [1, 0].map((label) => examples.filter((each) => each[1] === label));
        let right = 0;
        for (const [p] of positive ?? [])
          for (const [n] of negative ?? []) right += p > n ? 1 : p === n ? 0.5 : 0;
        const expected = right / ((positive?.length ?? 0) * (negative?.length ?? 0));
        if (Number.isNaN(expected)) expect(auroc(examples)).toBeNaN();
        else expect(auroc(examples)).toBeCloseTo(expected, 12);
      }),
    );
  });

  test("sees only the order: a sigmoid, or infinite scores, change nothing; the other way round it is 1 less it", () => {
    fc.assert(
      fc.property(pairs, (examples) => {
        const plain = auroc(examples);
        expect(auroc(examples, (x) => 1 / (1 + Math.exp(-x)))).toEqual(plain);
        expect(auroc(examples, (x) => (Math.abs(x) === 4 ? x * Infinity : x))).toEqual(plain);
        if (!Number.isNaN(plain)) expect(auroc(examples, (x) => -x)).toBeCloseTo(1 - plain, 12);
      }),
    );
  });

  test("all scores equal is 1/2; a NaN or another label is refused", () => {
    expect(
      auroc([
        [2, 1],
        [2, 0],
        [2, 0],
      ]),
    ).toBe(0.5);
    expect(() => auroc([[NaN, 1]])).toThrow("score NaN with target 1");
    expect(() => auroc([[1, 2]])).toThrow("score 1 with target 2");
  });
});

describe("classes", () => {
  test("are the highest scores, along axis 1 whatever follows it; the first of equals", () => {
    const scores = randn([5, 3, 2], { seed: 4 });
    const target = randint(0, 3, [5, 2], { seed: 5 });
    const predicted = scores.argmax(1);
    const right = predicted.equal(target).cast("float32").mean().item();
    expect(measure(new Accuracy(), scores, target)).toBeCloseTo(right, 6);
    expect(
      measure(
        new Accuracy(),
        tensor([
          [1, 1],
          [0, 0],
        ]),
        ints([0, 0]),
      ),
    ).toBe(1);
    expect(measure(new Accuracy(), tensor([0, 3, 1]), tensor(1, { dtype: "int32" }))).toBe(1);
  });

  test("of one score need a threshold; classes themselves need none", () => {
    const [scores, target] = [tensor([-1, 2, 3]), ints([0, 1, 0])];
    expect(measure(new Accuracy({ threshold: 0 }), scores, target)).toBeCloseTo(2 / 3, 12);
    expect(measure(new Accuracy({ threshold: 2 }), scores.reshape([3, 1]), target)).toBeCloseTo(1 / 3, 12);
    expect(() => measure(new Accuracy(), scores, target)).toThrow(
      "give a threshold: 0 for logits, 0.5 for probabilities",
    );
    expect(() => measure(new Accuracy(), scores.reshape([3, 1]), target)).toThrow(
      "outputs [3,1] are one score",
    );
    expect(measure(new Accuracy(), ints([0, 1, 1]), target)).toBeCloseTo(2 / 3, 12);
  });

  test("that are ignored do not count", () => {
    const scores = tensor([
      [0, 1],
      [1, 0],
      [1, 0],
    ]);
    expect(measure(new Accuracy({ ignoreIndex: -100 }), scores, ints([1, -100, 1]))).toBe(0.5);
    const confusion = new ConfusionMatrix({ numClasses: 2, ignoreIndex: -100 });
    expect(measure(confusion, scores, ints([1, -100, 1]))).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  test("that do not exist, and shapes that do not fit, are refused with both", () => {
    expect(() => measure(new Accuracy(), tensor([[0, 1]]), ints([0, 1]))).toThrow(
      "outputs [1,2], targets [2]",
    );
    expect(() => measure(new ConfusionMatrix({ numClasses: 2 }), ints([2]), ints([0]))).toThrow(
      "class 0, predicted 2, with numClasses 2",
    );
    expect(() => measure(new TopKAccuracy({ k: 1 }), tensor([[0, 1]]), ints([2]))).toThrow("class 2 of 2");
    expect(() => measure(new TopKAccuracy({ k: 3 }), tensor([[0, 1]]), ints([0]))).toThrow("C >= k = 3");
    expect(() => new ConfusionMatrix({ numClasses: 1 })).toThrow("numClasses is 1");
    expect(() => new Precision({ positive: 2 })).toThrow("positive is 2, with numClasses 2");
    expect(() => new Precision({ average: "mean" as "macro" })).toThrow('average is "mean"');
  });
});

test("a rare class weighs nothing where nobody is of it, and makes a plain mean undefined", () => {
  const [predicted, target] = [ints([0, 1, 1]), ints([0, 0, 1])];
  expect(measure(new Recall({ numClasses: 3, average: "macro" }), predicted, target)).toBeNaN();
  expect(measure(new Recall({ numClasses: 3, average: "weighted" }), predicted, target)).toBeCloseTo(
    2 / 3,
    12,
  );
  expect(measure(new F1Score(), ints([0]), ints([0]))).toBeNaN();
});

test("summed over all classes, precision and recall are accuracy", () => {
  const scores = randn([40, 5], { seed: 1 });
  const target = randint(0, 5, [40], { seed: 2 });
  const accuracy = measure(new Accuracy(), scores, target);
  for (const Score of [Precision, Recall, F1Score])
    expect(measure(new Score({ numClasses: 5, average: "micro" }), scores, target)).toBeCloseTo(accuracy, 12);
});

test("top k is accuracy for k = 1, certain for all classes, and rises with k", () => {
  const scores = randint(0, 3, [50, 6], { seed: 3 }).cast("float32");
  const target = randint(0, 6, [50], { seed: 4 });
  const top = Array.from({ length: 6 }, (_, i) => measure(new TopKAccuracy({ k: i + 1 }), scores, target));
  expect(top[0]).toBe(measure(new Accuracy(), scores, target));
  expect(top[5]).toBe(1);
  expect(top).toEqual(top.toSorted((a, b) => a - b));
  expect(top[3]).toBeGreaterThan(top[0] as number);
});

test("perplexity is the exponential of the cross entropy, and C when nothing is known", () => {
  const scores = randn([6, 5, 3], { seed: 6, dtype: "float64" }).mul(4);
  const target = randint(0, 5, [6, 3], { seed: 7 });
  expect(measure(new Perplexity(), scores, target)).toBeCloseTo(
    crossEntropy(scores, target).exp().item(),
    10,
  );
  const ignored = target.clone().mul(0).sub(100);
  expect(measure(new Perplexity({ ignoreIndex: -100 }), scores, ignored)).toBeNaN();
  expect(measure(new Perplexity(), tensor([[7, 7, 7]]), ints([1]))).toBeCloseTo(3, 12);
  expect(measure(new Perplexity(), tensor([[1e4, 0]]), ints([0]))).toBe(1);
});

test("errors of numbers", () => {
  const [y, t] = [tensor([1, 2, 4]), tensor([1, 4, 8])];
  expect(measure(new MeanAbsoluteError(), y, t)).toBe(2);
  expect(measure(new MeanSquaredError(), y, t)).toBeCloseTo(20 / 3, 12);
  expect(measure(new MeanSquaredError({ squared: false }), y, t)).toBeCloseTo(Math.sqrt(20 / 3), 12);
  expect(() => measure(new MeanAbsoluteError(), tensor([[1], [2]]), tensor([1, 2]))).toThrow(
    "outputs [2,1], targets [2]",
  );
  expect(new MeanAbsoluteError().compute()).toBeNaN();
});

test("R² is 1 for the truth, 0 for the mean, undefined without variance; large offsets do not cancel", () => {
  const t = tensor([1, 2, 6], { dtype: "float64" });
  expect(measure(new R2Score(), t, t)).toBe(1);
  expect(measure(new R2Score(), tensor([3, 3, 3]), t)).toBeCloseTo(0, 12);
  expect(measure(new R2Score(), tensor([2, 2, 6]), t)).toBeCloseTo(1 - 1 / 14, 12);
  expect(measure(new R2Score(), tensor([5, 5]), tensor([5, 5]))).toBeNaN();
  expect(measure(new R2Score(), tensor([5, 4]), tensor([5, 5]))).toBe(-Infinity);
  const far = (x: Tensor): Tensor => x.add(1e9);
  expect(measure(new R2Score(), far(tensor([2, 2, 6], { dtype: "float64" })), far(t))).toBeCloseTo(
    1 - 1 / 14,
    6,
  );
});
