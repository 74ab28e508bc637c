/** Elements brought in, out, and into order. */
import { allocate, arrayOf, type DType, type TypedArray } from "../../dtype.ts";
import { contiguousStrides } from "../../shape.ts";
import type { Storage, View } from "../backend.ts";
import { cpu } from "../cpu/index.ts";
import { CpuStorage } from "../cpu/storage.ts";
import { Block, retain } from "./block.ts";
import { compute, driver } from "./device.ts";
import { constantExpression, constantOf, operandOf } from "./expression.ts";
import { constant, produce } from "./kernel.ts";
import { map } from "./pointwise.ts";
import { arrival, arrived, enqueue } from "./queue.ts";
import { THREAD } from "./source.ts";
import { blockOf, GpuStorage, lengthOf } from "./storage.ts";

/** Whole numbers beyond are not all floats. */
const LARGEST_WHOLE = 2 ** 24;
/** A kernel reads at most so many parts at once. */
const MOST_PARTS = 6;

/** Up to so many elements that were brought in stay known here, too, where they could not be read back at once. */
const MOST_KEPT = 2 ** 24;

/**
 * Copies elements in. They stay known here as well, until something is assigned: whole numbers and booleans are indices and labels,
 * which ops look at, and others are first weights, which initializers do.
 */
export function upload(dtype: DType, elements: TypedArray): GpuStorage {
  checkType(dtype);
  const { length } = elements;
  if (length === 0) return new GpuStorage(dtype, new Block(0));
  if (dtype === "int32") checkRange(elements);
  const block = new Block(length, length === 1 ? constantExpression(elements[0] as number) : null);
  const copy = elements instanceof Float32Array ? elements.slice() : Float32Array.from(elements);
  if (dtype !== "float32") block.host = elements.slice();
  else if (length === 1 || (!driver().readsAtOnce && length <= MOST_KEPT)) block.host = copy;
  if (length > 1) {
    const home = driver();
    enqueue({ block, inputs: [], home, run: () => home.upload(copy) });
  }
  return new GpuStorage(dtype, block);
}

function checkType(dtype: DType): void {
  if (dtype !== "float64") return;
  throw new TypeError(
    'gpu: elements are float64; gpus compute in float32. Write x.cast("float32").to("gpu"), or stay on "cpu" or "wasm"',
  );
}

function checkRange(elements: TypedArray): void {
  const found = elements.find((element) => Math.abs(element) > LARGEST_WHOLE);
  if (found === undefined) return;
  throw new RangeError(
    `gpu: an int32 element is ${found}; whole numbers lie in float32 on the gpu, exact up to 2^24 = ${LARGEST_WHOLE}. ` +
      'Keep this tensor on "wasm"',
  );
}

/** Whether the elements of a view can be read at once. */
export function readable(view: View): boolean {
  const block = blockOf(view);
  return block.length === 0 || block.host !== null || constantOf(block) !== undefined || driver().readsAtOnce;
}

/** The elements of a view. Throws on webgpu, unless they never were anywhere else but here. */
export function download(view: View): TypedArray {
  const known = fromHost(view);
  if (known !== null) return known;
  if (!driver().readsAtOnce)
    throw new Error(
      "gpu: webgpu cannot read elements at once; write await x.data(), or (await x.data())[0] for one number",
    );
  return withPart(view, (block) =>
    typed(view.dtype, driver().read(arrived(block, driver()), block.length) as Float32Array),
  );
}

/** The elements of a view as soon as they are there. */
export async function read(view: View): Promise<TypedArray> {
  const known = fromHost(view);
  if (known !== null) return known;
  const part = contiguous(view);
  try {
    const { block } = part;
    compute(block);
    const handle = await arrival(block, driver());
    return typed(view.dtype, await driver().read(handle, block.length));
  } finally {
    part.release();
  }
}

function withPart<T>(view: View, use: (block: Block) => T): T {
  const part = contiguous(view);
  try {
    compute(part.block);
    return use(part.block);
  } finally {
    part.release();
  }
}

/** Elements that are known here: those that were brought in and kept, and constants. */
function fromHost(view: View): TypedArray | null {
  const { dtype, shape, strides, offset } = view;
  const length = lengthOf(view);
  if (length === 0) return allocate(dtype, 0);
  const block = blockOf(view);
  if (block.host !== null)
    return cpu.download({ storage: new CpuStorage(dtype, block.host), dtype, shape, strides, offset });
  const value = constantOf(block);
  return value === undefined ? null : arrayOf(dtype, allocate("float64", length).fill(value));
}

/** Elements as they lie on the device, in their type. */
function typed(dtype: DType, elements: Float32Array): TypedArray {
  return dtype === "float32" ? elements.slice() : arrayOf(dtype, elements);
}

/** Overwrites a storage. Blocks never change, so it holds another one from now on. */
export function assign(target: Storage, source: View): void {
  const part = contiguous(source);
  const { block } = part;
  compute(block);
  (target as GpuStorage).replace(retain(block));
  part.release();
}

/** Elements of a strided view in row-major order. Of a whole block there is no need of another. */
export function contiguous(x: View): GpuStorage {
  const block = blockOf(x);
  if (operandOf(x, block).layout === null) return new GpuStorage(x.dtype, retain(block));
  return map("copy", [x], x.dtype);
}

/** The same number throughout. */
export function fill(dtype: DType, length: number, value: number): GpuStorage {
  checkType(dtype);
  return constant(dtype, length, value);
}

/** Elements as another type. They all lie in float32, so only what a type cannot hold changes. */
export function cast(x: View, dtype: DType): GpuStorage {
  checkType(dtype);
  if (dtype === "bool") return map("isNotZero", [x], dtype);
  return map(dtype === "int32" && x.dtype === "float32" ? "truncate" : "copy", [x], dtype);
}

/** Views side by side. */
export function concat(parts: readonly View[], outer: number, widths: readonly number[]): GpuStorage {
  const { dtype } = parts[0] as View;
  const some = parts
    .map((view, i) => ({ view, width: widths[i] as number }))
    .filter(({ width }) => width > 0);
  if (some.length === 0 || outer === 0) return new GpuStorage(dtype, new Block(0));
  const joined: { view: View; width: number }[] = [];
  for (let i = 0; i < some.length; i += MOST_PARTS) {
    const group = some.slice(i, i + MOST_PARTS);
    const width = group.reduce((sum, part) => sum + part.width, 0);
    const storage = sideBySide(group, outer, width, dtype);
    joined.push({ view: rowMajor(storage), width });
  }
  if (joined.length === 1) return joined[0]?.view.storage as GpuStorage;
  const whole = concat(
    joined.map(({ view }) => view),
    outer,
    joined.map(({ width }) => width),
  );
  for (const { view } of joined) (view.storage as GpuStorage).release();
  return whole;
}

function sideBySide(
  parts: readonly { readonly view: View; readonly width: number }[],
  outer: number,
  width: number,
  dtype: DType,
): GpuStorage {
  return produce(
    dtype,
    outer * width,
    parts.map(({ view }) => view),
    (source, ...reads) => {
      const row = source.local(source.quotient(THREAD, width));
      const column = source.local(source.remainder(THREAD, width));
      let start = 0;
      parts.forEach((part, i) => {
        const text = (reads[i] as (at: string) => string)(source.sum(-start, [row, part.width], [column, 1]));
        start += part.width;
        source.line(
          i === parts.length - 1 ? `return ${text};` : `if (${column} < ${start}) { return ${text}; }`,
        );
      });
    },
  );
}

/** A whole storage as a view. */
export function rowMajor(storage: Storage, shape: readonly number[] = [storage.length]): View {
  return { storage, dtype: storage.dtype, shape, strides: contiguousStrides(shape), offset: 0 };
}
