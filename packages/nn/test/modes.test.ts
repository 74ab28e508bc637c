/** What layers do in training only. */
import { BatchNorm1d, BatchNorm2d } from "@gradus/nn";
import { noGrad, randn, setDefaultDevice, type Tensor } from "@gradus/tensor";
import { describe, expect, test } from "vitest";
import { allCases, called, inputsOf, made, titleOf } from "./cases/index.ts";

setDefaultDevice("cpu");
const float64 = { dtype: "float64" } as const;

describe("in use, a layer is a function of its input: called twice it gives the same, and nothing in it has changed", () => {
  test.each(allCases.map((line) => [titleOf(line), line] as const))("%s", (_title, line) => {
    const module = made(line).eval();
    const x = inputsOf(line);
    const state = () => Object.values(module.stateDict()).map((each) => [...each.dataSync()]);
    const before = state();
    const first = [...called(line, module, x).dataSync()];
    expect([...called(line, module, x).dataSync()]).toEqual(first);
    expect(state()).toEqual(before);
  });
});

/** Mean and unbiased variance of each channel, by definition. */
function statistics(x: Tensor): { mean: number[]; variance: number[] } {
  const [n, channels, ...rest] = x.shape as [number, number, ...number[]];
  const places = rest.reduce((a, b) => a * b, 1);
  const data = x.dataSync();
  const all = Array.from({ length: channels }, (_, c) =>
    Array.from(
      { length: n * places },
      (_e, i) => data[(Math.floor(i / places) * channels + c) * places + (i % places)]!,
    ),
  );
  const mean = all.map((each) => each.reduce((a, b) => a + b) / each.length);
  const variance = all.map(
    (each, c) => each.reduce((sum, v) => sum + (v - mean[c]!) ** 2, 0) / (each.length - 1),
  );
  return { mean, variance };
}

const close = (got: Tensor | null, expected: readonly number[]) =>
  [...got!.dataSync()].forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 12);
  });

describe("batch norm", () => {
  const batches = [1, 2, 3].map((seed) => randn([4, 2, 3, 2], { ...float64, seed, mean: seed }));

  test("running statistics move by momentum towards the batch's mean and unbiased variance", () => {
    const layer = new BatchNorm2d(2, { ...float64, momentum: 0.3 });
    let [mean, variance] = [
      [0, 0],
      [1, 1],
    ];
    for (const x of batches) {
      layer.forward(x);
      const batch = statistics(x);
      mean = mean.map((old, c) => 0.7 * old + 0.3 * batch.mean[c]!);
      variance = variance.map((old, c) => 0.7 * old + 0.3 * batch.variance[c]!);
    }
    close(layer.runningMean, mean);
    close(layer.runningVar, variance);
    expect(layer.numBatchesTracked?.item()).toBe(3);
  });

  test("momentum null: they are the means over all batches", () => {
    const layer = new BatchNorm2d(2, { ...float64, momentum: null });
    for (const x of batches) layer.forward(x);
    const all = batches.map(statistics);
    const meanOf = (key: "mean" | "variance") =>
      [0, 1].map((c) => all.reduce((sum, s) => sum + s[key][c]!, 0) / 3);
    close(layer.runningMean, meanOf("mean"));
    close(layer.runningVar, meanOf("variance"));
  });

  test("in training the batch's own statistics count, in use the running ones", () => {
    const layer = new BatchNorm1d(2, float64);
    const x = randn([8, 2], { ...float64, seed: 4, mean: 5 });
    const trained = statistics(layer.forward(x));
    trained.mean.forEach((mean) => {
      expect(mean).toBeCloseTo(0, 12);
    });
    const mean = statistics(x).mean.map(
      (m, c) => (m - 0.1 * m) / Math.sqrt(0.9 + 0.1 * statistics(x).variance[c]! + 1e-5),
    );
    statistics(layer.eval().forward(x)).mean.forEach((m, c) => {
      expect(m).toBeCloseTo(mean[c]!, 12);
    });
  });

  test("without running statistics batches are normalised by their own in use, too", () => {
    const layer = new BatchNorm1d(2, { ...float64, trackRunningStats: false });
    const x = randn([8, 2], { ...float64, seed: 4, mean: 5 });
    const trained = [...layer.forward(x).dataSync()];
    expect([...layer.eval().forward(x).dataSync()]).toEqual(trained);
  });

  test("statistics also run while nothing is recorded, and when the backward pass comes later", () => {
    const layer = new BatchNorm1d(2, float64);
    noGrad(() => layer.forward(randn([4, 2], float64)));
    const y = layer.forward(randn([4, 2], float64));
    layer.forward(randn([4, 2], float64));
    y.square().sum().backward();
    expect(layer.numBatchesTracked?.item()).toBe(3);
    expect(layer.weight?.grad?.shape).toEqual([2]);
  });
});
