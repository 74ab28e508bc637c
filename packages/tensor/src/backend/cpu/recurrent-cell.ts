/** The cells of recurrent layers, for one hidden unit: forth, and back. */
import type { RecurrentKernel } from "../recurrent.ts";
import { sigmoid } from "./activation.ts";

/** From the input's share, the product `U·h + b` and the states before: the states after, and what is kept for the way back. */
type StepOne = (
  x: readonly number[],
  u: readonly number[],
  state: readonly number[],
) => { readonly next: readonly number[]; readonly keep: readonly number[] };

/** From the gradients of the states after: those of the input's share, of the product, and past it of the states before. */
type BackOne = (
  g: readonly number[],
  state: readonly number[],
  next: readonly number[],
  keep: readonly number[],
) => {
  readonly share: readonly number[];
  readonly through: readonly number[];
  readonly past: readonly number[];
};

type Four = [number, number, number, number];

const lstmStep: StepOne = (x, u, [, c]) => {
  const [i, f, g, o] = x.map((share, k) => {
    const sum = share + (u[k] as number);
    return k === 2 ? Math.tanh(sum) : sigmoid(sum);
  }) as Four;
  const cell = f * (c as number) + i * g;
  return { next: [o * Math.tanh(cell), cell], keep: [i, f, g, o] };
};

const lstmBack: BackOne = ([gh, gc], [, c], [, cell], keep) => {
  const [i, f, g, o] = keep as Four;
  const squashed = Math.tanh(cell as number);
  const rate = (gc as number) + (gh as number) * o * (1 - squashed * squashed);
  const share = [
    rate * g * i * (1 - i),
    rate * (c as number) * f * (1 - f),
    rate * i * (1 - g * g),
    (gh as number) * squashed * o * (1 - o),
  ];
  return { share, through: share, past: [0, rate * f] };
};

const gruStep: StepOne = (x, u, [h]) => {
  const [xr, xz, xn] = x as [number, number, number];
  const [ur, uz, m] = u as [number, number, number];
  const [r, z] = [sigmoid(xr + ur), sigmoid(xz + uz)];
  const n = Math.tanh(xn + r * m);
  return { next: [(1 - z) * n + z * (h as number)], keep: [r, z, n, m] };
};

const gruBack: BackOne = ([g], [h], _next, keep) => {
  const [r, z, n, m] = keep as Four;
  const rate = g as number;
  const dn = rate * (1 - z) * (1 - n * n);
  const dr = dn * m * r * (1 - r);
  const dz = rate * ((h as number) - n) * z * (1 - z);
  return { share: [dr, dz, dn], through: [dr, dz, dn * r], past: [rate * z] };
};

/** Elman's cell with an activation, and its derivative from the result. */
function elman(f: (x: number) => number): StepOne {
  return ([x], [u]) => ({ next: [f((x as number) + (u as number))], keep: [] });
}

function elmanBack(derivative: (g: number, y: number) => number): BackOne {
  return ([g], _state, [y]) => {
    const share = [derivative(g as number, y as number)];
    return { share, through: share, past: [0] };
  };
}

/** One step of one unit. */
export const stepOne: { readonly [name in RecurrentKernel]: StepOne } = {
  lstm: lstmStep,
  gru: gruStep,
  rnnTanh: elman(Math.tanh),
  rnnRelu: elman((x) => Math.max(x, 0)),
};

/** Its way back. */
export const backOne: { readonly [name in RecurrentKernel]: BackOne } = {
  lstm: lstmBack,
  gru: gruBack,
  rnnTanh: elmanBack((g, y) => g * (1 - y * y)),
  rnnRelu: elmanBack((g, y) => (y > 0 ? g : 0)),
};
