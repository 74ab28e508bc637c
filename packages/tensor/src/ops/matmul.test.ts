/** What the matrix product and its gradients copy: nothing that one stride can walk. */
import { beforeEach, expect, test } from "vitest";
import { cpu } from "../backend/cpu/index.ts";
import { registerBackend } from "../backend/registry.ts";
import { randn } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { matmul, matmulOp } from "./matmul.ts";
import { expand, permute, transpose } from "./stretch.ts";

let copies = 0;

registerBackend({
  ...cpu,
  contiguous(x) {
    copies++;
    return cpu.contiguous(x);
  },
});

beforeEach(() => {
  copies = 0;
});

const random = (...shape: number[]): Tensor => randn(shape, { seed: 1, device: "cpu" });

test("transposed operands are read where they lie", () => {
  matmul(transpose(random(3, 2)), transpose(random(4, 3)));
  matmul(random(5, 2, 3), transpose(random(5, 4, 3)));
  expect(copies).toBe(0);
});

test("stretched operands are read where they lie", () => {
  matmul(random(2, 3), random(5, 3, 4));
  matmul(expand(random(1, 2, 3), [5, 2, 3]), random(5, 3, 4));
  expect(copies).toBe(0);
});

test("gradients are products of transposed views", () => {
  const [a, b] = [random(5, 2, 3), random(5, 3, 4)];
  const context = { attrs: null, inputs: [a, b], output: matmul(a, b) };
  for (const i of [0, 1]) matmulOp.vjp(random(5, 2, 4), i, context);
  expect(copies).toBe(0);
});

test("the heads of attention are read where they lie, and so are their gradients", () => {
  const heads = (x: Tensor): Tensor => permute(x, [0, 2, 1, 3]); // [B, T, H, D] → [B, H, T, D]
  const [q, k] = [heads(random(2, 3, 4, 5)), transpose(heads(random(2, 6, 4, 5)))];
  const output = matmul(q, k);
  const g = heads(random(2, 3, 4, 6));
  for (const i of [0, 1]) matmulOp.vjp(g, i, { attrs: null, inputs: [q, k], output });
  expect(copies).toBe(0);
});

test("batch axes that no two strides lead through are copied, once", () => {
  matmul(permute(random(2, 3, 4, 5, 6), [2, 1, 0, 3, 4]), random(4, 3, 2, 6, 1));
  expect(copies).toBe(1);
});

test("costs a multiplication and an addition for each product, and each element once", () => {
  const [a, b, y] = [random(5, 2, 3), random(3, 4), random(5, 2, 4)];
  expect(matmulOp.cost([a, b], null, y)).toEqual({ flops: 2 * 5 * 2 * 4 * 3, bytes: 4 * (30 + 12 + 40) });
});
