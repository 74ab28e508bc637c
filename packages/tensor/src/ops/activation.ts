/** Activation functions. All are stable: no operand makes them overflow, ±∞ included. */
import { dense } from "../backend/dense.ts";
import { isFloat } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import type { Op, Tensor } from "../tensor.ts";
import { div } from "./arithmetic.ts";
import { greater, where } from "./compare.ts";
import { erf, exp, neg, square, tanh } from "./elementary.ts";
import { elementCost } from "./linear.ts";
import { add, cast, chain, mul, requireTensor } from "./pointwise.ts";
import { type UnaryOp, unary } from "./unary.ts";

/** `1 - x`. */
function complement(x: Tensor): Tensor {
  return add(neg(x), 1);
}

/** The logistic function, `y = 1/(1 + e⁻ˣ)`;  `dy/dx = y(1 - y)`. */
export const sigmoid: UnaryOp = unary({
  name: "sigmoid",
  kernel: "sigmoid",
  derivative: (_x, y) => mul(y, complement(y)),
  vjpKernel: "sigmoidVjp",
  saves: "output",
});

/** The rectifier, `y = max(x, 0)`;  `dy/dx = 1` for `x > 0`, else 0, also at the kink 0. Whole numbers stay whole. */
export const relu: UnaryOp = unary({
  name: "relu",
  kernel: "relu",
  pass: (t, _x, y) => where(greater(y, 0), t, 0),
  vjpKernel: "reluVjp",
  saves: "output",
  keepsIntegers: true,
});

/** `y = x·σ(x)` with the logistic function σ, also called swish;  `dy/dx = σ(x)·(1 + x·(1 - σ(x)))`. */
export const silu: UnaryOp = unary({
  name: "silu",
  kernel: "silu",
  derivative: (x) => {
    const s = sigmoid(x);
    return chain(s, add(chain(complement(s), x), 1));
  },
  vjpKernel: "siluVjp",
});

/** See {@link gelu}. */
export const geluExact: UnaryOp = unary({
  name: "gelu",
  kernel: "gelu",
  derivative: (x) => {
    const density = mul(exp(mul(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return add(mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5), chain(density, x));
  },
  vjpKernel: "geluVjp",
});

const CUBIC = 0.044715;
const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

/** See {@link gelu}. */
export const geluTanh: UnaryOp = unary({
  name: "geluTanh",
  kernel: "geluTanh",
  derivative: (x) => {
    const xx = square(x);
    const t = tanh(mul(mul(x, add(mul(xx, CUBIC), 1)), SQRT_2_OVER_PI));
    const slope = mul(add(mul(xx, 3 * CUBIC), 1), SQRT_2_OVER_PI);
    return mul(add(chain(complement(square(t)), mul(x, slope)), add(t, 1)), 0.5);
  },
  vjpKernel: "geluTanhVjp",
});

/**
 * The Gaussian error linear unit, `y = x·Φ(x)` with the normal distribution's `Φ(x) = (1 + erf(x/√2))/2`;
 * `dy/dx = Φ(x) + x·φ(x)`. With `approximate: "tanh"`, `y = x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))`.
 *
 * Hendrycks and Gimpel, "Gaussian error linear units (GELUs)", 2016, section 2.
 *
 * @throws RangeError if `approximate` is something else
 */
export function gelu(x: Tensor, approximate: "none" | "tanh" = "none"): Tensor {
  if (approximate === "none") return geluExact(x);
  if (approximate === "tanh") return geluTanh(x);
  throw new RangeError(`gelu: approximate is "${String(approximate)}"; it must be "none" or "tanh"`);
}

/** See {@link softplus}. */
export const softplusUnit: UnaryOp = unary({
  name: "softplus",
  kernel: "softplus",
  derivative: (x) => sigmoid(x),
});

/**
 * A smooth rectifier, `y = ln(1 + e^(βx))/β`;  `dy/dx = σ(βx)`. Computed as `max(x, 0) + ln(1 + e^(-|x|))`, so it needs no
 * threshold beyond which it is `x`, as PyTorch's has.
 */
export function softplus(x: Tensor, beta = 1): Tensor {
  return beta === 1 ? softplusUnit(x) : div(softplusUnit(mul(x, beta)), beta);
}

interface Parameter {
  readonly parameter: number;
}

/** The entry of an activation with one plain number as its parameter. */
function parametric(
  name: "leakyRelu" | "elu",
  pass: (t: Tensor, x: Tensor, parameter: number) => Tensor,
): Op<Parameter> {
  return {
    name,
    shape: ([x]) => x as Tensor,
    forward: (backend, [x], { parameter }, { shape, dtype }) => ({
      storage: backend.unary(name, dense(backend, x as Tensor), dtype, parameter),
      shape,
    }),
    saves: { inputs: [0], output: false },
    vjp: (g, _i, { inputs: [x], attrs }) => pass(g, x as Tensor, attrs.parameter),
    jvp: ([t], { inputs: [x], attrs }) => (t ? pass(t, x as Tensor, attrs.parameter) : null),
    cost: ([x], _attrs, output) => elementCost(x as Tensor, output),
  };
}

/** Whole numbers become float32. */
function float(name: string, x: Tensor): Tensor {
  requireTensor(name, x);
  return isFloat(x.dtype) ? x : cast(x, "float32");
}

/** See {@link leakyRelu}. */
export const leakyReluOp: Op<Parameter> = parametric("leakyRelu", (t, x, slope) =>
  where(greater(x, 0), t, mul(t, slope)),
);

/**
 * The leaky rectifier, `y = x` for `x > 0` and `y = slope·x` elsewhere;  `dy/dx = 1` or `slope`, which also holds at the
 * kink 0.
 *
 * Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models", 2013, equation 2.
 */
export function leakyRelu(x: Tensor, negativeSlope = 0.01): Tensor {
  return apply(leakyReluOp, [float("leakyRelu", x)], { parameter: negativeSlope });
}

/** See {@link elu}. */
export const eluOp: Op<Parameter> = parametric("elu", (t, x, alpha) =>
  where(greater(x, 0), t, chain(t, mul(exp(x), alpha))),
);

/**
 * The exponential linear unit, `y = x` for `x > 0` and `y = α(eˣ - 1)` elsewhere;  `dy/dx = 1` or `α·eˣ`, which at 0 is α.
 *
 * Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential linear units (ELUs)", 2015,
 * equation 15.
 */
export function elu(x: Tensor, alpha = 1): Tensor {
  return apply(eluOp, [float("elu", x)], { parameter: alpha });
}
