/** Parts add up: batches of any size give what all examples give at once, also when the state was saved in between. */
import { type Tensor, tensor } from "@gradus/tensor";
import {
  Accuracy,
  AUROC,
  ConfusionMatrix,
  decodeState,
  encodeState,
  F1Score,
  MeanAbsoluteError,
  MeanSquaredError,
  type Metric,
  NegativePredictiveValue,
  Perplexity,
  Precision,
  R2Score,
  Recall,
  Specificity,
  TopKAccuracy,
} from "@gradus/train";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

const C = 4;
type Example = { scores: number[]; target: number };
const classification = fc.record({
  scores: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: C, maxLength: C }),
  target: fc.nat({ max: C - 1 }),
});
const binary = fc.record({ scores: fc.tuple(fc.integer({ min: -3, max: 3 })), target: fc.nat({ max: 1 }) });
const regression = fc.record({
  scores: fc.tuple(fc.float({ noNaN: true, min: -9, max: 9 })),
  target: fc.float({ noNaN: true, min: -9, max: 9 }),
});

const classes = (examples: readonly Example[]): [Tensor, Tensor] => [
  tensor(
    examples.flatMap(({ scores }) => scores),
    { shape: [examples.length, C] },
  ),
  tensor(
    examples.map(({ target }) => target),
    { dtype: "int32", shape: [examples.length] },
  ),
];
const single = (examples: readonly Example[]): [Tensor, Tensor] => [
  tensor(
    examples.flatMap(({ scores }) => scores),
    { shape: [examples.length] },
  ),
  tensor(
    examples.map(({ target }) => target),
    { shape: [examples.length] },
  ),
];

interface Case {
  readonly name: string;
  readonly make: () => Metric<unknown>;
  readonly example: fc.Arbitrary<Example>;
  readonly batch: (examples: readonly Example[]) => [Tensor, Tensor];
}

const cases: readonly Case[] = [
  { name: "Accuracy", make: () => new Accuracy(), example: classification, batch: classes },
  {
    name: "Accuracy by threshold",
    make: () => new Accuracy({ threshold: 0 }),
    example: binary,
    batch: single,
  },
  { name: "TopKAccuracy", make: () => new TopKAccuracy({ k: 2 }), example: classification, batch: classes },
  {
    name: "ConfusionMatrix",
    make: () => new ConfusionMatrix({ numClasses: C }),
    example: classification,
    batch: classes,
  },
  {
    name: "Precision",
    make: () => new Precision({ numClasses: C, average: "micro" }),
    example: classification,
    batch: classes,
  },
  {
    name: "Recall",
    make: () => new Recall({ numClasses: C, average: "macro" }),
    example: classification,
    batch: classes,
  },
  { name: "Specificity", make: () => new Specificity({ threshold: 0 }), example: binary, batch: single },
  {
    name: "NegativePredictiveValue",
    make: () => new NegativePredictiveValue({ numClasses: C }),
    example: classification,
    batch: classes,
  },
  {
    name: "F1Score",
    make: () => new F1Score({ numClasses: C, average: "weighted" }),
    example: classification,
    batch: classes,
  },
  { name: "AUROC", make: () => new AUROC(), example: binary, batch: single },
  {
    name: "Perplexity",
    make: () => new Perplexity({ ignoreIndex: 3 }),
    example: classification,
    batch: classes,
  },
  { name: "MeanAbsoluteError", make: () => new MeanAbsoluteError(), example: regression, batch: single },
  {
    name: "MeanSquaredError",
    make: () => new MeanSquaredError({ squared: false }),
    example: regression,
    batch: single,
  },
  { name: "R2Score", make: () => new R2Score(), example: regression, batch: single },
];

describe.each(cases)("$name", ({ make, example, batch }) => {
  const atOnce = (examples: readonly Example[]): unknown => {
    const metric = make();
    if (examples.length > 0) metric.update(...batch(examples));
    return metric.compute();
  };
  const examples = fc.array(example, { maxLength: 20 });

  test("parts and the whole", () => {
    fc.assert(
      fc.property(examples, fc.integer({ min: 1, max: 7 }), (all, size) => {
        const metric = make();
        for (let i = 0; i < all.length; i += size) metric.update(...batch(all.slice(i, i + size)));
        expect(metric.compute()).toEqual(atOnce(all));
      }),
    );
  });

  test("forgotten by reset", () => {
    fc.assert(
      fc.property(examples, examples, (first, second) => {
        const metric = make();
        if (first.length > 0) metric.update(...batch(first));
        metric.reset();
        if (second.length > 0) metric.update(...batch(second));
        expect(metric.compute()).toEqual(atOnce(second));
      }),
      { numRuns: 30 },
    );
  });

  test("saved in between", async () => {
    await fc.assert(
      fc.asyncProperty(examples, examples, async (first, second) => {
        const [metric, other] = [make(), make()];
        if (first.length > 0) metric.update(...batch(first));
        other.loadStateDict(await decodeState(await encodeState(metric.stateDict())));
        if (second.length > 0) other.update(...batch(second));
        expect(other.compute()).toEqual(atOnce([...first, ...second]));
      }),
      { numRuns: 30 },
    );
  });

  test("a state of something else is refused", () => {
    expect(() => make().loadStateDict({ other: 1 })).toThrow(/the state of .*saved by something else/);
  });
});
