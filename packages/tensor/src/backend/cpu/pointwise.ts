/** Kernels that work element by element: the living definition of every function. */
import { allocate, type DType } from "../../dtype.ts";
import type { BinaryKernel, UnaryKernel, View } from "../backend.ts";
import { chain, gelu, geluTanh, sigmoid, silu, softplus, vjpFunctions } from "./activation.ts";
import { erf, pow, powInteger, roundEven } from "./special.ts";
import { arrayOf, CpuStorage, elements } from "./storage.ts";
import { eachRow, innermost } from "./strided.ts";

const unaryFunctions: { readonly [name in UnaryKernel]: (x: number, parameter: number) => number } = {
  neg: (x) => -x,
  exp: (x) => Math.exp(x),
  log: (x) => Math.log(x),
  log1p: (x) => Math.log1p(x),
  expm1: (x) => Math.expm1(x),
  sqrt: (x) => Math.sqrt(x),
  rsqrt: (x) => 1 / Math.sqrt(x),
  sin: (x) => Math.sin(x),
  cos: (x) => Math.cos(x),
  tan: (x) => Math.tan(x),
  tanh: (x) => Math.tanh(x),
  sigmoid,
  relu: (x) => (x <= 0 ? 0 : x),
  gelu,
  geluTanh,
  silu,
  softplus,
  abs: (x) => Math.abs(x),
  square: (x) => x * x,
  reciprocal: (x) => 1 / x,
  erf,
  sign: (x) => (x === 0 ? 0 : Math.sign(x)),
  floor: (x) => Math.floor(x),
  ceil: (x) => Math.ceil(x),
  round: roundEven,
  not: (x) => (x === 0 ? 1 : 0),
  isnan: (x) => (Number.isNaN(x) ? 1 : 0),
  leakyRelu: (x, slope) => (x > 0 ? x : slope * x),
  elu: (x, alpha) => (x > 0 ? x : alpha * Math.expm1(x)),
};

const binaryFunctions: { readonly [name in BinaryKernel]: (a: number, b: number) => number } = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  pow,
  maximum: (a, b) => Math.max(a, b),
  minimum: (a, b) => Math.min(a, b),
  equal: (a, b) => Number(a === b),
  notEqual: (a, b) => Number(a !== b),
  less: (a, b) => Number(a < b),
  lessEqual: (a, b) => Number(a <= b),
  greater: (a, b) => Number(a > b),
  greaterEqual: (a, b) => Number(a >= b),
  and: (a, b) => Number(a !== 0 && b !== 0),
  or: (a, b) => Number(a !== 0 || b !== 0),
  chain,
  ...vjpFunctions,
};

/** Whole numbers multiply modulo 2³², as everywhere; a product of floats would lose the low bits first. */
const integerFunctions: { readonly [name in BinaryKernel]?: (a: number, b: number) => number } = {
  mul: Math.imul,
  pow: powInteger,
};

/** `y = f(x)`. */
export function unary(kernel: UnaryKernel, x: View, dtype: DType, parameter = 0): CpuStorage {
  const input = elements(x);
  const output = allocate(dtype, input.length);
  const f = kernel === "square" && x.dtype === "int32" ? imulSelf : unaryFunctions[kernel];
  for (let i = 0; i < input.length; i++) output[i] = f(input[i] as number, parameter);
  return new CpuStorage(dtype, output);
}

function imulSelf(x: number): number {
  return Math.imul(x, x);
}

/** `y = f(a, b)`, strided. */
export function binary(kernel: BinaryKernel, a: View, b: View, dtype: DType): CpuStorage {
  const f = (a.dtype === "int32" ? integerFunctions[kernel] : undefined) ?? binaryFunctions[kernel];
  const [x, y] = [arrayOf(a), arrayOf(b)];
  const size = a.shape.reduce((product, extent) => product * extent, 1);
  const output = allocate(dtype, size);
  const { width, step } = innermost(a.shape, a.strides);
  const { step: other } = innermost(b.shape, b.strides);
  eachRow(a.shape, [a.strides, b.strides], [a.offset, b.offset], (starts, out) => {
    let i = starts[0] as number;
    let j = starts[1] as number;
    for (let k = 0; k < width; k++, i += step, j += other)
      output[out + k] = f(x[i] as number, y[j] as number);
  });
  return new CpuStorage(dtype, output);
}

/** `condition ? a : b`, strided. */
export function where(condition: View, a: View, b: View): CpuStorage {
  const [c, x, y] = [arrayOf(condition), arrayOf(a), arrayOf(b)];
  const size = a.shape.reduce((product, extent) => product * extent, 1);
  const output = allocate(a.dtype, size);
  const views = [condition, a, b];
  const steps = views.map((view) => innermost(view.shape, view.strides).step) as [number, number, number];
  const { width } = innermost(a.shape, a.strides);
  eachRow(
    a.shape,
    views.map((view) => view.strides),
    views.map((view) => view.offset),
    (starts, out) => {
      let [h, i, j] = starts as [number, number, number];
      for (let k = 0; k < width; k++, h += steps[0], i += steps[1], j += steps[2])
        output[out + k] = (c[h] !== 0 ? x[i] : y[j]) as number;
    },
  );
  return new CpuStorage(a.dtype, output);
}
