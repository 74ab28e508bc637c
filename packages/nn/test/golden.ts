/** Reference figures made with PyTorch (float64): outputs, gradients and tangents of layers. */
import { readFileSync } from "node:fs";
import { jvp, type Tensor, tensor, vjp } from "@gradus/tensor";
import { expect } from "vitest";

/** Elements in row-major order; what is not finite is a string. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
  readonly dtype?: string;
}

type Tensors = Readonly<Record<string, GoldenTensor>>;

/** One case of a golden file. */
export interface GoldenCase {
  readonly name: string;
  readonly op: string;
  // biome-ignore lint/suspicious/noExplicitAny: attributes differ from op to op, as in the file
  readonly attrs: any;
  readonly inputs: Tensors;
  readonly outputs: Tensors;
  readonly grad_output?: Tensors;
  readonly grads?: Tensors;
  readonly tangents?: Tensors;
  readonly jvp?: Tensors;
  readonly views?: unknown;
}

/** The cases of `golden/NAME.json`. */
export function goldenCases(name: string): GoldenCase[] {
  return JSON.parse(readFileSync(new URL(`./golden/${name}.json`, import.meta.url), "utf8")).cases;
}

/** A golden tensor as a tensor: float64, int32 for whole numbers, bool. */
export function goldenTensor({ shape, data, dtype = "float64" }: GoldenTensor): Tensor {
  const type = /int/.test(dtype) ? "int32" : /bool/.test(dtype) ? "bool" : "float64";
  return tensor(Float64Array.from(data, Number), { shape, dtype: type });
}

/** Elementwise `|got - expected| <= 1e-12 + 1e-9·|expected|`, and equal shapes. */
export function expectClose(got: Tensor, golden: GoldenTensor, what: string): void {
  expect(got.shape, `${what}: shape`).toEqual(golden.shape);
  const found = got.dataSync();
  golden.data.map(Number).forEach((expected, i) => {
    const value = found[i] as number;
    const close = value === expected || Math.abs(value - expected) <= 1e-12 + 1e-9 * Math.abs(expected);
    if (!close) expect.fail(`${what}[${i}]: got ${value}, expected ${expected}`);
  });
}

/** What a case is in terms of layers: its tensors by name → its outputs by name. */
export type GoldenLayer = (
  inputs: Readonly<Record<string, Tensor>>,
  // biome-ignore lint/suspicious/noExplicitAny: as above
  attrs: any,
) => Readonly<Record<string, Tensor>>;

/** Checks outputs, gradients and tangents of a case; parameters are inputs like any other. */
export function checkGolden(golden: GoldenCase, layer: GoldenLayer): void {
  const names = Object.keys(golden.inputs);
  const given = names.map((name) => goldenTensor(golden.inputs[name] as GoldenTensor));
  const moving = names.filter((name) => golden.grads?.[name] !== undefined);
  const run = (...x: Tensor[]) =>
    layer(
      Object.fromEntries(names.map((name, i) => [name, x[moving.indexOf(name)] ?? (given[i] as Tensor)])),
      golden.attrs,
    );
  const outputs = run();
  for (const [name, expected] of Object.entries(golden.outputs))
    expectClose(outputs[name] as Tensor, expected, `${golden.name}: ${name}`);
  const at = moving.map((name) => given[names.indexOf(name)] as Tensor);
  const y = (...x: Tensor[]) => run(...x)["y"] as Tensor;
  if (golden.grads !== undefined) {
    const gradients = vjp(y, ...at)[1](goldenTensor(golden.grad_output?.["y"] as GoldenTensor));
    for (const [i, name] of moving.entries())
      expectClose(gradients[i] as Tensor, golden.grads[name] as GoldenTensor, `${golden.name}: grad ${name}`);
  }
  if (golden.jvp !== undefined) {
    const v = moving.map((name) => goldenTensor(golden.tangents?.[name] as GoldenTensor));
    expectClose(jvp(y, at, v)[1], golden.jvp["y"] as GoldenTensor, `${golden.name}: tangent`);
  }
}
