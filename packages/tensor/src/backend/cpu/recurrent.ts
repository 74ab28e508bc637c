/** Recurrent layers, by plain loops: a product and a cell at each step, in double precision. */
import { allocate, type TypedArray } from "../../dtype.ts";
import type { View } from "../backend.ts";
import {
  gradientPlaces,
  type RecurrentDims,
  type RecurrentKernel,
  recurrentSizes,
  traceLength,
} from "../recurrent.ts";
import { backOne, stepOne } from "./recurrent-cell.ts";
import { CpuStorage, elements } from "./storage.ts";

/** One hidden unit of one sequence at one step: where its numbers are. */
interface Place {
  readonly sequence: number;
  readonly unit: number;
  /** Of its states after the step; -1 stands for the initial ones. */
  readonly step: number;
  readonly before: number;
  readonly ended: boolean;
}

/** Calls `visit` for all units of each step, in the order of the steps or, with `back`, from the last to the first. */
function eachStep(
  { steps, batch, hidden, reverse, lengths }: RecurrentDims,
  back: boolean,
  visit: (step: number, before: number, units: Place[]) => void,
): void {
  const order = Array.from({ length: steps }, (_, s) => (reverse ? steps - 1 - s : s));
  const places = order.map((step, s) => ({ step, before: order[s - 1] ?? -1 }));
  for (const { step, before } of back ? places.reverse() : places) {
    const units: Place[] = [];
    for (let sequence = 0; sequence < batch; sequence++) {
      const ended = lengths !== null && step >= (lengths[sequence] as number);
      for (let unit = 0; unit < hidden; unit++) units.push({ sequence, unit, step, before, ended });
    }
    visit(step, before, units);
  }
}

/** A state of a unit, before or after a step. */
function stateReader(
  { steps, batch, hidden }: RecurrentDims,
  trace: TypedArray,
  initial: TypedArray,
): (state: number, step: number, sequence: number, unit: number) => number {
  return (state, step, sequence, unit) => {
    const [from, row] = step < 0 ? [initial, state * batch] : [trace, (state * steps + step) * batch];
    return from[(row + sequence) * hidden + unit] as number;
  };
}

/** All steps; see the interface. */
export function recurrent(
  kernel: RecurrentKernel,
  inputs: { readonly x: View; readonly initial: View; readonly weight: View; readonly bias: View },
  dims: RecurrentDims,
): CpuStorage {
  const { steps, batch, hidden } = dims;
  const { gates, states, kept } = recurrentSizes[kernel];
  const [x, weight, bias] = [elements(inputs.x), elements(inputs.weight), elements(inputs.bias)];
  const trace = allocate(inputs.x.dtype, traceLength(kernel, dims));
  const state = stateReader(dims, trace, elements(inputs.initial));
  eachStep(dims, false, (_step, _before, units) => {
    for (const { sequence, unit, step, before, ended } of units) {
      const row = step * batch + sequence;
      const old = Array.from({ length: states }, (_, s) => state(s, before, sequence, unit));
      const put = (next: readonly number[], keep: readonly number[]): void => {
        next.forEach((value, s) => {
          trace[(s * steps * batch + row) * hidden + unit] = value;
        });
        keep.forEach((value, k) => {
          trace[(states * steps * batch + row * kept + k) * hidden + unit] = value;
        });
      };
      if (ended) {
        put(old, new Array<number>(kept).fill(0));
        continue;
      }
      const at = Array.from({ length: gates }, (_, gate) => gate * hidden + unit);
      const product = at.map((out) => {
        let sum = bias[out] as number;
        for (let j = 0; j < hidden; j++)
          sum += (weight[out * hidden + j] as number) * state(0, before, sequence, j);
        return sum;
      });
      const share = at.map((gate) => x[row * gates * hidden + gate] as number);
      const { next, keep } = stepOne[kernel](share, product, old);
      put(next, keep);
    }
  });
  return new CpuStorage(inputs.x.dtype, trace);
}

/** The way back; see the interface. */
export function recurrentVjp(
  kernel: RecurrentKernel,
  inputs: { readonly g: View; readonly trace: View; readonly initial: View; readonly weight: View },
  dims: RecurrentDims,
): CpuStorage {
  const { steps, batch, hidden } = dims;
  const { gates, states, kept } = recurrentSizes[kernel];
  const [g, trace, weight] = [elements(inputs.g), elements(inputs.trace), elements(inputs.weight)];
  const state = stateReader(dims, trace, elements(inputs.initial));
  const { product, initial, length } = gradientPlaces(kernel, dims);
  const output = allocate(inputs.g.dtype, length);
  // Gradients of the states between two steps.
  const rates = new Float64Array(states * batch * hidden);
  eachStep(dims, true, (current, _before, units) => {
    for (const { sequence, unit, step, before, ended } of units) {
      const row = step * batch + sequence;
      const places = Array.from({ length: states }, (_, s) => (s * batch + sequence) * hidden + unit);
      const upstream = places.map(
        (place, s) => (rates[place] as number) + (g[(s * steps * batch + row) * hidden + unit] as number),
      );
      const keep = Array.from(
        { length: kept },
        (_, k) => trace[(states * steps * batch + row * kept + k) * hidden + unit] as number,
      );
      const old = places.map((_, s) => state(s, before, sequence, unit));
      const next = places.map((_, s) => state(s, step, sequence, unit));
      const none = new Array<number>(gates).fill(0);
      const { share, through, past } = ended
        ? { share: none, through: none, past: upstream }
        : backOne[kernel](upstream, old, next, keep);
      for (let gate = 0; gate < gates; gate++) {
        const at = (row * gates + gate) * hidden + unit;
        output[at] = share[gate] as number;
        output[product + at] = through[gate] as number;
      }
      places.forEach((place, s) => {
        rates[place] = past[s] as number;
      });
    }
    throughProduct(dims, gates, output.subarray(product + current * batch * gates * hidden), weight, rates);
  });
  output.set(rates, initial);
  return new CpuStorage(inputs.g.dtype, output);
}

/** `rates[b, j] += Σ through[b, k]·weight[k, j]`. */
function throughProduct(
  { batch, hidden }: RecurrentDims,
  gates: number,
  through: TypedArray,
  weight: TypedArray,
  rates: Float64Array,
): void {
  for (let b = 0; b < batch; b++)
    for (let k = 0; k < gates * hidden; k++)
      for (let j = 0; j < hidden; j++)
        rates[b * hidden + j] =
          (rates[b * hidden + j] as number) +
          (through[b * gates * hidden + k] as number) * (weight[k * hidden + j] as number);
}
