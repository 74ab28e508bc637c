import { checkJvp, checkVjp, formatReport } from "@gradus/gradcheck";
import { describe, expect, test } from "vitest";

const map = (xs: ArrayLike<number>, f: (x: number, i: number) => number): Float64Array =>
  Float64Array.from(xs, f);
const relu = (x: Float64Array): Float64Array => map(x, (xi) => Math.max(0, xi));
const reluVjp = ([x]: Float64Array[], g: Float64Array): Float64Array[] => [
  map(x!, (xi, i) => (xi > 0 ? g[i]! : 0)),
];

describe("an entry at a kink is left out and counted", () => {
  const kinks: [string, (x: number) => number, number][] = [
    ["relu at 0", (x) => Math.max(0, x), 0],
    ["relu at -0", (x) => Math.max(0, x), -0],
    ["leaky relu at 0", (x) => Math.max(0.01 * x, x), 0],
    ["abs at 0", Math.abs, 0],
    ["abs elsewhere, on a slope", (x) => 3 * x + Math.abs(x - 0.7), 0.7],
    ["a kink within a thousandth of a step", Math.abs, 3e-9],
    ["max with a constant", (x) => Math.max(x, 1.5), 1.5],
    ["a jump", (x) => (x < 0.5 ? 0 : 1), 0.5],
    ["sqrt |x| at 0", (x) => Math.sqrt(Math.abs(x)), 0],
    ["a vertical tangent", Math.cbrt, 0],
    ["the end of the domain", Math.sqrt, 0],
  ];

  test.each(kinks)("%s", async (_, f, x) => {
    // Next to it stands a smooth entry, so that there is something to compare.
    const report = await checkVjp({
      f: ([a, b]) => [f(a!), Math.sin(b!)],
      vjp: ([ab], [g, h]) => [[g! * 1234, h! * Math.cos(ab![1]!)]],
      inputs: [[x, 0.3]],
    });
    expect(report, formatReport(report)).toMatchObject({ ok: true, skipped: 1, checked: 1 });
    const wrong = await checkVjp({
      f: ([a, b]) => [f(a!), Math.sin(b!)],
      vjp: ([ab], [g, h]) => [[g! * 1234, 1.0005 * h! * Math.cos(ab![1]!)]],
      inputs: [[x, 0.3]],
    });
    expect(wrong.ok).toBe(false);
    expect(wrong.worst?.index).toBe(1);
  });

  test("in a jvp the output with the kink is left out", async () => {
    const report = await checkJvp({
      f: relu,
      jvp: ([x], [t]) => reluVjp([x!], t!)[0]!,
      inputs: [[0, 1, -1]],
    });
    expect(report, formatReport(report)).toMatchObject({ ok: true, skipped: 1, checked: 2 });
  });

  test("several points: a kink at one of them does not excuse the others", async () => {
    const report = await checkVjp({ f: relu, vjp: () => [[0]], inputs: [[0]], points: [[[1]]] });
    expect(report).toMatchObject({ ok: false, skipped: 1, checked: 1, diagnosis: { name: "zero" } });
    expect(report.worst?.point).toBe(1);
  });
});

test("nothing but kinks is not ok, and says so", async () => {
  const report = await checkVjp({ f: relu, vjp: reluVjp, inputs: [[0, 0]] });
  expect(report).toMatchObject({ ok: false, checked: 0, skipped: 2, diagnosis: { name: "all-skipped" } });
  expect(report.message).toContain("kink at every entry");
});

test("NaN does not pass, not even at a kink", async () => {
  const report = await checkVjp({
    f: relu,
    vjp: ([x], g) => [map(x!, (xi, i) => (xi === 0 ? NaN : xi > 0 ? g[i]! : 0))],
    inputs: [[0, 1]],
  });
  expect(report).toMatchObject({ ok: false, diagnosis: { name: "nan" } });
});

test("on request the kink is compared with the mean of both slopes", async () => {
  const check = (slope: number) =>
    checkVjp({ f: relu, vjp: (_, g) => [g.map((gi) => slope * gi)], inputs: [[0]], kinks: "compare" });
  expect((await check(0.5)).ok).toBe(true);
  expect((await check(0)).ok).toBe(false);
});

describe("a wrong gradient at a smooth point is no kink", () => {
  const smooth: [string, (x: number) => number, (x: number) => number, number][] = [
    [
      "sharp bend of softplus",
      (x) => Math.log1p(Math.exp(50 * x)) / 50,
      (x) => 1 / (1 + Math.exp(-50 * x)),
      0.001,
    ],
    ["x |x|, whose slope is continuous", (x) => x * Math.abs(x), (x) => 2 * Math.abs(x), 0.01],
    ["relu a step from its kink", (x) => Math.max(0, x), (x) => Number(x > 0), 7e-6],
    ["relu within the step of its kink", (x) => Math.max(0, x), (x) => Number(x > 0), 1e-6],
    ["relu left of its kink", (x) => Math.max(0, x), () => 0, -1e-6],
    [
      "sharp Gaussian",
      (x) => Math.exp(-((100 * x) ** 2)),
      (x) => -2e4 * x * Math.exp(-((100 * x) ** 2)),
      0.003,
    ],
    ["log beside its pole", Math.log, (x) => 1 / x, 1e-4],
  ];

  test.each(smooth)("%s", async (_, f, d, x) => {
    const check = (off: number) =>
      checkVjp({
        f: ([x]) => f(x!),
        vjp: ([x], [g]) => [[g! * (d(x![0]!) * off + (off - 1))]],
        inputs: [[x]],
      });
    const right = await check(1);
    expect(right, formatReport(right)).toMatchObject({ ok: true, skipped: 0 });
    const wrong = await check(1.0005);
    expect(wrong, formatReport(wrong)).toMatchObject({ ok: false, skipped: 0 });
  });
});

test("single precision is named, not blamed on the gradient nor passed", async () => {
  const report = await checkVjp({
    f: (x) => Float32Array.from(x, Math.sin),
    vjp: ([x], g) => [map(x!, (xi, i) => Math.cos(xi) * g[i]!)],
    inputs: [[0.3, 1.2]],
  });
  expect(report).toMatchObject({ ok: false, diagnosis: { name: "f-noisy" } });
  const steps = await checkVjp({
    f: (x) => x.map(Math.round),
    vjp: ([x]) => [x!.map(() => 0)],
    inputs: [[0.3, 1.2]],
  });
  expect(steps.ok, formatReport(steps)).toBe(true);
});

test("a function whose own rounding hides the slope is named", async () => {
  const report = await checkVjp({ f: ([x]) => 1e10 + x! - 1e10, vjp: (_, [g]) => [[g!]], inputs: [[0.3]] });
  expect(report).toMatchObject({ ok: false, diagnosis: { name: "f-noisy" } });
});
