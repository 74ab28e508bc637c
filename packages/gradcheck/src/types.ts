/** Numbers as they travel: typed arrays, plain arrays, or what another process sent back. */
export type Vector = ArrayLike<number>;

/** A value, or a promise of it: checked code may live in another process. */
export type Awaitable<T> = T | PromiseLike<T>;

/** The function that is differentiated: one flat vector per argument in, one flat vector out. */
export type CheckedFunction = (...inputs: Float64Array[]) => Awaitable<Vector | number>;

/**
 * Vector-Jacobian product: given the inputs `x_1..x_n` and the cotangent `g` of the output, returns
 * `g^T J_i` for every distinct input `i`, each as long as that input.
 */
export type VjpFunction = (
  inputs: Float64Array[],
  cotangent: Float64Array,
) => Awaitable<ArrayLike<Vector | number>>;

/**
 * Jacobian-vector product: given the inputs and one tangent per distinct input, returns `sum_i J_i t_i`, as
 * long as the output.
 */
export type JvpFunction = (inputs: Float64Array[], tangents: Float64Array[]) => Awaitable<Vector | number>;

/** What the flat vectors stand for; lets a diagnosis speak of transposes and broadcast axes. */
export interface Shapes {
  /** One shape per distinct input. */
  readonly inputs: readonly (readonly number[])[];
  readonly output: readonly number[];
}

/** Every entry of the numeric Jacobian, or random directions only. */
export type Mode = "full" | "directional";

/** What every check accepts. */
export interface CheckOptions {
  /** The op's name, for the report. */
  readonly name?: string;
  readonly f: CheckedFunction;
  /** The point: one vector per distinct input. */
  readonly inputs: readonly Vector[];
  /** Further points; a gradient that is right at one point only is found by them. */
  readonly points?: readonly (readonly Vector[])[];
  /**
   * Which input each argument of `f` is; `[0, 0]` says that both arguments are input 0, as in `x.mul(x)`.
   * Default: argument k is input k.
   */
  readonly alias?: readonly number[];
  readonly shapes?: Shapes;
  /** Seed of the random cotangents, tangents and directions. Default 1. */
  readonly seed?: number;
  /** Allowed error relative to the numeric entry. Default {@link RTOL}. */
  readonly rtol?: number;
  /** Allowed error relative to the largest entry of the same gradient. Default {@link ATOL}. */
  readonly atol?: number;
  /** Random directions per input in the directional mode. Default 8. */
  readonly directions?: number;
  /** Default: `full` up to {@link FULL_INPUTS} input entries, then `directional`. */
  readonly mode?: Mode;
  /** At a kink: leave the entry out and count it (default), or compare it with the central difference. */
  readonly kinks?: "skip" | "compare";
}
