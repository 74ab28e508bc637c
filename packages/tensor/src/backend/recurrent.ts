/** Recurrent layers as backends see them: their sizes, and where in one block of memory is what. */

/** What a layer computes at each step; see `ops/recurrent` for the equations. */
export type RecurrentKernel = "lstm" | "gru" | "rnnTanh" | "rnnRelu";

/** Extents of a recurrent layer: T steps, B sequences, H hidden units. */
export interface RecurrentDims {
  readonly steps: number;
  readonly batch: number;
  readonly hidden: number;
  /** From the last step to the first. */
  readonly reverse: boolean;
  /** How many steps each sequence has, where they differ. After its last one, a sequence keeps its states. */
  readonly lengths: readonly number[] | null;
}

/** How many numbers a kernel has for each hidden unit. */
export interface RecurrentSizes {
  /** Rows of the weight, and numbers of the input's share, in multiples of H. */
  readonly gates: number;
  /** States that go from step to step: the hidden state h, the LSTM's cell state c after it. */
  readonly states: number;
  /** What a step keeps for the way back, beside the states. */
  readonly kept: number;
  /** Whether the gradients of the input's share and of the product `U·h + b` differ. */
  readonly apart: boolean;
}

/** LSTM: gates i, f, g, o, all kept. GRU: gates r, z, n; kept are these and the product's part of n, `m = Uₙ·h + bₙ`. */
export const recurrentSizes: { readonly [name in RecurrentKernel]: RecurrentSizes } = {
  lstm: { gates: 4, states: 2, kept: 4, apart: false },
  gru: { gates: 3, states: 1, kept: 4, apart: true },
  rnnTanh: { gates: 1, states: 1, kept: 0, apart: false },
  rnnRelu: { gates: 1, states: 1, kept: 0, apart: false },
};

/** How many elements a trace has: `[states, T, B, H]` after each step, then `[T, B, kept·H]`. */
export function traceLength(kernel: RecurrentKernel, { steps, batch, hidden }: RecurrentDims): number {
  const { states, kept } = recurrentSizes[kernel];
  return (states + kept) * steps * batch * hidden;
}

/**
 * Where in the result of `recurrentVjp` the gradients begin, and how long it is: of the input's share and of the product, both
 * `[T, B, gates·H]` (the same place unless they are apart), then of the initial states `[states, B, H]`.
 */
export function gradientPlaces(
  kernel: RecurrentKernel,
  { steps, batch, hidden }: RecurrentDims,
): { product: number; initial: number; length: number } {
  const { gates, states, apart } = recurrentSizes[kernel];
  const share = gates * steps * batch * hidden;
  const product = apart ? share : 0;
  const initial = product + share;
  return { product, initial, length: initial + states * batch * hidden };
}
