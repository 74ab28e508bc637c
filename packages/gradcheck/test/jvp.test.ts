import { checkJvp, formatReport } from "@gradus/gradcheck";
import { describe, expect, test } from "vitest";

const map = (xs: ArrayLike<number>, f: (x: number, i: number) => number): Float64Array =>
  Float64Array.from(xs, f);

describe("jvp", () => {
  const mul = {
    f: (a: Float64Array, b: Float64Array) => map(a, (ai, i) => ai * b[i]! ** 2),
    inputs: [
      [0.7, -1.2],
      [1.1, 0.4],
    ],
  };
  const points = [
    [
      [0.2, 0.9],
      [-0.8, 1.3],
    ],
  ];
  type Jvp = (xs: Float64Array[], ts: Float64Array[]) => ArrayLike<number>;
  const right: Jvp = ([a, b], [s, t]) => map(a!, (ai, i) => s![i]! * b![i]! ** 2 + 2 * ai * b![i]! * t![i]!);
  const ignoring: Jvp = ([, b], [s]) => map(b!, (bi) => (s!.some((x) => x !== 0) ? bi ** 2 : 0));
  const faults: [string, Jvp, string, number | null][] = [
    ["zero in one argument", ([, b], [s]) => map(s!, (si, i) => si * b![i]! ** 2), "zero", 1],
    ["sign", (xs, ts) => map(right(xs, ts), (d) => -d), "sign", 1],
    [
      "factor",
      ([a, b], [s, t]) => map(a!, (ai, i) => s![i]! * b![i]! ** 2 + ai * b![i]! * t![i]!),
      "constant-factor",
      1,
    ],
    ["NaN", (xs, ts) => map(right(xs, ts), () => NaN), "nan", 0],
    ["Inf", (xs, ts) => map(right(xs, ts), () => Infinity), "inf", 0],
    ["wrong length", (xs, ts) => Array.from(right(xs, ts)).slice(1), "wrong-length", 0],
    ["nothing", () => undefined as never, "wrong-count", null],
    ["swapped", (xs, [s, t]) => right(xs, [t!, s!]), "swapped-arguments", null],
    ["one entry", (xs, ts) => map(right(xs, ts), (d, i) => d * (i === 1 ? 7 : 1)), "single-entry", 1],
    ["ignores the tangent", ignoring, "ignores-upstream", 0],
    ["squares the tangent", (xs, ts) => right(xs, [ts[0]!.map((t) => t * t), ts[1]!]), "upstream-twice", 0],
    ["the same everywhere", (_, [s]) => s!, "one-point-only", 0],
  ];

  test("right passes", async () => {
    const report = await checkJvp({ ...mul, points, jvp: right });
    expect(report.ok, formatReport(report)).toBe(true);
  });

  test.each(faults)("%s", async (_, jvp, name, input) => {
    const report = await checkJvp({ ...mul, points, jvp });
    expect(report.ok).toBe(false);
    expect(report.diagnosis, formatReport(report)).toMatchObject({ name, input, kind: "jvp" });
    // Forward mode knows no gradient, and nothing upstream of it.
    expect(report.message).not.toMatch(/upstream|cotangent|grad/);
    expect(formatReport(report).replace(/\[[a-z-]+\]/, "")).not.toMatch(/upstream|cotangent|grad/);
  });

  test("a factor that is missing is the incoming tangent", async () => {
    const report = await checkJvp({ ...mul, jvp: ignoring });
    expect(report.diagnosis?.message).toBe("off by exactly the incoming tangent: it was never multiplied in");
  });

  test("tangents that do not add up are caught by setting them together", async () => {
    const eitherOr: Jvp = (xs, [s, t]) =>
      s!.some((x) => x !== 0) ? right(xs, [s!, t!.map(() => 0)]) : right(xs, [s!, t!]);
    const report = await checkJvp({ ...mul, jvp: eitherOr });
    expect(report.ok).toBe(false);
    expect(report.worst?.input).toBeNull();
    expect(report.message).toContain("all arguments");
  });

  test("aliased: each use adds to the tangent", async () => {
    const options = { ...mul, inputs: [[0.7, -1.2]], alias: [0, 0] };
    const check = (a: number, b: number) =>
      checkJvp({
        ...options,
        jvp: ([x], [t]) => map(x!, (xi, i) => a * xi * xi * t![i]! + b * xi * xi * t![i]!),
      });
    expect((await check(1, 2)).ok).toBe(true);
    expect((await check(0, 2)).diagnosis?.name).toBe("overwritten");
    expect((await check(1, 0)).diagnosis?.name).toBe("detached-second-use");
  });
});
