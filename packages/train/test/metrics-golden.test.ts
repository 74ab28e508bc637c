/** Metrics as PyTorch's figures have them. */
import { readFileSync } from "node:fs";
import { tensor } from "@gradus/tensor";
import {
  Accuracy,
  type Average,
  type ClassFigure,
  ConfusionMatrix,
  F1Score,
  type Metric,
  NegativePredictiveValue,
  Precision,
  Recall,
  Specificity,
} from "@gradus/train";
import { describe, expect, test } from "vitest";

interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: readonly (number | "NaN")[];
}

interface GoldenCase {
  readonly name: string;
  readonly attrs: {
    readonly num_classes: number;
    readonly macro: boolean;
    readonly top_level_class?: number;
  };
  readonly inputs: { readonly y_true: GoldenTensor; readonly y_pred: GoldenTensor };
  readonly outputs: Readonly<Record<string, GoldenTensor>>;
}

const file = new URL("./golden/metrics.json", import.meta.url);
const cases: readonly GoldenCase[] = JSON.parse(readFileSync(file, "utf8")).cases;

const figures: Readonly<Record<string, ClassFigure>> = {
  precision: "precision",
  recall: "recall",
  specificity: "specificity",
  npv: "negativePredictiveValue",
  f1: "f1",
};
const classes = {
  precision: Precision,
  recall: Recall,
  specificity: Specificity,
  npv: NegativePredictiveValue,
  f1: F1Score,
} as const;

const numbers = ({ data }: GoldenTensor): number[] => data.map(Number);
const ints = (x: GoldenTensor) => tensor(numbers(x), { dtype: "int32" });

function expectClose(actual: readonly number[], expected: GoldenTensor | undefined, what: string): void {
  expect(actual.length, what).toBe(expected?.data.length);
  numbers(expected as GoldenTensor).forEach((value, i) => {
    if (Number.isNaN(value)) expect(actual[i], what).toBeNaN();
    else expect(Math.abs((actual[i] as number) - value), what).toBeLessThanOrEqual(1e-12);
  });
}

test("the file is there", () => {
  expect(cases.length).toBe(4);
});

describe.each(cases)("$name", ({ attrs, inputs, outputs }) => {
  const { num_classes: numClasses } = attrs;
  const measure = <R>(metric: Metric<R>): R => {
    metric.update(ints(inputs.y_pred), ints(inputs.y_true));
    return metric.compute();
  };

  test("accuracy and confusion matrix", () => {
    expectClose([measure(new Accuracy())], outputs["accuracy"], "accuracy");
    expect(measure(new ConfusionMatrix({ numClasses })).flat()).toEqual(outputs["confusion"]?.data);
  });

  test.each(Object.entries(figures))("%s of each class", (name, figure) => {
    const confusion = new ConfusionMatrix({ numClasses });
    measure(confusion);
    expectClose(confusion.perClass(figure), outputs[name], name);
  });

  test.each(Object.keys(classes) as (keyof typeof classes)[])("%s, averaged", (name) => {
    const score = (average: Average): number => measure(new classes[name]({ numClasses, average }));
    if (attrs.macro) expectClose([score("macro")], outputs[`macro_${name}`], "macro");
    if (attrs.top_level_class !== undefined)
      expectClose([score("binary")], outputs[`binary_${name}`], "binary");
  });

  if (attrs.top_level_class !== undefined)
    test("outcomes", () => {
      const confusion = new ConfusionMatrix({ numClasses });
      measure(confusion);
      const { tp, fp, fn, tn } = outputs;
      const expected = [tp, fp, fn, tn].flatMap((x) => numbers(x as GoldenTensor));
      expect(Object.values(confusion.outcomes(1))).toEqual(expected);
    });
});
