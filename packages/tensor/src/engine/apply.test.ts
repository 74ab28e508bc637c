import { expect, test } from "vitest";
import type { Backend, Storage } from "../backend/backend.ts";
import { cpu } from "../backend/cpu/index.ts";
import { registerBackend } from "../backend/registry.ts";
import { tensor } from "../create.ts";
import { where } from "../ops/compare.ts";
import { to } from "../ops/copy.ts";
import { concat } from "../ops/join.ts";
import { matmul } from "../ops/matmul.ts";
import { add } from "../ops/pointwise.ts";
import { ops } from "../ops/table.ts";
import type { Tensor } from "../tensor.ts";
import { apply } from "./apply.ts";

/** A second device: the first one's memory under another name. */
const renamed = (storage: Storage): Storage => Object.defineProperty(storage, "device", { value: "gpu" });
const other: Backend = {
  ...cpu,
  device: "gpu",
  upload: (dtype, elements) => renamed(cpu.upload(dtype, elements)),
  binary: (...operands) => renamed(cpu.binary(...operands)),
};
registerBackend(cpu);
registerBackend(other);

const here = tensor([[1, 2]], { device: "cpu" });
const there = to(tensor([[3], [4]], { device: "cpu" }), "gpu");

const mixed: readonly [string, () => Tensor][] = [
  ["add", () => add(here, there)],
  ["matmul", () => matmul(here, there)],
  ["concat", () => concat([there, to(there, "cpu")])],
  ["where", () => where(tensor([true], { device: "cpu" }), there, there)],
];

test.each(mixed)("%s of tensors on two devices names both and the way out", (name, compute) => {
  const message = `${name}: one input is on (cpu|gpu), another on (?!\\1)(cpu|gpu); bring both together with .to\\("\\1"\\)`;
  expect(compute).toThrow(new RegExp(message));
});

test("a plain number, and tensors that were brought together, are on one device", () => {
  expect(add(there, 1).device).toBe("gpu");
  expect(add(here, to(there, "cpu")).shape).toEqual([2, 2]);
});

test("an op needs an input: it says where to compute", () => {
  expect(() => apply(ops.concat, [], { axis: 0 })).toThrow(/concat: no inputs/);
});
