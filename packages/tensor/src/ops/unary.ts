/** Turns the entry of an op with one operand, a kernel and a local derivative in ops, into a full op. */
import type { UnaryKernel, VjpKernel } from "../backend/backend.ts";
import { dense } from "../backend/dense.ts";
import { type DType, isFloat } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import type { Op, Saves, Tensor } from "../tensor.ts";
import { elementCost } from "./linear.ts";
import { type BinaryOp, binary, cast, chain, mul, type Operand, requireTensor } from "./pointwise.ts";

/** The entry of an op with one operand. */
export interface UnaryRule {
  readonly name: string;
  readonly kernel: UnaryKernel;
  /** `dy/dx` in ops, or a constant. None for an op without derivatives, whose cotangent stops here. */
  readonly derivative?: number | ((x: Tensor, y: Tensor) => Operand);
  /** In place of `derivative`: what becomes of a rate `t`, where that is a selection and a product would make `∞·0 = NaN`. */
  readonly pass?: (t: Tensor, x: Tensor, y: Tensor) => Tensor;
  /** The whole vjp as one kernel of the cotangent and what is saved; used while nothing traces the backward pass. */
  readonly vjpKernel?: VjpKernel;
  /** What `derivative` looks at. */
  readonly saves?: "input" | "output" | "both" | "none";
  /** Type of the result: the operand's by default. */
  readonly dtype?: DType;
  /** Whether whole numbers stay whole; by default they become float32. */
  readonly keepsIntegers?: boolean;
}

/** An op with one operand, ready to be called. */
export interface UnaryOp {
  (x: Tensor): Tensor;
  readonly op: Op<null>;
}

const savings: { readonly [key in NonNullable<UnaryRule["saves"]>]: Saves } = {
  input: { inputs: [0], output: false },
  output: { inputs: [], output: true },
  both: { inputs: [0], output: true },
  none: { inputs: [], output: false },
};

/** The vjps that are one kernel. They have no derivatives: whoever traces the backward pass gets the definition in ops. */
export const fusedVjps: { readonly [name in VjpKernel]: BinaryOp } = {
  reluVjp: binary({ name: "reluVjp", kernel: "reluVjp" }),
  tanhVjp: binary({ name: "tanhVjp", kernel: "tanhVjp" }),
  sigmoidVjp: binary({ name: "sigmoidVjp", kernel: "sigmoidVjp" }),
  siluVjp: binary({ name: "siluVjp", kernel: "siluVjp" }),
  geluVjp: binary({ name: "geluVjp", kernel: "geluVjp" }),
  geluTanhVjp: binary({ name: "geluTanhVjp", kernel: "geluTanhVjp" }),
};

/** Makes an op out of the entry of an op with one operand. */
export function unary(rule: UnaryRule): UnaryOp {
  const { name, kernel, derivative, pass, vjpKernel } = rule;
  const fused = vjpKernel && fusedVjps[vjpKernel];
  const move = (t: Tensor, x: Tensor, y: Tensor): Tensor | null => {
    if (pass !== undefined) return pass(t, x, y);
    if (derivative === undefined) return null;
    return typeof derivative === "number" ? mul(t, derivative) : chain(t, derivative(x, y));
  };
  const saves = savings[rule.saves ?? "input"];
  const op: Op<null> = {
    name,
    shape: ([x]) => ({ shape: (x as Tensor).shape, dtype: rule.dtype ?? (x as Tensor).dtype }),
    forward: (backend, [x], _attrs, { shape, dtype }) => ({
      storage: backend.unary(kernel, dense(backend, x as Tensor), dtype),
      shape,
    }),
    saves,
    vjp: (g, _i, { inputs: [x], output }) => move(g, x as Tensor, output),
    ...(fused && {
      fusedVjp: (g, _wanted, { inputs: [x], output }) => [fused(g, saves.output ? output : (x as Tensor))],
    }),
    jvp: ([t], { inputs: [x], output }) => (t ? move(t, x as Tensor, output) : null),
    cost: ([x], _attrs, output) => elementCost(x as Tensor, output),
  };
  const call = (x: Tensor): Tensor => {
    requireTensor(name, x);
    return apply(op, [cast(x, operandType(rule, x.dtype))], null);
  };
  return Object.assign(call, { op });
}

/** What the operand is cast to. Arithmetic on booleans is arithmetic on the whole numbers 0 and 1. */
function operandType(rule: UnaryRule, dtype: DType): DType {
  if (isFloat(dtype)) return dtype;
  if (rule.keepsIntegers !== true) return "float32";
  return dtype === "bool" && rule.dtype === undefined ? "int32" : dtype;
}
