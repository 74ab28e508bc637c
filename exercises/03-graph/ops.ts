/**
 * All ops of the scalar engine, one entry each: value and local derivatives stand together.
 *
 * A local derivative is written in ops (`div(1, x)`, not `1 / x`), so that it can itself be differentiated:
 * second order comes by construction. `Number(x)` reads the plain number where a rule has to
 * branch. At kinks and ties the derivative is a convention, declared in the doc comment (PyTorch's choice).
 */
import { type BinaryOp, binary, type UnaryOp, unary } from "@gradus/scalar/op";

/** `y = a + b`;  `∂y/∂a = 1`,  `∂y/∂b = 1`. */
export const add: BinaryOp = binary({
  name: "add",
  forward: (a, b) => a + b,
  da: 1,
  db: 1,
});

/** `y = a - b`;  `∂y/∂a = 1`,  `∂y/∂b = -1`. */
export const sub: BinaryOp = binary({
  name: "sub",
  forward: (a, b) => a - b,
  da: 1,
  db: -1,
});

/**
 * The product, `y = a·b`.
 *
 * Hold `b` still: the product grows `b` times as fast as `a`. So `∂y/∂a = b` and `∂y/∂b = a`.
 */
export const mul: BinaryOp = binary({
  name: "mul",
  forward: (a, b) => a * b,
  da: (_a, b) => b,
  db: (a) => a,
});

/**
 * The quotient, `y = a / b`.
 *
 * `∂y/∂a = 1/b` and `∂y/∂b = -a/b² = -y/b`. At `b = 0` both follow IEEE 754 (±∞ or NaN).
 */
export const div: BinaryOp = binary({
  name: "div",
  forward: (a, b) => a / b,
  da: (_a, b) => div(1, b),
  db: (_a, b, y) => neg(div(y, b)),
});

/**
 * The power, `y = aᵇ`.
 *
 * `∂y/∂a = b·aᵇ⁻¹`, and `0` where `a` and `b` are both 0: `a⁰` is the constant 1 there too, but the formula alone gives
 * `0·∞ = NaN`. (The same for `a` = NaN.) Where only `b` is 0 the formula gives 0 by itself, and is needed: it can be
 * differentiated once more, by `b`.
 * `∂y/∂b = y·ln a`, and `0` where `a = 0` and `b >= 0` (the formula alone gives `0·(-∞) = NaN`); NaN for
 * `a < 0`, where `aᵇ` is not defined around `b`.
 * Values follow IEEE 754: `pow(NaN, 0) = 1`; `pow(1, NaN) = 1` and `pow(±1, ±∞) = 1`, where JavaScript's `**` gives NaN.
 */
export const pow: BinaryOp = binary({
  name: "pow",
  forward: (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b),
  da: (a, b) => {
    throw new Error("TODO 03.pow");
  },
  db: (a, b, y) => {
    throw new Error("TODO 03.pow");
  },
});

/**
 * The larger of two, `y = max(a, b)`; NaN if either is NaN.
 *
 * The larger operand has derivative 1, the other 0. At a tie `a = b` each has 1/2, so that the two always sum to 1.
 */
export const max: BinaryOp = binary({
  name: "max",
  forward: (a, b) => Math.max(a, b),
  da: (a, b) => {
    throw new Error("TODO 03.max");
  },
  db: (a, b) => {
    throw new Error("TODO 03.max");
  },
});

/**
 * The smaller of two, `y = min(a, b)`; NaN if either is NaN.
 *
 * The smaller operand has derivative 1, the other 0; at a tie each has 1/2, as in `max`.
 */
export const min: BinaryOp = binary({
  name: "min",
  forward: (a, b) => Math.min(a, b),
  da: (a, b) => {
    throw new Error("TODO 03.max");
  },
  db: (a, b) => {
    throw new Error("TODO 03.max");
  },
});

/**
 * The leaky rectifier, `y = x` for `x > 0` and `y = slope·x` elsewhere (Maas et al. 2013).
 *
 * `∂y/∂x = 1` for `x > 0`, else `slope` (also at the kink 0). The slope is an operand like any other:
 * `∂y/∂slope = min(x, 0)`, so a learned slope gives the PReLU (He et al. 2015).
 */
export const leakyRelu: BinaryOp = binary({
  name: "leakyRelu",
  forward: (x, slope) => (x > 0 ? x : slope * x),
  da: (x, slope) => (Number(x) > 0 ? 1 : slope),
  db: (x) => (Number(x) > 0 ? 0 : x),
});

/** `y = -x`;  `dy/dx = -1`. */
export const neg: UnaryOp = unary({
  name: "neg",
  forward: (x) => -x,
  derivative: -1,
});

/** The exponential, `y = eˣ`. It is its own derivative: `dy/dx = y`. */
export const exp: UnaryOp = unary({
  name: "exp",
  forward: (x) => Math.exp(x),
  derivative: (_x, y) => y,
});

/** The natural logarithm, `y = ln x`;  `dy/dx = 1/x`. `log(0) = -∞`, and NaN below 0. */
export const log: UnaryOp = unary({
  name: "log",
  forward: (x) => Math.log(x),
  derivative: (x) => div(1, x),
});

/** The square root, `y = √x`;  `dy/dx = 1/(2y)`, which is `+∞` at 0. NaN below 0. */
export const sqrt: UnaryOp = unary({
  name: "sqrt",
  forward: (x) => Math.sqrt(x),
  // |y|, because √-0 = -0 and the derivative there is +∞ as well
  derivative: (_x, y) => div(0.5, abs(y)),
});

/** The sine, `y = sin x`, x in radians;  `dy/dx = cos x`. */
export const sin: UnaryOp = unary({
  name: "sin",
  forward: (x) => Math.sin(x),
  derivative: (x) => cos(x),
});

/** The cosine, `y = cos x`, x in radians;  `dy/dx = -sin x`. */
export const cos: UnaryOp = unary({
  name: "cos",
  forward: (x) => Math.cos(x),
  derivative: (x) => neg(sin(x)),
});

/** The tangent, `y = tan x`, x in radians;  `dy/dx = 1 + y²`. */
export const tan: UnaryOp = unary({
  name: "tan",
  forward: (x) => Math.tan(x),
  derivative: (_x, y) => add(1, mul(y, y)),
});

/**
 * The hyperbolic tangent, `y = tanh x = (eˣ - e⁻ˣ) / (eˣ + e⁻ˣ)`: an S-shaped curve from -1 to 1.
 *
 * `dy/dx = 1 - y²`: the derivative needs only the result, which is already there.
 */
export const tanh: UnaryOp = unary({
  name: "tanh",
  forward: (x) => Math.tanh(x),
  derivative: (_x, y) => {
    throw new Error("TODO 03.tanh");
  },
});

/**
 * The logistic function, `y = σ(x) = 1 / (1 + e⁻ˣ)`: an S-shaped curve from 0 to 1.
 *
 * `dy/dx = σ(x)·σ(-x)`, which is `y·(1 - y)` without the cancellation of `1 - y` at large x. Both branches of the
 * value use the exponential of a negative number, so nothing overflows: `σ(-1000) = 0`.
 */
export const sigmoid: UnaryOp = unary({
  name: "sigmoid",
  forward: (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
  derivative: (x, y) => mul(y, sigmoid(neg(x))),
});

/** The rectifier, `y = max(x, 0)`. `dy/dx = 1` for `x > 0`, else `0`, also at the kink: `relu'(0) = 0`. */
export const relu: UnaryOp = unary({
  name: "relu",
  // not Math.max: that turns -0 into 0, but NaN must stay NaN
  forward: (x) => (x <= 0 ? 0 : x),
  derivative: (x) => {
    throw new Error("TODO 03.relu");
  },
});

/**
 * The smooth rectifier, `y = ln(1 + eˣ)`, computed as `max(x, 0) + ln(1 + e⁻ᐟˣᐟ)` so that `softplus(1000) = 1000`.
 *
 * `dy/dx = σ(x)`.
 */
export const softplus: UnaryOp = unary({
  name: "softplus",
  forward: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  derivative: (x) => sigmoid(x),
});

/** The absolute value, `y = |x|`. `dy/dx = sign(x)`, with `abs'(0) = 0`. */
export const abs: UnaryOp = unary({
  name: "abs",
  forward: (x) => Math.abs(x),
  derivative: (x) => Math.sign(Number(x)),
});

const unaryOps: readonly UnaryOp[] = [neg, exp, log, sqrt, sin, cos, tan, tanh, sigmoid, relu, softplus, abs];
const binaryOps: readonly BinaryOp[] = [add, sub, mul, div, pow, max, min, leakyRelu];

/** Every op, for whoever treats them all alike: the tests, the tour, the tables in the docs. */
export const ops: { readonly unary: readonly UnaryOp[]; readonly binary: readonly BinaryOp[] } = {
  unary: unaryOps,
  binary: binaryOps,
};
