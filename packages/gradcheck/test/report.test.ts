import { readFileSync } from "node:fs";
import { checkVjp, DIAGNOSES, type Diagnosis, diagnosisMessage, formatReport } from "@gradus/gradcheck";
import { describe, expect, test } from "vitest";

const map = (xs: ArrayLike<number>, f: (x: number, i: number) => number): Float64Array =>
  Float64Array.from(xs, f);
const sine = { f: (x: Float64Array) => x.map(Math.sin), inputs: [[0.7, -1.2]] };
const cosine = ([x]: Float64Array[], g: Float64Array): Float64Array[] => [
  map(x!, (xi, i) => Math.cos(xi) * g[i]!),
];

describe("the report", () => {
  test("in lines: op, argument, index, analytic, numeric, ratio, diagnosis, seed", async () => {
    const report = await checkVjp({
      name: "sin",
      f: sine.f,
      inputs: [[0, 1]],
      vjp: ([x], g) => cosine([x!], g).map((d) => d.map((v) => 2 * v)),
      seed: 5,
    });
    const { analytic, numeric } = report.worst!;
    expect(analytic / numeric).toBeCloseTo(2, 8);
    const text = formatReport(report);
    expect(text.split("\n")[0]).toBe("FAIL  sin vjp");
    expect(text).toMatch(/where {6}argument 0, index [01], point 0/);
    expect(text).toContain(`analytic   ${Number(analytic.toPrecision(8))}`);
    expect(text).toMatch(/ratio {6}2(\.0*\d+)?\n/);
    expect(text).toContain("diagnosis  off by the constant factor 2 [constant-factor]");
    expect(text).toContain("seed       5");
    expect(report.message).not.toContain("\n");
  });

  test("the same seed gives the same report, another seed other cotangents", async () => {
    const vjp = (xs: Float64Array[], g: Float64Array): Float64Array[] => [cosine(xs, g)[0]!.map((d) => -d)];
    const once = await checkVjp({ ...sine, vjp, seed: 3 });
    expect(await checkVjp({ ...sine, vjp, seed: 3 })).toEqual(once);
    expect((await checkVjp({ ...sine, vjp, seed: 4 })).worst?.analytic).not.toBe(once.worst?.analytic);
  });

  test("every diagnosis has an English message, the fallback of other languages", () => {
    for (const [name, { en }] of Object.entries(DIAGNOSES)) {
      expect(en.length).toBeGreaterThan(3);
      const values = new Proxy({}, { get: () => "7" }) as Diagnosis["values"];
      for (const kind of ["vjp", "jvp"] as const) {
        const message = diagnosisMessage({ name: name as Diagnosis["name"], values, kind }, "es");
        expect(message).not.toMatch(/[{}]|undefined/);
      }
    }
  });

  test("tolerances can be tightened and loosened", async () => {
    const vjp = (xs: Float64Array[], g: Float64Array): Float64Array[] => [
      cosine(xs, g)[0]!.map((d) => d * (1 + 1e-6)),
    ];
    expect((await checkVjp({ ...sine, vjp })).ok).toBe(true);
    expect((await checkVjp({ ...sine, vjp, rtol: 1e-8 })).ok).toBe(false);
    const coarse = (xs: Float64Array[], g: Float64Array): Float64Array[] => [
      cosine(xs, g)[0]!.map((d) => d * 1.01),
    ];
    expect((await checkVjp({ ...sine, vjp: coarse, rtol: 0.02 })).ok).toBe(true);
  });
});

test("the README's table has every diagnosis", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const named = [...readme.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, name]) => name);
  expect(named.sort()).toEqual(Object.keys(DIAGNOSES).sort());
});
