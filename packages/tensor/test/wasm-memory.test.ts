/** Memory of the wasm backend is bounded without anybody disposing of anything. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Backend, View } from "@gradus/tensor/backend/backend";
import { wasm } from "@gradus/tensor/backend/wasm/index";
import { expect, test } from "vitest";

const MEGA = 2 ** 20;

/** What a program of the folder `memory` prints. */
function run(program: string): Record<string, unknown> {
  const file = fileURLToPath(new URL(`./memory/${program}.ts`, import.meta.url));
  // Node below 22.18 strips types only when asked to
  const types = process.features.typescript === false ? ["--experimental-strip-types"] : [];
  const { stdout, stderr } = spawnSync(process.execPath, ["--conditions=@gradus/source", ...types, file], {
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as Record<string, unknown>;
}

test("a loop that never yields runs within its budget, and keeps what is kept", () => {
  const { weights, kept, allocated, budget, largestPool, largestResident } = run("never-yields");
  expect(weights).toBe(6000);
  expect(kept).toEqual(Array.from({ length: 15 }, (_, i) => 400 * i + 1));
  expect(Number(allocated)).toBeGreaterThan(40 * 256 * MEGA);
  expect(Number(largestPool)).toBeLessThanOrEqual(1.5 * Number(budget));
  expect(Number(largestResident)).toBeLessThan(450 * MEGA);
}, 60_000);

test("out of memory is an error that says how much was asked", () => {
  const ask = () => (wasm as Backend).fill("float32", 1.5 * 2 ** 30, 0);
  expect(ask).toThrow(RangeError);
  expect(ask).toThrow("6144.0 MB asked for 1610612736 elements of float32");
});

test("what was read is a copy", () => {
  const backend = wasm as Backend;
  const storage = backend.fill("float32", 1000, 3);
  const view: View = { storage, dtype: "float32", shape: [1000], strides: [1], offset: 0 };
  const read = backend.download(view);
  read.fill(7);
  expect(backend.download(view)[999]).toBe(3);
  backend.assign(storage, { ...view, storage: backend.fill("float32", 1000, 4) });
  expect(read[0]).toBe(7);
  expect(backend.download(view)[0]).toBe(4);
});
