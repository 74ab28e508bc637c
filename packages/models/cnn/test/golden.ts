/** Reference figures made with PyTorch (float64). */
import { readFileSync } from "node:fs";
import { type Tensor, tensor } from "@gradus/tensor";
import { expect } from "vitest";

export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly dtype?: string;
}

type Tensors = Readonly<Record<string, GoldenTensor>>;

export interface GoldenCase {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: attributes differ from model to model, as in the file
  readonly attrs: any;
  readonly inputs: Tensors;
  readonly outputs: Tensors;
  readonly grads: Tensors;
  readonly loss_curve: GoldenTensor;
}

export function goldenCases(): GoldenCase[] {
  return JSON.parse(readFileSync(new URL("./golden/models.json", import.meta.url), "utf8")).cases;
}

export function goldenTensor({ shape, data, dtype = "float64" }: GoldenTensor): Tensor {
  return tensor(Float64Array.from(data), { shape, dtype: /int/.test(dtype) ? "int32" : "float64" });
}

/** Elementwise `|got - expected| <= 1e-12 + 1e-9·|expected|`, and equal shapes. */
export function expectClose(got: Tensor, golden: GoldenTensor, what: string): void {
  expect(got.shape, `${what}: shape`).toEqual(golden.shape);
  expectAll(got.dataSync(), golden.data, what);
}

export function expectAll(got: ArrayLike<number>, expected: readonly number[], what: string): void {
  expect(got.length, what).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    const error = Math.abs((got[i] as number) - value);
    if (!(error <= 1e-12 + 1e-9 * Math.abs(value))) expect.fail(`${what}[${i}]: got ${got[i]}, not ${value}`);
  }
}
