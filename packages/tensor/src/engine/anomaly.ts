/** Anomaly mode: finds the op that first made a NaN. */
import { isFloat } from "../dtype.ts";
import { show } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { noGrad } from "./recording.ts";

let watching = false;

/** Whether anomaly mode is on. */
export function isWatching(): boolean {
  return watching;
}

/**
 * Runs `f` and throws as soon as an op makes a NaN out of inputs that hold none, naming the op; forward and backward.
 * Reads every result back, so it is slow.
 */
export function anomaly<T>(f: () => T): T {
  const before = watching;
  watching = true;
  try {
    return f();
  } finally {
    watching = before;
  }
}

/** Throws if `output` holds a NaN and no input does. */
export function watch(name: string, inputs: readonly Tensor[], output: Tensor): void {
  if (!isFloat(output.dtype)) return;
  noGrad(() => {
    if (!hasNaN(output) || inputs.some(hasNaN)) return;
    const shapes = inputs.map((input) => show(input.shape)).join(", ");
    throw new Error(`anomaly: ${name}(${shapes}) made the first NaN; its inputs hold none`);
  });
}

function hasNaN(x: Tensor): boolean {
  return isFloat(x.dtype) && x.dataSync().some((element) => Number.isNaN(element));
}
