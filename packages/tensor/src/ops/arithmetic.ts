/** Arithmetic with two operands, element by element, broadcasting; `add` and `mul` are in pointwise.ts. */
import { isFloat } from "../dtype.ts";
import type { Tensor } from "../tensor.ts";
import { equal, greater, greaterEqual, less, logicalAnd, where } from "./compare.ts";
import { log, neg, reciprocal, square } from "./elementary.ts";
import { type BinaryOp, binary, chain, mul, type Operand } from "./pointwise.ts";

/** `y = a - b`;  `∂y/∂a = 1`,  `∂y/∂b = -1`. */
export const sub: BinaryOp = binary({ name: "sub", kernel: "sub", da: 1, db: -1, saves: "none" });

/**
 * `y = a / b`;  `∂y/∂a = 1/b`,  `∂y/∂b = -a/b²`. Whole numbers give float32. At `b = 0` values and derivatives follow
 * IEEE 754 (±∞ or NaN).
 */
export const div: BinaryOp = binary({
  name: "div",
  kernel: "div",
  da: (_a, b) => reciprocal(b),
  // not a/b²: the square of b may overflow
  db: (a, b) => div(div(a, b), neg(b)),
  toFloat: true,
});

/** See {@link pow}. */
export const power: BinaryOp = binary({
  name: "pow",
  kernel: "pow",
  // `chain` gives the 0 of b = 0 also where a = 0
  da: (a, b) => chain(b, pow(a, sub(b, 1))),
  db: (a, b, y) => where(logicalAnd(equal(a, 0), greaterEqual(b, 0)), 0, mul(y, log(a))),
  saves: "both",
});

/**
 * `y = aᵇ`;  `∂y/∂a = b·aᵇ⁻¹` (0 where `b = 0`),  `∂y/∂b = y·ln a` (0 where `a = 0` and `b ≥ 0`; NaN for `a < 0`).
 * Values follow IEEE 754: `pow(x, 0) = 1` and `pow(1, x) = 1` for every x, NaN too; `pow(-1, ±∞) = 1`. Whole numbers to the
 * power of whole numbers stay whole, modulo 2³²; a negative power of a whole number is truncated: 0, but for ±1.
 *
 * @throws RangeError if the exponent is a negative plain number and the base is not of a float type
 */
export function pow(a: Operand, b: Operand): Tensor {
  if (typeof b === "number" && typeof a !== "number") {
    if (b === 2) return square(a);
    if (b < 0 && Number.isInteger(b) && !isFloat(a.dtype))
      throw new RangeError(
        `pow: an ${a.dtype} tensor to the power of ${b} has no whole results; make it float32: x.cast("float32")`,
      );
  }
  return power(a, b);
}

/** What passes to an operand of maximum or minimum: all where it won, half at a tie, nothing where it lost. */
function share(t: Tensor, lost: Tensor, tied: Tensor): Tensor {
  return where(lost, 0, where(tied, mul(t, 0.5), t));
}

/**
 * `y = max(a, b)`; NaN if either is. The larger operand has derivative 1, the other 0; at a tie each has 1/2, so that they
 * always sum to 1.
 */
export const maximum: BinaryOp = binary({
  name: "maximum",
  kernel: "maximum",
  passA: (t, a, b) => share(t, less(a, b), equal(a, b)),
  passB: (t, a, b) => share(t, less(b, a), equal(a, b)),
});

/** `y = min(a, b)`; NaN if either is. Derivatives as in {@link maximum}. */
export const minimum: BinaryOp = binary({
  name: "minimum",
  kernel: "minimum",
  passA: (t, a, b) => share(t, greater(a, b), equal(a, b)),
  passB: (t, a, b) => share(t, greater(b, a), equal(a, b)),
});
