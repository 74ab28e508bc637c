/** Law: what an op gives here, its nodes give in a runtime, for batches that were not traced; and every op is accounted for. */
import { exportOnnx } from "@gradus/onnx";
import { type OpName, ops } from "@gradus/tensor";
import { expect, test } from "vitest";
import { cases } from "./cases/index.ts";
import { errorBetween, load } from "./runtime.ts";

/** The ops whose batch is not axis 0. */
const batchAxis = (names: readonly OpName[]): number => (names.includes("recurrent") ? 1 : 0);

test.each(cases.map((each) => [`${each.ops.join(", ")}: ${each.what}`, each] as const))(
  "%s",
  async (_name, each) => {
    const dynamicBatch = [...each.inputs(2)].map(() => batchAxis(each.ops));
    const model = await load(exportOnnx(each.f, each.inputs(2), { dynamicBatch }));
    for (const batch of [1, 2, 5]) {
      const inputs = each.inputs(batch);
      const expected = [each.f(...inputs)].flat(9);
      const found = await model.run(...inputs);
      const errors = found.map((y, i) => errorBetween(y, expected[i] as typeof y));
      expect(found).toHaveLength(expected.length);
      expect(Math.max(...errors), `batch ${batch}: ${errors}`).toBeLessThanOrEqual(1e-5);
    }
  },
);

/** What is not exported, by reason. */
const without: { readonly [reason: string]: readonly OpName[] } = {
  "they belong to backward passes": [
    "reluVjp",
    "tanhVjp",
    "sigmoidVjp",
    "siluVjp",
    "geluVjp",
    "geluTanhVjp",
    "conv2dWeightGrad",
    "avgPool2dInputGrad",
    "recurrentVjp",
  ],
  "they are losses": ["bce", "crossEntropy"],
  "needs a second device; it is written as what it is to a graph, the same value": ["to"],
};

test("every op of the table is exported and run, or stands in the list of those that are not", () => {
  const covered = new Set(cases.flatMap((each) => each.ops));
  const missing = Object.keys(ops).filter((name) => !covered.has(name as OpName));
  expect(missing.sort()).toEqual(Object.values(without).flat().sort());
});
