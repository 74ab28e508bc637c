/** What layers with parameters have in common. */
import { type Device, defaultDevice, type Generator, type Tensor, zeros } from "@gradus/tensor";
import { parameter } from "./parameter.ts";

/** Options of every layer that has parameters. */
export interface LayerOptions {
  /** Their type; float32 by default. */
  readonly dtype?: "float32" | "float64";
  /** Where they lie: the default device unless named. */
  readonly device?: Device;
  /** The stream that their first values are drawn from; by default the shared one (`manualSeed`). */
  readonly generator?: Generator | undefined;
}

/** A parameter with first values that `fill` assigns to it. */
export function made(
  shape: readonly number[],
  { dtype = "float32", device = defaultDevice() }: LayerOptions,
  fill: (x: Tensor) => void,
): Tensor {
  const x = zeros(shape, { dtype, device });
  fill(x);
  return parameter(x);
}

/**
 * The sizes that a layer is made with, if they are whole numbers above 0.
 *
 * @throws RangeError that names the first that is not
 */
export function checkSizes(layer: string, sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes))
    if (!Number.isInteger(size) || size < 1)
      throw new RangeError(`${layer}: ${name} is ${size}; it must be a whole number, at least 1`);
}

/** Throws unless `p` is a probability. */
export function checkProbability(layer: string, p: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${layer}: p is ${p}; a probability lies between 0 and 1`);
}

/** Throws unless axis `axis` of the input has the extent that the layer was made for. */
export function checkFeatures(layer: string, x: Tensor, axis: number, expected: number, what: string): void {
  const found = x.shape.at(axis);
  if (found === expected) return;
  throw new RangeError(
    `${layer}: the input has shape [${x.shape.join(", ")}], ${found ?? "no"} ${what} (axis ${axis}); this layer was made ` +
      `for ${expected}: reshape the input, or make the layer with ${what} = ${found ?? "its last extent"}`,
  );
}

/** Throws unless the input has one of these numbers of axes. */
export function checkRank(layer: string, x: Tensor, layouts: readonly string[]): void {
  const ranks = layouts.map((layout) => layout.split(",").length);
  if (ranks.includes(x.rank)) return;
  throw new RangeError(
    `${layer}: the input has shape [${x.shape.join(", ")}], ${x.rank} axes; it must be ${layouts.join(" or ")}: reshape it`,
  );
}
