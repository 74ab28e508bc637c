/** Element by element. Nothing is launched here: what comes out is an expression. */
import { type DType, isFloat } from "../../dtype.ts";
import type { BinaryKernel, UnaryKernel, View } from "../backend.ts";
import { Block } from "./block.ts";
import { compute } from "./device.ts";
import { applied, operandOf } from "./expression.ts";
import type { FunctionName } from "./functions.ts";
import { blockOf, GpuStorage, lengthOf } from "./storage.ts";

/** `f` of views that all have the shape of the result. */
export function map(
  f: FunctionName,
  views: readonly View[],
  dtype: DType,
  numbers: readonly number[] = [],
): GpuStorage {
  const length = lengthOf(views[0] as View);
  if (length === 0) return new GpuStorage(dtype, new Block(0));
  const operands = views.map((view) => operandOf(view, blockOf(view)));
  return new GpuStorage(dtype, new Block(length, applied(f, operands, numbers, compute)));
}

/** `y = f(x)`. */
export function unary(kernel: UnaryKernel, x: View, dtype: DType, parameter = 0): GpuStorage {
  return map(kernel, [x], dtype, kernel === "leakyRelu" || kernel === "elu" ? [parameter] : []);
}

/** `y = f(a, b)`, strided. */
export function binary(kernel: BinaryKernel, a: View, b: View, dtype: DType): GpuStorage {
  return map(kernel === "pow" && !isFloat(a.dtype) ? "powInteger" : kernel, [a, b], dtype);
}

/** `condition ? a : b`, strided. */
export function where(condition: View, a: View, b: View): GpuStorage {
  return map("where", [condition, a, b], a.dtype);
}
