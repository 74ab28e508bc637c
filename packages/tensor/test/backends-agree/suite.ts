/** The suite that every backend passes: each of its methods gives what the definition on `cpu` gives in float64. */
import type { Backend, Storage } from "@gradus/tensor/backend/backend";
import { cpu } from "@gradus/tensor/backend/cpu/index";
import type { DType, TypedArray } from "@gradus/tensor/dtype";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { complaint } from "./bounds.ts";
import type { Call, MethodCase } from "./method-case.ts";
import { moveCases } from "./moves.ts";
import { binaryCases, specialCases, unaryCases, whereCase } from "./pointwise.ts";
import { productCases } from "./products.ts";
import { recurrentCases } from "./recurrent.ts";
import { rowCases } from "./rows.ts";
import { type Block, viewOn } from "./views.ts";

/** Every method. */
export const methodCases: readonly MethodCase[] = [
  ...unaryCases,
  ...binaryCases,
  whereCase,
  ...rowCases,
  ...moveCases,
  ...productCases,
  ...recurrentCases,
];

const RUNS = Math.round(25 * Number(process.env["GRADUS_RUNS"] ?? 1));

/** What a call gives, read back. */
export function results(
  backend: Backend,
  call: Call,
  dtype: DType,
  change = (x: number): number => x,
): Result[] {
  const views = call.blocks.map((block, i) => {
    const own = call.types?.[i];
    const changed: Block = own === undefined ? { ...block, data: block.data.map(change) } : block;
    return viewOn(backend, changed, own ?? dtype);
  });
  return call
    .run(backend, views, dtype)
    .map((storage) => ({ dtype: storage.dtype, data: read(backend, storage) }));
}

/** The elements of a result. */
export interface Result {
  readonly dtype: DType;
  readonly data: TypedArray;
}

function read(backend: Backend, storage: Storage): TypedArray {
  const { dtype, length } = storage;
  return backend.download({ storage, dtype, shape: [length], strides: [1], offset: 0 });
}

/** float32 against float64. */
function checkFloat32(backend: Backend, { bound, scaled }: MethodCase, call: Call): void {
  const got = results(backend, call, "float32");
  const exact = results(cpu, call, "float64");
  const scale = call.scale ?? (scaled === true ? call.run : () => []);
  const scales = results(cpu, { ...call, run: scale }, "float64", Math.abs);
  got.forEach(({ dtype, data }, r) => {
    const wanted = exact[r] as Result;
    expect(dtype).toBe(wanted.dtype === "float64" && dtype === "float32" ? "float32" : wanted.dtype);
    expect(data.length).toBe(wanted.data.length);
    data.forEach((y, i) => {
      const wrong = complaint(y, wanted.data[i] as number, bound, scales[r]?.data[i]);
      if (wrong !== undefined) throw new Error(`element ${i} of result ${r}: ${wrong}`);
    });
  });
}

/** Other types: the very same elements. */
function checkExactly(backend: Backend, call: Call, dtype: DType): void {
  expect(results(backend, call, dtype)).toEqual(results(cpu, call, dtype));
}

/** Runs a law; its complaint names shapes and seed, not the elements by the thousand. */
function hold(runs: number, seed: number, calls: fc.Arbitrary<Call>, law: (call: Call) => void): void {
  const found = fc.check(fc.property(calls, law), { numRuns: runs, seed, endOnFailure: true });
  if (!found.failed) return;
  const [call] = found.counterexample as [Call];
  const shapes = call.blocks.map(({ shape, order, step }) => `[${shape}] in order [${order}], step ${step}`);
  const { message } = found.errorInstance as Error;
  throw new Error(`${message}\n  blocks: ${shapes.join("; ")}\n  seed ${seed}, run ${found.numRuns}`);
}

/** Makes the suite for one backend. */
export function agreementSuite(name: string, backend: Backend): void {
  describe(name, () => {
    describe.each(methodCases)("$name", (line) => {
      test("float32 against the definition in float64", () => {
        hold(Math.min(RUNS, line.runs ?? RUNS), 11, line.calls, (call) => checkFloat32(backend, line, call));
      });
      const others = line.others ?? [];
      if (others.length === 0) return;
      test("the other types", () => {
        for (const dtype of others)
          hold(Math.ceil(RUNS / 5), 12, line.calls, (call) => checkExactly(backend, call, dtype));
      });
    });

    test.each(specialCases)("$name at special values", (line) => {
      hold(RUNS, 13, line.calls, (call) => checkFloat32(backend, line, call));
    });
  });
}
