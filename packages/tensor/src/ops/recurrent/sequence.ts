/**
 * All steps of a recurrent layer as one op. Its kernel leaves a trace, the states after each step and what the way back needs; the
 * op's result is the states in it, a view. Gradients of the weight are one product over all steps.
 */

import { jvp, vjp } from "../../autograd.ts";
import type { Backend } from "../../backend/backend.ts";
import { dense } from "../../backend/dense.ts";
import {
  gradientPlaces,
  type RecurrentDims,
  type RecurrentKernel,
  recurrentSizes,
  traceLength,
} from "../../backend/recurrent.ts";
import { backendOf } from "../../backend/registry.ts";
import { bytesOf } from "../../dtype.ts";
import { apply } from "../../engine/apply.ts";
import { oncePerPass } from "../../engine/once.ts";
import { noGrad } from "../../engine/recording.ts";
import { sizeOf } from "../../shape.ts";
import type { Context, Cost, Meta, Op, Tensor } from "../../tensor.ts";
import { matmul } from "../matmul.ts";
import { add } from "../pointwise.ts";
import { slice } from "../slice.ts";
import { reshape, sum, transpose } from "../stretch.ts";
import { type Operands, stepByStep } from "./steps.ts";

interface Layer {
  readonly kernel: RecurrentKernel;
  readonly dims: RecurrentDims;
}

/** A backend that has the kernels: else these ops are not called. */
type WithKernels = Required<Pick<Backend, "recurrent" | "recurrentVjp">>;

/** What a forward pass leaves, flat: states and what the way back needs. Nobody differentiates it. */
export const recurrentTraceOp: Op<Layer> = {
  name: "recurrentTrace",
  shape: ([x], { kernel, dims }) => ({ shape: [traceLength(kernel, dims)], dtype: (x as Tensor).dtype }),
  forward: (backend, inputs, { kernel, dims }, { shape }) => {
    const [x, initial, weight, bias] = inputs.map((input) => dense(backend, input)) as DenseOperands;
    const { recurrent } = backend as WithKernels;
    return { storage: recurrent(kernel, { x, initial, weight, bias }, dims), shape };
  },
  saves: { inputs: [], output: false },
  vjp: () => null,
  jvp: () => null,
  cost: productCost,
};

type DenseOperands = [View, View, View, View];
type View = ReturnType<typeof dense>;

/** See {@link recurrent}. Inputs: the operands, then the trace. */
export const recurrentOp: Op<Layer> = {
  name: "recurrent",
  shape: ([x], { kernel, dims: { steps, batch, hidden } }) => ({
    shape: [recurrentSizes[kernel].states, steps, batch, hidden],
    dtype: (x as Tensor).dtype,
  }),
  forward: (_backend, inputs, _attrs, { shape }) => {
    const { storage, offset } = inputs[4] as Tensor;
    return { storage, shape, offset };
  },
  // The input's share only for who differentiates twice.
  saves: { inputs: "all", output: false },
  vjp: (g, i, context) => pullTraced(g, i, context)[i] ?? null,
  fusedVjp: pullFused,
  jvp: (t, { inputs, attrs }) => {
    const operands = inputs.slice(0, 4);
    const moving = [0, 1, 2, 3].filter((i) => t[i] !== null);
    const f = (...x: Tensor[]): Tensor => {
      const own = operands.map((input, i) => x[moving.indexOf(i)] ?? input);
      return stepByStep(attrs.kernel, own as unknown as Operands, attrs.dims);
    };
    const [at, rates] = [operands, t].map((from) => moving.map((i) => from[i] as Tensor));
    return jvp(f, at as Tensor[], rates as Tensor[])[1];
  },
  cost: () => ({ flops: 0, bytes: 0 }),
};

/** The gradients in one block: see `gradientPlaces`. Inputs: the cotangent, the trace, the initial states, the weight. */
export const recurrentVjpOp: Op<Layer> = {
  name: "recurrentVjp",
  shape: ([g], { kernel, dims }) => ({
    shape: [gradientPlaces(kernel, dims).length],
    dtype: (g as Tensor).dtype,
  }),
  forward: (backend, inputs, { kernel, dims }, { shape }) => {
    const [g, trace, initial, weight] = inputs.map((input) => dense(backend, input)) as DenseOperands;
    const { recurrentVjp } = backend as WithKernels;
    return { storage: recurrentVjp(kernel, { g, trace, initial, weight }, dims), shape };
  },
  saves: { inputs: [], output: false },
  vjp: () => null,
  jvp: () => null,
  cost: productCost,
};

/** A product with the weight for every step, each operand read and the result written once. */
function productCost(inputs: readonly Meta[], { kernel, dims }: Layer, output: Meta): Cost {
  const { steps, batch, hidden } = dims;
  const flops = 2 * steps * batch * recurrentSizes[kernel].gates * hidden * hidden;
  const bytes = [...inputs, output].reduce(
    (sum, { shape, dtype }) => sum + sizeOf(shape) * bytesOf(dtype),
    0,
  );
  return { flops, bytes };
}

/** Gradients by the definition, all at once. */
const pullTraced = oncePerPass((g: Tensor, { inputs, attrs }: Context<Layer>): readonly Tensor[] => {
  const f = (...x: Tensor[]): Tensor => stepByStep(attrs.kernel, x as unknown as Operands, attrs.dims);
  return vjp(f, ...inputs.slice(0, 4))[1](g);
});

/** Gradients by the kernel: one way back through the steps serves them all. */
function pullFused(
  g: Tensor,
  wanted: readonly boolean[],
  { inputs, attrs }: Context<Layer>,
): readonly (Tensor | null)[] {
  const [, initial, weight, , trace] = inputs as [Tensor, Tensor, Tensor, Tensor, Tensor];
  const { steps, batch, hidden } = attrs.dims;
  const { gates } = recurrentSizes[attrs.kernel];
  const { product, initial: past, length } = gradientPlaces(attrs.kernel, attrs.dims);
  const all = apply(recurrentVjpOp, [g, trace, initial, weight], attrs);
  const width = gates * hidden;
  const from = (start: number): Tensor =>
    reshape(slice(all, 0, start, start + steps * batch * width), [steps, batch, width]);
  const gradients = [
    () => from(0),
    () => reshape(slice(all, 0, past, length), initial.shape),
    () => weightGradient(from(product), trace, initial, attrs.dims),
    () => sum(from(product), [0, 1]),
  ];
  return wanted.map((isWanted, i) => (isWanted ? (gradients[i]?.() ?? null) : null));
}

/**
 * `∂L/∂U = Σₜ dₜᵀ·hₜ₋₁`: one product over all steps but the first, which starts from the initial state, and one for that.
 *
 * @param through gradients of the products, `[T, B, gates·H]`
 */
function weightGradient(through: Tensor, trace: Tensor, initial: Tensor, dims: RecurrentDims): Tensor {
  const { steps, batch, hidden, reverse } = dims;
  const rows = (x: Tensor, from: number, to: number): Tensor =>
    reshape(slice(x, 0, from, to), [(to - from) * batch, x.shape[2] as number]);
  const states = reshape(slice(trace, 0, 0, steps * batch * hidden), [steps, batch, hidden]);
  const [first, rest] = reverse ? [steps - 1, 0] : [0, 1];
  const start = matmul(
    transpose(rows(through, first, first + 1)),
    reshape(slice(initial, 0, 0, 1), [batch, hidden]),
  );
  if (steps === 1) return start;
  const moved = transpose(rows(through, rest, rest + steps - 1));
  return add(matmul(moved, rows(states, 1 - rest, steps - rest)), start);
}

/**
 * The states of a recurrent layer after each step, `[states, T, B, H]`.
 *
 * @param operands the input's share of the gates `[T, B, gates·H]`, the states before the first step `[states, B, H]`, the weight
 *   `[gates·H, H]` and the bias `[gates·H]` of the product, all of one float type
 */
export function recurrent(kernel: RecurrentKernel, operands: Operands, dims: RecurrentDims): Tensor {
  if (dims.batch === 0 || backendOf(operands[0].device).recurrent === undefined)
    return stepByStep(kernel, operands, dims);
  const trace = noGrad(() => apply(recurrentTraceOp, operands, { kernel, dims }));
  return apply(recurrentOp, [...operands, trace], { kernel, dims });
}
