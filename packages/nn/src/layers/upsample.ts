/** Sequences and images made larger. */
import { type Tensor, type UpsampleOptions, upsampleNearest } from "@gradus/tensor";
import { Module } from "../module.ts";
import { interpolate } from "./interpolate.ts";

/** Options of {@link Upsample}. */
export interface UpsampleLayerOptions extends UpsampleOptions {
  /** "nearest" by default; "linear" for sequences `[N, C, L]`, "bilinear" for images `[N, C, H, W]`. */
  readonly mode?: "nearest" | "linear" | "bilinear";
  /** Whether first and last elements stay where they are, if mode is not "nearest"; no by default. */
  readonly alignCorners?: boolean;
}

/**
 * The spatial axes brought to another size: each element repeated (see `upsampleNearest`), or with "linear" and "bilinear" a
 * weighted mean of its neighbours along each axis: element i of a result lies at `(i + ½)·in/out - ½` of the input (at
 * `i·(in - 1)/(out - 1)` with `alignCorners`), not before the first element and not behind the last.
 */
export class Upsample extends Module {
  readonly options: UpsampleLayerOptions;

  /** @throws RangeError unless exactly one of `size` and `scaleFactor` is given, or there is no such mode */
  constructor(options: UpsampleLayerOptions) {
    super();
    const { size, scaleFactor, mode = "nearest" } = options;
    if ((size === undefined) === (scaleFactor === undefined))
      throw new RangeError(`Upsample: size is ${size}, scaleFactor ${scaleFactor}; give exactly one of them`);
    if (mode !== "nearest" && mode !== "linear" && mode !== "bilinear")
      throw new RangeError(
        `Upsample: mode is "${String(mode)}"; it must be "nearest", "linear" or "bilinear"`,
      );
    this.options = options;
  }

  /** @throws RangeError if the axes are not those of the mode */
  forward(x: Tensor): Tensor {
    const { mode = "nearest", alignCorners = false, ...wanted } = this.options;
    if (mode === "nearest") return upsampleNearest(x, wanted);
    return interpolate(x, mode === "linear" ? 1 : 2, wanted, alignCorners);
  }
}
