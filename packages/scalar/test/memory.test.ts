import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Runs a program of the folder `memory` on a heap of 64 MB. */
function run(program: string): { status: number | null; stdout: string } {
  const file = fileURLToPath(new URL(`./memory/${program}.ts`, import.meta.url));
  // Node below 22.18 strips types only when asked to
  const types = process.features.typescript === false ? ["--experimental-strip-types"] : [];
  const flags = ["--max-old-space-size=64", "--conditions=@gradus/source", ...types];
  const { status, stdout } = spawnSync(process.execPath, [...flags, file], { encoding: "utf8" });
  return { status, stdout: stdout.trim() };
}

// In each the nodes take several times 64 MB in all, and no line of the program gives any back.

test("a million forward passes run in bounded memory", () => {
  const { status, stdout } = run("forward-only");
  expect(status).toBe(0);
  const each = Array.from({ length: 10 }, (_, i) => Math.tanh(0.5 * i - 0.25));
  expect(Number(stdout)).toBeCloseTo(100_000 * each.reduce((sum, y) => sum + y), 2);
}, 30_000);

test("a million training steps run in bounded memory", () => {
  expect(run("training")).toEqual({ status: 0, stdout: "w 3.000000 b -1.000000" });
}, 30_000);

test("a graph that does grow does not fit: the bound is one", () => {
  expect(run("growing").status).not.toBe(0);
}, 30_000);
