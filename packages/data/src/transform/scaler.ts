/** Features brought to one scale. Fitted on what trains, applied to everything. */
import { add, mul, type Tensor, tensor } from "@gradus/tensor";

/** For each feature: `y = (x - shift) · factor`. */
interface Measured {
  readonly shift: Float64Array;
  readonly factor: Float64Array;
}

type Scan = (visit: (value: number, feature: number) => void) => void;

/** What both scalers are: `y = (x - shift) · factor` for each feature. */
abstract class Scaler {
  /** The axis that counts the features: 1 for `[N, F]`, and for the channels of `[N, C, H, W]`. */
  readonly axis: number;
  #fitted: Measured | undefined;

  constructor(axis = 1) {
    this.axis = axis;
  }

  protected abstract readonly name: string;
  /** Shift and factor of each feature; `scan` goes through all values that are not NaN. */
  protected abstract measure(scan: Scan, features: number): Measured;

  /**
   * Measures each feature over all other axes. NaN stands for a missing value and is passed over.
   *
   * @throws RangeError where a feature has no value
   */
  fit(x: Tensor): this {
    const { extent, inner } = this.#layout(x);
    const data = x.dataSync();
    const scan: Scan = (visit) =>
      data.forEach((value, i) => {
        if (!Number.isNaN(value)) visit(value, Math.floor(i / inner) % extent);
      });
    const present = new Uint8Array(extent);
    scan((_, feature) => {
      present[feature] = 1;
    });
    const empty = present.indexOf(0);
    if (empty >= 0)
      throw new RangeError(
        `${this.name}: feature ${empty} of shape [${x.shape}] has no value to be fitted to`,
      );
    this.#fitted = this.measure(scan, extent);
    return this;
  }

  /** Scales by what was measured. @throws Error before `fit`, RangeError where the number of features differs */
  transform(x: Tensor): Tensor {
    const { shift, factor } = this.#parts(x);
    return mul(add(x, shift.neg()), factor);
  }

  /** `fit`, then `transform`. */
  fitTransform(x: Tensor): Tensor {
    return this.fit(x).transform(x);
  }

  /** Undoes `transform`. Throws as it does. */
  inverseTransform(y: Tensor): Tensor {
    const { shift, factor } = this.#parts(y);
    return add(y.div(factor), shift);
  }

  /** What was measured, as plain data. @throws Error before `fit` */
  toJSON(): { axis: number; shift: number[]; factor: number[] } {
    const { shift, factor } = this.#known();
    return { axis: this.axis, shift: [...shift], factor: [...factor] };
  }

  /** Takes over what another scaler has measured. @throws TypeError where the data is none, or for another axis */
  loadJSON(json: unknown): this {
    const { axis, shift, factor } = (json ?? {}) as { axis?: unknown; shift?: unknown; factor?: unknown };
    if (axis !== this.axis || !isNumbers(shift) || !isNumbers(factor) || shift.length !== factor.length)
      throw new TypeError(
        `${this.name}.loadJSON: expected { axis: ${this.axis}, shift: [numbers], factor: [as many] }, got axis ${axis}`,
      );
    this.#fitted = { shift: Float64Array.from(shift), factor: Float64Array.from(factor) };
    return this;
  }

  #known(): Measured {
    if (this.#fitted === undefined)
      throw new Error(`${this.name}: nothing was measured yet; call fit on the training data first`);
    return this.#fitted;
  }

  #parts(x: Tensor): { shift: Tensor; factor: Tensor } {
    const { shift, factor } = this.#known();
    const { extent } = this.#layout(x);
    if (extent !== shift.length)
      throw new RangeError(
        `${this.name}: fitted to ${shift.length} features, got ${extent} on axis ${this.axis} of shape [${x.shape}]`,
      );
    // [F] → [F, 1, ...], so that it broadcasts over the axes behind it.
    const shape = [extent, ...new Array<number>(x.rank - 1 - this.axis).fill(1)];
    const dtype = x.dtype === "float64" ? "float64" : "float32";
    const on = { shape, dtype, device: x.device } as const;
    return { shift: tensor(shift, on), factor: tensor(factor, on) };
  }

  #layout({ shape }: Tensor): { extent: number; inner: number } {
    const extent = shape[this.axis];
    if (extent === undefined)
      throw new RangeError(`${this.name}: shape [${shape}] has no axis ${this.axis} to count features on`);
    return { extent, inner: shape.slice(this.axis + 1).reduce((size, each) => size * each, 1) };
  }
}

/**
 * To mean 0 and standard deviation 1: `y = (x - μ) / σ`, with `σ² = Σ (x - μ)² / N`. A feature that varies by less than
 * 1e-30 is only shifted.
 */
export class StandardScaler extends Scaler {
  protected readonly name: string = "StandardScaler";

  protected measure(scan: Scan, features: number): Measured {
    const count = new Float64Array(features);
    const mean = new Float64Array(features);
    const squares = new Float64Array(features);
    scan((value, f) => {
      // Welford 1962: the sum of squares never is a small difference of large numbers.
      const before = value - at(mean, f);
      count[f] = at(count, f) + 1;
      mean[f] = at(mean, f) + before / at(count, f);
      squares[f] = at(squares, f) + before * (value - at(mean, f));
    });
    return {
      shift: mean,
      factor: squares.map((sum, f) => factorOf(Math.sqrt(sum / at(count, f)))),
    };
  }
}

/**
 * From the least and the largest value fitted to 0 and 1: `y = (x - min) / (max - min)`; values beyond lie beyond. A
 * feature that varies by less than 1e-30 is only shifted.
 */
export class MinMaxScaler extends Scaler {
  protected readonly name: string = "MinMaxScaler";

  protected measure(scan: Scan, features: number): Measured {
    const least = new Float64Array(features).fill(Infinity);
    const largest = new Float64Array(features).fill(-Infinity);
    scan((value, f) => {
      least[f] = Math.min(at(least, f), value);
      largest[f] = Math.max(at(largest, f), value);
    });
    return {
      shift: least,
      factor: largest.map((high, f) => factorOf(high - at(least, f))),
    };
  }
}

/** Below this a spread is rounding: its reciprocal would be infinite in float32. */
const LEAST_SPREAD = 1e-30;

function factorOf(spread: number): number {
  return spread > LEAST_SPREAD ? 1 / spread : 1;
}

function at(values: Float64Array, i: number): number {
  return values[i] as number;
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((each) => typeof each === "number");
}
