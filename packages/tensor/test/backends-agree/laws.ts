/** The laws that every backend obeys: each of its methods gives what the definition on `cpu` gives in float64. */
import type { Backend, Storage } from "@gradus/tensor/backend/backend";
import { cpu } from "@gradus/tensor/backend/cpu/index";
import type { DType, TypedArray } from "@gradus/tensor/dtype";
import * as fc from "fast-check";
import { type Bound, complaint } from "./bounds.ts";
import type { Call, MethodCase } from "./method-case.ts";
import { moveCases } from "./moves.ts";
import { binaryCases, specialCases, unaryCases, whereCase } from "./pointwise.ts";
import { productCases } from "./products.ts";
import { recurrentCases } from "./recurrent.ts";
import { rowCases } from "./rows.ts";
import { type Block, viewOn } from "./views.ts";

const everywhere = [...unaryCases, ...binaryCases, whereCase, ...rowCases, ...moveCases, ...productCases];

/** Every method. */
export const methodCases: readonly MethodCase[] = [...everywhere, ...recurrentCases];

/** What a backend does not promise, and how much of the laws there is time for. */
export interface Terms {
  /** How often each law is tried. */
  readonly runs: number;
  /** The bound of a law, where it is not that of its line in the table. */
  readonly bound?: (line: MethodCase) => Bound;
  /** What becomes of each element that a law makes up, where a function is not for all of them. */
  readonly domain?: (line: MethodCase) => (x: number) => number;
  /** The same for types that must agree exactly. */
  readonly whole?: (line: MethodCase) => (x: number) => number;
  /** Types that the backend does not have. */
  readonly without?: readonly DType[];
}

/** A law by name, ready to be tried. Throws where it does not hold. */
export interface Law {
  readonly name: string;
  readonly hold: () => Promise<void>;
}

/** All laws for one backend. */
export function lawsOf(backend: Backend, terms: Terms): Law[] {
  const { runs, without = [] } = terms;
  const methods = backend.recurrent === undefined ? everywhere : methodCases;
  const special = specialCases.map((line) => ({ ...line, name: `${line.name} at special values` }));
  const float32 = [...methods, ...special].map((line, i) => ({
    name: `${line.name}: float32 against the definition in float64`,
    hold: () =>
      hold(Math.min(runs, line.runs ?? runs), i < methods.length ? 11 : 13, line.calls, (call) =>
        checkFloat32(backend, terms, line, call),
      ),
  }));
  const exact = methods
    .map((line) => ({ ...line, others: (line.others ?? []).filter((dtype) => !without.includes(dtype)) }))
    .filter(({ name, others }) => others.length > 0 && !without.some((dtype) => name === `cast to ${dtype}`))
    .map((line) => ({
      name: `${line.name}: the other types`,
      hold: async () => {
        for (const dtype of line.others)
          await hold(Math.ceil(runs / 5), 12, line.calls, (call) =>
            checkExactly(backend, call, dtype, terms.whole?.(line)),
          );
      },
    }));
  return [
    ...float32.filter(({ name }) => !without.some((dtype) => name.startsWith(`cast to ${dtype}`))),
    ...exact,
  ];
}

/** What a call gives, read back. */
export async function results(
  backend: Backend,
  call: Call,
  dtype: DType,
  change = (x: number): number => x,
): Promise<Result[]> {
  const views = call.blocks.map((block, i) => {
    const own = call.types?.[i];
    const changed: Block = own === undefined ? { ...block, data: block.data.map(change) } : block;
    return viewOn(backend, changed, own ?? dtype);
  });
  const made: Result[] = [];
  for (const storage of call.run(backend, views, dtype))
    made.push({ dtype: storage.dtype, data: await read(backend, storage) });
  return made;
}

/** The elements of a result. */
export interface Result {
  readonly dtype: DType;
  readonly data: TypedArray;
}

async function read(backend: Backend, storage: Storage): Promise<TypedArray> {
  const { dtype, length } = storage;
  const view = { storage, dtype, shape: [length], strides: [1], offset: 0 };
  return backend.read === undefined ? backend.download(view) : backend.read(view);
}

/** float32 against float64. */
async function checkFloat32(backend: Backend, terms: Terms, line: MethodCase, call: Call): Promise<void> {
  const bound = terms.bound?.(line) ?? line.bound;
  const change = terms.domain?.(line);
  const got = await results(backend, call, "float32", change);
  const exact = await results(cpu, call, "float64", change);
  const scale = call.scale ?? (line.scaled === true ? call.run : () => []);
  const scales = await results(cpu, { ...call, run: scale }, "float64", (x) => Math.abs(change?.(x) ?? x));
  got.forEach(({ dtype, data }, r) => {
    const wanted = exact[r] as Result;
    const type = wanted.dtype === "float64" && dtype === "float32" ? "float32" : wanted.dtype;
    if (dtype !== type) throw new Error(`result ${r} is ${dtype}, not ${type}`);
    if (data.length !== wanted.data.length)
      throw new Error(`result ${r} has ${data.length} elements, not ${wanted.data.length}`);
    data.forEach((y, i) => {
      const wrong = complaint(y, wanted.data[i] as number, bound, scales[r]?.data[i]);
      if (wrong !== undefined) throw new Error(`element ${i} of result ${r}: ${wrong}`);
    });
  });
}

/** Other types: the very same elements. */
async function checkExactly(
  backend: Backend,
  call: Call,
  dtype: DType,
  change?: (x: number) => number,
): Promise<void> {
  const got = await results(backend, call, dtype, change);
  const wanted = await results(cpu, call, dtype, change);
  if (got.length !== wanted.length) throw new Error(`${got.length} results, not ${wanted.length}`);
  got.forEach((one, r) => {
    const other = wanted[r] as Result;
    const same =
      one.dtype === other.dtype &&
      one.data.length === other.data.length &&
      one.data.every((y, i) => Object.is(y, other.data[i]));
    if (!same)
      throw new Error(
        `${dtype}: result ${r} is ${one.dtype} [${shown(one.data)}], not ${other.dtype} [${shown(other.data)}]`,
      );
  });
}

function shown(data: TypedArray): string {
  return `${data.subarray(0, 20).join(", ")}${data.length > 20 ? ", ..." : ""}`;
}

/** Tries a law; its complaint names shapes and seed, not the elements by the thousand. */
async function hold(
  runs: number,
  seed: number,
  calls: fc.Arbitrary<Call>,
  law: (call: Call) => Promise<void>,
): Promise<void> {
  const found = await fc.check(fc.asyncProperty(calls, law), { numRuns: runs, seed, endOnFailure: true });
  if (!found.failed) return;
  const [call] = found.counterexample as [Call];
  const shapes = call.blocks.map(({ shape, order, step }) => `[${shape}] in order [${order}], step ${step}`);
  const { message } = found.errorInstance as Error;
  throw new Error(`${message}\n  blocks: ${shapes.join("; ")}\n  seed ${seed}, run ${found.numRuns}`);
}
