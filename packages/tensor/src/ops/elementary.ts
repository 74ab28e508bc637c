/** The elementary functions, element by element. Functions with a pole or a kink say what holds there. */
import { numberType, promote } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import { type Op, Tensor } from "../tensor.ts";
import { greaterEqual, lessEqual, where } from "./compare.ts";
import { elementCost } from "./linear.ts";
import { add, cast, constant, mul, requireTensor, stretched } from "./pointwise.ts";
import { type UnaryOp, unary } from "./unary.ts";

/** `y = -x`;  `dy/dx = -1`. Whole numbers stay whole. */
export const neg: UnaryOp = unary({
  name: "neg",
  kernel: "neg",
  derivative: -1,
  saves: "none",
  keepsIntegers: true,
});

/** The exponential, `y = eˣ`;  `dy/dx = y`. */
export const exp: UnaryOp = unary({ name: "exp", kernel: "exp", derivative: (_x, y) => y, saves: "output" });

/** The natural logarithm, `y = ln x`;  `dy/dx = 1/x`. -∞ at 0, NaN below. */
export const log: UnaryOp = unary({ name: "log", kernel: "log", derivative: (x) => reciprocal(x) });

/** `y = ln(1 + x)`, exact for small x too;  `dy/dx = 1/(1 + x)`. -∞ at -1, NaN below. */
export const log1p: UnaryOp = unary({
  name: "log1p",
  kernel: "log1p",
  derivative: (x) => reciprocal(add(x, 1)),
});

/** `y = eˣ - 1`, exact for small x too;  `dy/dx = y + 1`. */
export const expm1: UnaryOp = unary({
  name: "expm1",
  kernel: "expm1",
  derivative: (_x, y) => add(y, 1),
  saves: "output",
});

/** The square root, `y = √x`;  `dy/dx = 1/(2y)`, which is +∞ at 0. NaN below 0. */
export const sqrt: UnaryOp = unary({
  name: "sqrt",
  kernel: "sqrt",
  // |y|, because √-0 = -0 and the derivative there is +∞ as well
  derivative: (_x, y) => mul(reciprocal(abs(y)), 0.5),
  saves: "output",
});

/** `y = 1/√x`;  `dy/dx = -y³/2`. ±∞ at ±0, NaN below 0. */
export const rsqrt: UnaryOp = unary({
  name: "rsqrt",
  kernel: "rsqrt",
  derivative: (_x, y) => mul(mul(square(y), y), -0.5),
  saves: "output",
});

/** The sine, `y = sin x`, x in radians;  `dy/dx = cos x`. NaN at ±∞. */
export const sin: UnaryOp = unary({ name: "sin", kernel: "sin", derivative: (x) => cos(x) });

/** The cosine, `y = cos x`, x in radians;  `dy/dx = -sin x`. NaN at ±∞. */
export const cos: UnaryOp = unary({ name: "cos", kernel: "cos", derivative: (x) => neg(sin(x)) });

/** The tangent, `y = tan x`, x in radians;  `dy/dx = 1 + y²`. NaN at ±∞. */
export const tan: UnaryOp = unary({
  name: "tan",
  kernel: "tan",
  derivative: (_x, y) => add(square(y), 1),
  saves: "output",
});

/** The hyperbolic tangent, `y = tanh x`;  `dy/dx = 1 - y²`. ±1 at ±∞. */
export const tanh: UnaryOp = unary({
  name: "tanh",
  kernel: "tanh",
  derivative: (_x, y) => add(neg(square(y)), 1),
  vjpKernel: "tanhVjp",
  saves: "output",
});

/** `y = |x|`;  `dy/dx = sign x`, and 0 at the kink 0. Whole numbers stay whole. */
export const abs: UnaryOp = unary({
  name: "abs",
  kernel: "abs",
  derivative: (x) => sign(x),
  keepsIntegers: true,
});

/** `y = x²`;  `dy/dx = 2x`. Whole numbers stay whole. */
export const square: UnaryOp = unary({
  name: "square",
  kernel: "square",
  derivative: (x) => mul(x, 2),
  keepsIntegers: true,
});

/** `y = 1/x`;  `dy/dx = -y²`. ±∞ at ±0. */
export const reciprocal: UnaryOp = unary({
  name: "reciprocal",
  kernel: "reciprocal",
  derivative: (_x, y) => neg(square(y)),
  saves: "output",
});

/** The error function, `y = erf x = 2/√π ∫₀ˣ e^(-t²) dt`;  `dy/dx = 2/√π e^(-x²)`. */
export const erf: UnaryOp = unary({
  name: "erf",
  kernel: "erf",
  derivative: (x) => mul(exp(neg(square(x))), 2 / Math.sqrt(Math.PI)),
});

/** -1, 0 or 1: the sign of `x`; NaN for NaN (in PyTorch 0). No gradient passes. Whole numbers stay whole. */
export const sign: UnaryOp = unary({ name: "sign", kernel: "sign", saves: "none", keepsIntegers: true });

/** The largest whole number that is not above `x`. No gradient passes. */
export const floor: UnaryOp = unary({ name: "floor", kernel: "floor", saves: "none", keepsIntegers: true });

/** The smallest whole number that is not below `x`. No gradient passes. */
export const ceil: UnaryOp = unary({ name: "ceil", kernel: "ceil", saves: "none", keepsIntegers: true });

/** The nearest whole number, of two equally near ones the even one: `round(2.5) = 2`. No gradient passes. */
export const round: UnaryOp = unary({ name: "round", kernel: "round", saves: "none", keepsIntegers: true });

interface Bounds {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** See {@link clamp}. */
export const clampOp: Op<Bounds> = {
  name: "clamp",
  shape: ([x]) => x as Tensor,
  forward: (backend, [x], { min, max }, { shape, dtype }) => {
    let y = x as Tensor;
    const bound = (value: number): Tensor => stretched(constant(value, y, dtype), shape);
    if (min !== undefined) y = new Tensor(backend.binary("maximum", y, bound(min), dtype), shape);
    if (max !== undefined) y = new Tensor(backend.binary("minimum", y, bound(max), dtype), shape);
    return y;
  },
  saves: { inputs: [0], output: false },
  vjp: (g, _i, { inputs: [x], attrs }) => inside(g, x as Tensor, attrs),
  jvp: ([t], { inputs: [x], attrs }) => (t ? inside(t, x as Tensor, attrs) : null),
  cost: ([x], _attrs, output) => elementCost(x as Tensor, output),
};

/** A rate where `x` is within its bounds or on one, 0 elsewhere: selected, so that an infinite rate stops outside too. */
function inside(t: Tensor, x: Tensor, { min, max }: Bounds): Tensor {
  const above = min === undefined ? t : where(greaterEqual(x, min), t, 0);
  return max === undefined ? above : where(lessEqual(x, max), above, 0);
}

/**
 * `y = min(max(x, lower), upper)`: `x` kept between two bounds, either of which may be missing. The derivative is 1
 * between the bounds and on them, 0 outside. With `lower > upper` everything becomes `upper`. Whole numbers stay whole if
 * the bounds are.
 */
export function clamp(x: Tensor, lower: number = -Infinity, upper: number = Infinity): Tensor {
  requireTensor("clamp", x);
  const given = [lower, upper].filter((bound, i) => bound !== (i === 0 ? -Infinity : Infinity));
  if (given.length === 0) return x;
  const dtype = given.map((bound) => numberType(bound, x.dtype)).reduce(promote, x.dtype);
  const [min, max] = [lower, upper].map((bound) => (given.includes(bound) ? bound : undefined));
  return apply(clampOp, [cast(x, dtype)], { min, max });
}
