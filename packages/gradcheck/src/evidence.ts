import type { Line } from "./line.ts";
import type { Expectation } from "./linear.ts";
import type { Shapes } from "./types.ts";

/** Numbers of the checked code beside the numeric ones. */
export interface Comparison extends Expectation {
  /**
   * Which gradient: for a vjp the distinct input. For a jvp the input whose tangent was set, and one slot more
   * for all tangents together.
   */
  readonly slot: number;
  readonly point: number;
  /** The same draw means the same cotangent at every point. */
  readonly draw: number;
  readonly analytic: Float64Array;
  /** The entries compared; null where random directions are compared, which have no index. */
  readonly indices: readonly number[] | null;
}

/** A comparison with all that a diagnosis may ask about it. */
export interface Probe extends Comparison {
  readonly indices: readonly number[];
  /** As it came back, of whatever length. */
  readonly returned: Float64Array;
  /** The right length. */
  readonly length: number;
  /** Whether `indices` are all there are. */
  readonly complete: boolean;
  /** The cotangent (vjp) or the tangent of this slot (jvp). */
  readonly upstream: Float64Array;
  /** What the right answer would be for another upstream, at `indices`. Null where a slot has no single one. */
  readonly answer: (upstream: Float64Array) => Promise<Float64Array | null>;
  /** What use number `use` of this slot's input alone contributes, at `indices`. */
  readonly contribution: (use: number) => Promise<Float64Array | null>;
  /** The measured columns of the Jacobian of this slot, one per entry of `indices`; none for a jvp. */
  readonly columns: readonly Line[] | null;
}

export interface Evidence {
  readonly kind: "vjp" | "jvp";
  /** In the order of the calls. */
  readonly probes: readonly Probe[];
  readonly slots: number;
  /** How many arguments of f each distinct input is. */
  readonly uses: readonly (readonly number[])[];
  readonly shapes: Shapes | null;
  readonly outputs: number;
}
