/** Ways to make tensors. */
import type { Device } from "./backend/backend.ts";
import { backendOf, defaultDevice } from "./backend/registry.ts";
import { allocate, arrayOf, type DType, type TypedArray } from "./dtype.ts";
import { requireGrad } from "./engine/leaf.ts";
import { noteMade } from "./engine/lifetime.ts";
import { type Generator, generatorFor } from "./random.ts";
import { type Shape, show, sizeOf } from "./shape.ts";
import { type NestedArray, Tensor } from "./tensor.ts";

/** Options of every creation function. */
export interface CreateOptions {
  /** Type of the elements: float32 by default. */
  readonly dtype?: DType;
  /** Where they lie: the default device unless named. */
  readonly device?: Device;
  /** Whether `backward` leaves a gradient here. */
  readonly requiresGrad?: boolean;
}

/** Options of random creation functions. */
export interface RandomOptions extends CreateOptions {
  /** The stream to draw from: that of a seed of its own, or by default the shared one (`manualSeed`). */
  readonly seed?: number;
  /** The stream to draw from, where several draws are to go on with one; `seed` then counts for nothing. */
  readonly generator?: Generator | undefined;
}

/** A tensor that owns `elements`. */
export function fromTypedArray(elements: TypedArray, shape: Shape, options: CreateOptions = {}): Tensor {
  const { dtype = "float32", device = defaultDevice(), requiresGrad = false } = options;
  checkShape(shape);
  if (elements.length !== sizeOf(shape))
    throw new RangeError(
      `tensor: ${elements.length} elements for shape ${show(shape)}, which has ${sizeOf(shape)}; make them equal`,
    );
  const storage = backendOf(device).upload(dtype, elements);
  noteMade(storage);
  const x = new Tensor(storage, shape);
  return requiresGrad ? requireGrad(x) : x;
}

/**
 * A tensor with these elements, copied: a number, nested arrays (all of one shape), or a flat or typed array with a
 * `shape`. A typed array gives its type, booleans give bool, other numbers float32.
 *
 * @throws RangeError if nested arrays differ in length
 */
export function tensor(
  data: NestedArray | TypedArray,
  options: CreateOptions & { readonly shape?: Shape } = {},
): Tensor {
  const { flat, shape, dtype } = ArrayBuffer.isView(data)
    ? { flat: data, shape: [data.length], dtype: typeOf(data) }
    : flatten(data);
  const type = options.dtype ?? dtype;
  return fromTypedArray(arrayOf(type, flat), options.shape ?? shape, { ...options, dtype: type });
}

function typeOf(data: TypedArray): DType {
  if (data instanceof Float64Array) return "float64";
  if (data instanceof Int32Array) return "int32";
  return data instanceof Float32Array ? "float32" : "bool";
}

function flatten(data: NestedArray): { flat: number[]; shape: number[]; dtype: DType } {
  const shape: number[] = [];
  for (let level: NestedArray | undefined = data; Array.isArray(level); level = level[0])
    shape.push(level.length);
  const flat: number[] = [];
  let boolean = true;
  const visit = (level: NestedArray, axis: number): void => {
    const isList = Array.isArray(level);
    if (isList !== axis < shape.length || (isList && level.length !== shape[axis])) {
      const found = isList ? `a list of ${level.length}` : "a single element";
      throw new RangeError(
        `tensor: nested arrays of shape ${show(shape)} hold ${found} on level ${axis}; all parts must have the same length`,
      );
    }
    if (isList) {
      for (const part of level) visit(part, axis + 1);
    } else {
      if (typeof level !== "boolean" && typeof level !== "number")
        throw new TypeError(
          `tensor: an element is ${typeof level} ${String(level)}; elements are numbers or booleans`,
        );
      boolean &&= typeof level === "boolean";
      flat.push(Number(level));
    }
  };
  visit(data, 0);
  return { flat, shape, dtype: boolean && flat.length > 0 ? "bool" : "float32" };
}

/** A tensor of `value` throughout. */
export function full(shape: Shape, value: number, options: CreateOptions = {}): Tensor {
  const { dtype = "float32", device = defaultDevice(), requiresGrad = false } = options;
  checkShape(shape);
  const storage = backendOf(device).fill(dtype, sizeOf(shape), value);
  noteMade(storage);
  const x = new Tensor(storage, shape);
  return requiresGrad ? requireGrad(x) : x;
}

/** Zeros. */
export function zeros(shape: Shape, options: CreateOptions = {}): Tensor {
  return full(shape, 0, options);
}

/** Ones. */
export function ones(shape: Shape, options: CreateOptions = {}): Tensor {
  return full(shape, 1, options);
}

/** `value` throughout, in the shape and type and on the device of `like`. */
export function fullLike(like: Tensor, value: number): Tensor {
  return full(like.shape, value, { dtype: like.dtype, device: like.device });
}

/** Zeros like another tensor. */
export function zerosLike(like: Tensor): Tensor {
  return fullLike(like, 0);
}

/** Ones like another tensor. */
export function onesLike(like: Tensor): Tensor {
  return fullLike(like, 1);
}

/** `start, start + step, ...` below `end`; `arange(n)` counts from 0. Whole numbers give int32, as in PyTorch int64. */
export function arange(start: number, end?: number, step = 1, options: CreateOptions = {}): Tensor {
  const [from, to] = end === undefined ? [0, start] : [start, end];
  if (step === 0 || !Number.isFinite(step))
    throw new RangeError(`arange: step is ${step}; it must be a finite number other than 0`);
  const count = Math.max(0, Math.ceil((to - from) / step));
  const whole = [from, to, step].every(Number.isInteger);
  const elements = Float64Array.from({ length: count }, (_, i) => from + i * step);
  return tensor(elements, { dtype: whole ? "int32" : "float32", ...options });
}

/** `count` numbers from `start` to `end`, both included, at equal distances. */
export function linspace(start: number, end: number, count: number, options: CreateOptions = {}): Tensor {
  const at = (i: number) =>
    i < count / 2
      ? start + (i * (end - start)) / (count - 1)
      : end - ((count - 1 - i) * (end - start)) / (count - 1);
  return tensor(
    Float64Array.from({ length: count }, (_, i) => (count === 1 ? start : at(i))),
    { dtype: "float32", ...options },
  );
}

/** The identity matrix of n rows and m columns. */
export function eye(n: number, m: number = n, options: CreateOptions = {}): Tensor {
  const elements = new Float64Array(n * m);
  for (let i = 0; i < Math.min(n, m); i++) elements[i * m + i] = 1;
  return tensor(elements, { dtype: "float32", ...options, shape: [n, m] });
}

function draw(
  shape: Shape,
  options: RandomOptions,
  dtype: DType,
  next: (generator: Generator) => number,
): Tensor {
  checkShape(shape);
  const generator = generatorFor(options);
  const elements = allocate(options.dtype ?? dtype, sizeOf(shape));
  for (let i = 0; i < elements.length; i++) elements[i] = next(generator);
  return fromTypedArray(elements, shape, { dtype, ...options });
}

/** Uniform numbers in [low, high). */
export function rand(
  shape: Shape,
  options: RandomOptions & { readonly low?: number; readonly high?: number } = {},
): Tensor {
  const { low = 0, high = 1 } = options;
  return draw(shape, options, "float32", (generator) => low + (high - low) * generator.uniform());
}

/** Normal numbers with the given mean and standard deviation. */
export function randn(
  shape: Shape,
  options: RandomOptions & { readonly mean?: number; readonly std?: number } = {},
): Tensor {
  const { mean = 0, std = 1 } = options;
  return draw(shape, options, "float32", (generator) => mean + std * generator.normal());
}

/** Whole numbers from `low` to `high` - 1, int32. */
export function randint(low: number, high: number, shape: Shape, options: RandomOptions = {}): Tensor {
  return draw(shape, options, "int32", (generator) => low + generator.integer(high - low));
}

/** Booleans (or 0 and 1 in another type), true with probability `p` to within 2⁻³²: of one draw each, for dropout asks for many. */
export function bernoulli(p: number, shape: Shape, options: RandomOptions = {}): Tensor {
  return draw(shape, options, "bool", (generator) => Number(generator.bits() < p * 2 ** 32));
}

/** The numbers 0 to n - 1 in random order, int32. */
export function randperm(n: number, options: RandomOptions = {}): Tensor {
  const order = generatorFor(options).permutation(n);
  return fromTypedArray(arrayOf(options.dtype ?? "int32", order), [n], { dtype: "int32", ...options });
}

function checkShape(shape: Shape): void {
  if (!Array.isArray(shape) || shape.some((extent) => !Number.isInteger(extent) || extent < 0))
    throw new RangeError(`shape [${shape}]; a shape is a list of whole numbers, none below 0`);
}
