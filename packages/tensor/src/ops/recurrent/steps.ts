/**
 * Recurrent layers in ops, step by step: what their kernels are held to, and what forward mode and second derivatives go through.
 */
import type { RecurrentDims, RecurrentKernel } from "../../backend/recurrent.ts";
import { tensor } from "../../create.ts";
import type { Tensor } from "../../tensor.ts";
import { relu, sigmoid } from "../activation.ts";
import { sub } from "../arithmetic.ts";
import { chunk, stack, unbind } from "../assemble.ts";
import { where } from "../compare.ts";
import { tanh } from "../elementary.ts";
import { matmul } from "../matmul.ts";
import { add, mul } from "../pointwise.ts";
import { transpose } from "../stretch.ts";

/** What a layer works on: the input's share of the gates `[T, B, gates·H]`, the states before `[states, B, H]`, `U`, `b`. */
export type Operands = readonly [x: Tensor, initial: Tensor, weight: Tensor, bias: Tensor];

/** The states after a step, from the input's share, the product `U·h + b` and the states before it. */
type Step = (x: Tensor, u: Tensor, state: readonly Tensor[]) => readonly Tensor[];

const steps: { readonly [name in RecurrentKernel]: Step } = {
  lstm: (x, u, [, c]) => {
    const [i, f, g, o] = chunk(add(x, u), 4, 1) as [Tensor, Tensor, Tensor, Tensor];
    const cell = add(mul(sigmoid(f), c as Tensor), mul(sigmoid(i), tanh(g)));
    return [mul(sigmoid(o), tanh(cell)), cell];
  },
  gru: (x, u, [h]) => {
    const [xr, xz, xn] = chunk(x, 3, 1) as [Tensor, Tensor, Tensor];
    const [ur, uz, un] = chunk(u, 3, 1) as [Tensor, Tensor, Tensor];
    const n = tanh(add(xn, mul(sigmoid(add(xr, ur)), un)));
    return [add(n, mul(sigmoid(add(xz, uz)), sub(h as Tensor, n)))];
  },
  rnnTanh: (x, u) => [tanh(add(x, u))],
  rnnRelu: (x, u) => [relu(add(x, u))],
};

/** The states after each step, `[states, T, B, H]`. A sequence that has ended keeps its states, whatever `x` holds there. */
export function stepByStep(
  kernel: RecurrentKernel,
  [x, initial, weight, bias]: Operands,
  dims: RecurrentDims,
): Tensor {
  const shares = unbind(x);
  const after = new Array<readonly Tensor[]>(dims.steps);
  let state: readonly Tensor[] = unbind(initial);
  for (let s = 0; s < dims.steps; s++) {
    const t = dims.reverse ? dims.steps - 1 - s : s;
    const runs = running(t, dims, x);
    const share = shares[t] as Tensor;
    const product = add(matmul(state[0] as Tensor, transpose(weight)), bias);
    const before = state;
    const next = steps[kernel](runs === null ? share : where(runs, share, 0), product, before);
    state = runs === null ? next : next.map((each, i) => where(runs, each, before[i] as Tensor));
    after[t] = state;
  }
  return stack((state as Tensor[]).map((_, i) => stack(after.map((each) => each[i] as Tensor))));
}

/** Which sequences have step t, `[B, 1]`; `null` if all have. */
function running(t: number, { lengths, batch }: RecurrentDims, { device }: Tensor): Tensor | null {
  if (lengths === null || lengths.every((length) => t < length)) return null;
  return tensor(
    lengths.map((length) => t < length),
    { shape: [batch, 1], device },
  );
}
