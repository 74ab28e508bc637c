/** Recurrent layers over a whole sequence: T steps, B sequences, H hidden units. */
import type { RecurrentDims, RecurrentKernel } from "../../backend/recurrent.ts";
import { recurrentSizes } from "../../backend/recurrent.ts";
import { tensor, zeros } from "../../create.ts";
import { isFloat } from "../../dtype.ts";
import { type Shape, sameShape, show } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { stack } from "../assemble.ts";
import { where } from "../compare.ts";
import { select } from "../slice.ts";
import { recurrent } from "./sequence.ts";

/** Options of {@link lstm}, {@link gru} and {@link rnn}. */
export interface RecurrentOptions {
  /** `b`, `[gates·H]`; 0 if there is none. */
  readonly bias?: Tensor | null;
  /** Whether steps are taken from the last to the first. */
  readonly reverse?: boolean;
  /**
   * How many steps each of the B sequences has, where they differ. What `x` holds after a sequence's end has no effect; the
   * output there is 0, and the final state is that after its own last step.
   */
  readonly lengths?: readonly number[] | Tensor | null;
}

/** Options of {@link rnn}. */
export interface RnnOptions extends RecurrentOptions {
  /** `tanh` unless said otherwise. */
  readonly nonlinearity?: "tanh" | "relu";
}

/** What a recurrent layer gives. */
export interface RecurrentResult {
  /** h after each step, `[T, B, H]`. */
  readonly output: Tensor;
  /** h after the step that comes last, `[B, H]`. */
  readonly hidden: Tensor;
}

/** What an LSTM gives. */
export interface LstmResult extends RecurrentResult {
  /** c after the step that comes last, `[B, H]`. */
  readonly cell: Tensor;
}

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997; with forget gates, Gers et al. 2000). With the blocks i, f, g, o of
 * `x[t] + U·h + b`, in PyTorch's order:
 *
 *     c ← σ(f)·c + σ(i)·tanh(g)
 *     h ← σ(o)·tanh(c)
 *
 * All steps are one op, on what the input contributes: `x[t] = W·input[t]`, one product for all steps together.
 *
 * @param x `[T, B, 4H]`
 * @param hidden h before the first step, `[B, H]`
 * @param cell c before the first step, `[B, H]`
 * @param weight `U`, `[4H, H]`
 * @throws RangeError if shapes do not fit together, or a length is no number of steps
 * @throws TypeError if types differ or are no floats
 */
export function lstm(
  x: Tensor,
  hidden: Tensor,
  cell: Tensor,
  weight: Tensor,
  options: RecurrentOptions = {},
): LstmResult {
  const { output, final } = layer("lstm", "lstm", x, { hidden, cell }, weight, options);
  return { output, hidden: final(0), cell: final(1) };
}

/**
 * Gated recurrent units (Cho et al. 2014). With the blocks r, z, n of `x[t]` and of `u = U·h + b`, in PyTorch's order, the reset
 * gate after the product:
 *
 *     n' = tanh(xₙ + σ(x_r + u_r)·uₙ)
 *     h ← (1 - z')·n' + z'·h,   z' = σ(x_z + u_z)
 *
 * @param x `[T, B, 3H]`: what the input contributes, its own bias included
 * @param hidden h before the first step, `[B, H]`
 * @param weight `U`, `[3H, H]`
 * @throws RangeError if shapes do not fit together, or a length is no number of steps
 * @throws TypeError if types differ or are no floats
 */
export function gru(
  x: Tensor,
  hidden: Tensor,
  weight: Tensor,
  options: RecurrentOptions = {},
): RecurrentResult {
  const { output, final } = layer("gru", "gru", x, { hidden }, weight, options);
  return { output, hidden: final(0) };
}

/**
 * Elman's recurrent network (1990): `h ← f(x[t] + U·h + b)`, f the hyperbolic tangent or the rectifier.
 *
 * @param x `[T, B, H]`: what the input contributes
 * @param hidden h before the first step, `[B, H]`
 * @param weight `U`, `[H, H]`
 * @throws RangeError if shapes do not fit together, a length is no number of steps, or `nonlinearity` is something else
 * @throws TypeError if types differ or are no floats
 */
export function rnn(x: Tensor, hidden: Tensor, weight: Tensor, options: RnnOptions = {}): RecurrentResult {
  const { nonlinearity = "tanh" } = options;
  const kernels = { tanh: "rnnTanh", relu: "rnnRelu" } as const;
  const kernel: RecurrentKernel | undefined = kernels[nonlinearity];
  if (kernel === undefined)
    throw new RangeError(`rnn: nonlinearity is "${nonlinearity}"; it must be "tanh" or "relu"`);
  const { output, final } = layer("rnn", kernel, x, { hidden }, weight, options);
  return { output, hidden: final(0) };
}

/** Any of them. `final(i)`: the i-th state after the step that comes last. */
function layer(
  name: string,
  kernel: RecurrentKernel,
  x: Tensor,
  initial: Readonly<Record<string, Tensor>>,
  weight: Tensor,
  { bias = null, reverse = false, lengths = null }: RecurrentOptions,
): { output: Tensor; final: (state: number) => Tensor } {
  const { gates } = recurrentSizes[kernel];
  const [steps, batch, hidden] = sizesOf(name, x, gates);
  check(name, x, "weight", weight, [gates * hidden, hidden]);
  for (const [what, state] of Object.entries(initial)) check(name, x, what, state, [batch, hidden]);
  const { dtype, device } = x;
  const b = bias ?? zeros([gates * hidden], { dtype, device });
  check(name, x, "bias", b, [gates * hidden]);
  const ends = lengths === null ? null : checkLengths(name, lengths, steps, batch);
  const dims: RecurrentDims = { steps, batch, hidden, reverse, lengths: ends };
  const states = recurrent(kernel, [x, stack(Object.values(initial)), weight, b], dims);
  const h = select(states, 0, 0); // [T, B, H]
  const output = ends === null ? h : where(isRunning(ends, steps, x), h, 0);
  return { output, final: (state) => select(select(states, 0, state), 0, reverse ? 0 : steps - 1) };
}

/** `[T, B, gates·H]` → T, B and H. */
function sizesOf(name: string, x: Tensor, gates: number): readonly [number, number, number] {
  const [steps, batch, width] = x.shape;
  const hidden = (width as number) / gates;
  if (x.rank !== 3 || !Number.isInteger(hidden) || hidden * (steps as number) === 0)
    throw new RangeError(
      `${name}: x has shape ${show(x.shape)}; it must be [steps, batch, ${gates} x hidden], a step and a unit at least`,
    );
  if (!isFloat(x.dtype))
    throw new TypeError(`${name}: x is ${x.dtype}; it must be float32 or float64: x.cast("float32")`);
  return [steps as number, batch as number, hidden];
}

function check(name: string, x: Tensor, what: string, value: Tensor, shape: Shape): void {
  if (!sameShape(value.shape, shape))
    throw new RangeError(
      `${name}: ${what} has shape ${show(value.shape)}; for x of shape ${show(x.shape)} it must be ${show(shape)}`,
    );
  if (value.dtype !== x.dtype)
    throw new TypeError(
      `${name}: x is ${x.dtype}, ${what} is ${value.dtype}; cast one of them: ${what}.cast("${x.dtype}")`,
    );
}

function checkLengths(
  name: string,
  lengths: readonly number[] | Tensor,
  steps: number,
  batch: number,
): readonly number[] {
  const ends = Array.isArray(lengths) ? [...lengths] : [...(lengths as Tensor).dataSync()];
  if (ends.length !== batch)
    throw new RangeError(
      `${name}: ${ends.length} lengths for a batch of ${batch}; give one for each sequence`,
    );
  const odd = ends.find((end) => !(Number.isInteger(end) && end >= 0 && end <= steps));
  if (odd !== undefined)
    throw new RangeError(
      `${name}: a length is ${odd}; it must be a whole number from 0 to ${steps}, the steps`,
    );
  return ends;
}

/** Which sequences have which step, `[T, B, 1]`. */
function isRunning(ends: readonly number[], steps: number, { device }: Tensor): Tensor {
  const each = Array.from({ length: steps }, (_, t) => ends.map((end) => t < end));
  return tensor(each.flat(), { shape: [steps, ends.length, 1], device });
}
