/**
 * Reference figures made with PyTorch (float64): outputs, gradients, tangents and Hessian-vector products. Their format is
 * that of `golden/README.md`.
 */
import { readFileSync } from "node:fs";
import { expand, jvp, permute, slice, type Tensor, tensor, vjp } from "@gradus/tensor";
import { expect } from "vitest";

/** Elements in row-major order; what is not finite is a string. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
  readonly dtype?: string;
}

/** How an input is seen: the stored tensor is the source. */
type GoldenView =
  | { readonly op: "permute"; readonly dims: number[] }
  | { readonly op: "expand"; readonly shape: number[] }
  | {
      readonly op: "slice";
      readonly dim: number;
      readonly start: number;
      readonly stop: number;
      readonly step: number;
    };

/** One case of a golden file. */
export interface GoldenCase {
  readonly name: string;
  readonly op: string;
  // biome-ignore lint/suspicious/noExplicitAny: attributes differ from op to op, as in the file
  readonly attrs: any;
  readonly inputs: Readonly<Record<string, GoldenTensor>>;
  readonly outputs: Readonly<Record<string, GoldenTensor>>;
  readonly grad_output?: Readonly<Record<string, GoldenTensor>>;
  readonly grads?: Readonly<Record<string, GoldenTensor>>;
  readonly tangents?: Readonly<Record<string, GoldenTensor>>;
  readonly jvp?: Readonly<Record<string, GoldenTensor>>;
  readonly v?: Readonly<Record<string, GoldenTensor>>;
  readonly hvp?: Readonly<Record<string, GoldenTensor>>;
  readonly views?: Readonly<Record<string, readonly GoldenView[]>>;
  readonly tolerance?: { readonly atol?: number; readonly rtol?: number };
}

/** The cases of `golden/NAME.json`. */
export function goldenCases(name: string): GoldenCase[] {
  return JSON.parse(readFileSync(new URL(`./golden/${name}.json`, import.meta.url), "utf8")).cases;
}

/** Elements as numbers. */
export function numbers({ data }: GoldenTensor): Float64Array {
  return Float64Array.from(data, Number);
}

/** A golden tensor as a tensor: float64, int32 for whole numbers, bool. */
export function goldenTensor(golden: GoldenTensor, float: "float32" | "float64" = "float64"): Tensor {
  const { dtype = "float64" } = golden;
  const type = /int/.test(dtype) ? "int32" : /bool/.test(dtype) ? "bool" : float;
  return tensor(numbers(golden), { shape: golden.shape, dtype: type });
}

/** Elementwise `|got - expected| <= atol + rtol·|expected|`, and equal shapes; the same infinity, NaN for NaN. */
export function expectClose(
  got: Tensor,
  golden: GoldenTensor,
  what: string,
  tolerance: GoldenCase["tolerance"] = {},
): void {
  const { atol = 1e-12, rtol = 1e-9 } = tolerance;
  expect(got.shape, `${what}: shape`).toEqual(golden.shape);
  const expected = numbers(golden);
  const found = got.dataSync();
  for (let i = 0; i < expected.length; i++) {
    const [g, e] = [found[i] as number, expected[i] as number];
    if (Object.is(g, e) || g === e) continue;
    if (!(Math.abs(g - e) <= atol + rtol * Math.abs(e)))
      expect.fail(`${what}[${i}]: got ${g}, expected ${e}, off by ${Math.abs(g - e)}`);
  }
}

/** What a case of the files is in terms of our ops: its tensors by name → its outputs by name. */
export type GoldenOp = (
  inputs: Readonly<Record<string, Tensor>>,
  // biome-ignore lint/suspicious/noExplicitAny: as above
  attrs: any,
) => Readonly<Record<string, Tensor>>;

/** Checks outputs, gradients, tangents and Hessian-vector products of a case. Returns which of these it found to check. */
export function checkGolden(golden: GoldenCase, op: GoldenOp): string[] {
  const names = Object.keys(golden.inputs);
  const sources = names.map((name) => goldenTensor(golden.inputs[name] as GoldenTensor));
  const run = (tensors: readonly Tensor[]) =>
    op(
      Object.fromEntries(names.map((name, i) => [name, viewed(golden, name, tensors[i] as Tensor)])),
      golden.attrs,
    );
  const checked = ["outputs"];
  const outputs = run(sources);
  for (const [name, expected] of Object.entries(golden.outputs))
    expectClose(required(outputs, name), expected, `${golden.name}: ${name}`, golden.tolerance);

  const wanted = names.filter(
    (name) => golden.grads?.[name] !== undefined || golden.tangents?.[name] !== undefined,
  );
  const inPlace = (tensors: readonly Tensor[]) =>
    sources.map((x, i) => tensors[wanted.indexOf(names[i] as string)] ?? x);
  const own = wanted.map((name) => sources[names.indexOf(name)] as Tensor);
  if (golden.grads !== undefined) {
    checked.push("grads");
    const totals = new Map<string, Float64Array>();
    for (const [out, g] of Object.entries(golden.grad_output ?? {})) {
      const [, pull] = vjp((...x) => required(run(inPlace(x)), out), ...own);
      for (const [i, gradient] of pull(goldenTensor(g)).entries()) {
        const name = wanted[i] as string;
        const total = totals.get(name) ?? new Float64Array(gradient.size);
        totals.set(
          name,
          total.map((sum, k) => sum + (gradient.dataSync()[k] as number)),
        );
      }
    }
    for (const [name, expected] of Object.entries(golden.grads)) {
      const source = golden.inputs[name] as GoldenTensor;
      const total = tensor(totals.get(name) ?? new Float64Array(source.data.length), { shape: source.shape });
      expectClose(total, expected, `${golden.name}: grad ${name}`, golden.tolerance);
    }
  }
  if (golden.jvp !== undefined) {
    checked.push("jvp");
    const v = wanted.map((name, i) => {
      const tangent = golden.tangents?.[name];
      return tangent === undefined
        ? tensor(new Float64Array(own[i]?.size ?? 0), { shape: own[i]?.shape ?? [] })
        : goldenTensor(tangent);
    });
    for (const [out, expected] of Object.entries(golden.jvp)) {
      const [, tangent] = jvp((...x) => required(run(inPlace(x)), out), own, v);
      expectClose(tangent, expected, `${golden.name}: jvp ${out}`, golden.tolerance);
    }
  }
  if (golden.hvp !== undefined) {
    checked.push("hvp");
    checkHvp(golden, sources, run);
  }
  return checked;
}

/** The Hessian of the only output, over all inputs with a direction together, times these directions: forward over reverse. */
function checkHvp(
  golden: GoldenCase,
  sources: readonly Tensor[],
  run: (tensors: readonly Tensor[]) => Readonly<Record<string, Tensor>>,
): void {
  const names = Object.keys(golden.inputs);
  const moving = Object.keys(golden.v ?? {});
  const f = (...x: Tensor[]) =>
    required(run(sources.map((source, i) => x[moving.indexOf(names[i] as string)] ?? source)), "y");
  const at = moving.map((name) => sources[names.indexOf(name)] as Tensor);
  const v = moving.map((name) => goldenTensor(golden.v?.[name] as GoldenTensor));
  for (const [name, expected] of Object.entries(golden.hvp ?? {})) {
    const gradient = (...x: Tensor[]) => vjp(f, ...x)[1]()[moving.indexOf(name)] as Tensor;
    expectClose(jvp(gradient, at, v)[1], expected, `${golden.name}: hvp ${name}`, golden.tolerance);
  }
}

function required(outputs: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const found = outputs[name];
  if (found === undefined)
    throw new Error(`the mapping gives no output "${name}", only ${Object.keys(outputs)}`);
  return found;
}

/** Applies a case's views: the stored input is the source, its gradient belongs to the source. */
function viewed({ views }: GoldenCase, name: string, source: Tensor): Tensor {
  let x = source;
  for (const step of views?.[name] ?? []) {
    if (step.op === "permute") x = permute(x, step.dims);
    else if (step.op === "expand") x = expand(x, step.shape);
    else x = slice(x, step.dim, step.start, step.stop, step.step);
  }
  return x;
}
