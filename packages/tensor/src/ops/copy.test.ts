import { expect, test } from "vitest";
import { vjp } from "../autograd.ts";
import type { Backend, Storage } from "../backend/backend.ts";
import { cpu } from "../backend/cpu/index.ts";
import { registerBackend } from "../backend/registry.ts";
import { tensor } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { clone, to } from "./copy.ts";
import { transpose } from "./stretch.ts";

/** A second device: the first one's memory under another name. */
const renamed = (storage: Storage): Storage => Object.defineProperty(storage, "device", { value: "gpu" });
const other: Backend = {
  ...cpu,
  device: "gpu",
  upload: (dtype, elements) => renamed(cpu.upload(dtype, elements)),
};
registerBackend(cpu);
registerBackend(other);

const x = tensor([
  [1, 2],
  [3, 4],
]);

test("to another device and back: elements, of views too; the tensor itself where nothing changes", () => {
  const there = to(transpose(x), "gpu");
  expect(there.device).toBe("gpu");
  expect(to(there, "cpu").toArray()).toEqual([
    [1, 3],
    [2, 4],
  ]);
  expect(to(x, "cpu")).toBe(x);
});

test("gradients come back to the device and in the type of x", () => {
  const back = (target: "gpu" | "float64") => {
    const [y, pull] = vjp((z) => to(z, target), x);
    return pull(to(to(x, y.dtype), y.device))[0] as Tensor;
  };
  expect([back("gpu").device, back("gpu").toArray()]).toEqual(["cpu", x.toArray()]);
  expect([back("float64").dtype, back("float64").toArray()]).toEqual(["float32", x.toArray()]);
});

test("a device that is not there says which ones are", () => {
  expect(() => to(x, "wasm")).toThrow(/device "wasm" is not available here; there are cpu/);
});

test("clone has memory of its own, and passes gradients on", () => {
  const [y, pull] = vjp((z) => clone(transpose(z)), x);
  expect(y.storage).not.toBe(x.storage);
  expect(y.toArray()).toEqual([
    [1, 3],
    [2, 4],
  ]);
  expect(pull(transpose(x))[0]?.toArray()).toEqual(x.toArray());
});
