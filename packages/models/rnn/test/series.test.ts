/** The chaotic series, and a model of it. */
import { build, mackeyGlass, SeriesModel, trainSeries, windowsOf } from "@gradus/rnn";
import { mseLoss } from "@gradus/tensor";
import { expect, test } from "vitest";

test("Mackey and Glass's equation holds between its numbers", () => {
  const x = mackeyGlass(400);
  const rate = (t: number) => (0.2 * x[t - 17]!) / (1 + x[t - 17]! ** 10) - 0.1 * x[t]!;
  for (let t = 17; t < 398; t++) {
    // Simpson's rule over two units.
    const change = (rate(t) + 4 * rate(t + 1) + rate(t + 2)) / 3;
    expect(Math.abs(x[t + 2]! - x[t]! - change)).toBeLessThan(2e-3);
  }
  expect(Math.min(...x)).toBeGreaterThan(0.2);
  expect(Math.max(...x)).toBeLessThan(1.4);
});

test("it is chaotic: from almost the same beginning to elsewhere", () => {
  const [one, other] = [mackeyGlass(2000), mackeyGlass(2000, 1.2 + 1e-4)];
  const apart = (from: number) =>
    Math.max(...one.subarray(from, from + 200).map((x, i) => Math.abs(x - other[from + i]!)));
  expect(apart(0)).toBeLessThan(1e-2);
  expect(apart(1800)).toBeGreaterThan(0.1);
});

test("windows and what comes a step later", () => {
  const [x, y] = windowsOf([1, 2, 3, 4, 5, 6, 7], 3, 2);
  expect(x.reshape([-1, 3]).toArray()).toEqual([
    [1, 2, 3],
    [3, 4, 5],
  ]);
  expect(y.reshape([-1, 3]).toArray()).toEqual([
    [2, 3, 4],
    [4, 5, 6],
  ]);
  expect(() => windowsOf([1, 2, 3], 3)).toThrow("the series has 3 steps, a window of 3 takes 4");
});

test("a model comes to foretell better than no change does", async () => {
  const series = mackeyGlass(900).filter((_, t) => t % 3 === 0);
  const [x, y] = windowsOf(series, 60, 8);
  const model = build(SeriesModel, { hiddenSize: 12 });
  await trainSeries(model, [x, y], { epochs: 150, lr: 0.02 });
  expect(mseLoss(model.forward(x), y).item()).toBeLessThan(mseLoss(x, y).item() / 5);
});
