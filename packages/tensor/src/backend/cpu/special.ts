/** Functions of one number that JavaScript does not bring, in double precision. */

/**
 * The error function, `erf(x) = 2/√π ∫₀ˣ e^(-t²) dt`, to about one ulp: the rational approximations of W. J. Cody,
 * "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969), 631-637.
 */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (a <= 0.46875) return x * ratio(x * x, P1, Q1);
  if (!(a < 6)) return Number.isNaN(x) ? NaN : Math.sign(x);
  return Math.sign(x) * (0.5 - erfcTail(a) + 0.5);
}

/** erfc for x > 0.46875. */
function erfcTail(x: number): number {
  if (x <= 4) return expMinusSquare(x) * ratio(x, P2, Q2);
  const z = 1 / (x * x);
  return (expMinusSquare(x) / x) * (INVERSE_SQRT_PI - z * ratio(z, P3, Q3));
}

/** `e^(-x²)`, with x² split in two so that its rounding is not blown up by the exponential. */
function expMinusSquare(x: number): number {
  const head = Math.trunc(x * 16) / 16;
  return Math.exp(-head * head) * Math.exp(-(x - head) * (x + head));
}

/** A ratio of polynomials, highest power first. */
function ratio(x: number, p: readonly number[], q: readonly number[]): number {
  let top = 0;
  for (const c of p) top = top * x + c;
  let bottom = 0;
  for (const c of q) bottom = bottom * x + c;
  return top / bottom;
}

const INVERSE_SQRT_PI = 0.5641895835477563;
const P1 = [
  1.85777706184603153e-1, 3.1611237438705656, 1.1386415415105016e2, 3.7748523768530202e2,
  3.2093775891384695e3,
];
const Q1 = [1, 2.3601290952344122e1, 2.4402463793444417e2, 1.2826165260773723e3, 2.8442368334391706e3];
const P2 = [
  2.1531153547440384e-8, 5.6418849698867009e-1, 8.8831497943883759, 6.6119190637141629e1,
  2.9863513819740013e2, 8.8195222124176909e2, 1.7120476126340706e3, 2.051078377826071e3, 1.2303393547979972e3,
];
const Q2 = [
  1, 1.5744926110709835e1, 1.1769395089131219e2, 5.371811018620098e2, 1.621389574566690189e3,
  3.2907992357334596e3, 4.3626190901432472e3, 3.4393676741437216e3, 1.2303393548037494e3,
];
const P3 = [
  1.6315387137302097e-2, 3.0532663496123236e-1, 3.6034489994980445e-1, 1.2578172611122926e-1,
  1.6083785148742277e-2, 6.587491615298378e-4,
];
const Q3 = [
  1, 2.5685201922898224, 1.8729528499234604, 5.2790510295142841e-1, 6.0518341312441319e-2,
  2.3352049762686918e-3,
];

/** Nearest whole number, ties to the even one, as IEEE 754 rounds. Keeps -0. */
export function roundEven(x: number): number {
  const rounded = Math.round(x);
  if (Math.abs(x % 1) !== 0.5) return x < 0 && rounded === 0 ? -0 : rounded;
  return 2 * Math.round(x / 2);
}

/** `aᵇ` by IEEE 754: `pow(±1, ±∞) = 1` and `pow(1, NaN) = 1`, where `**` gives NaN. */
export function pow(a: number, b: number): number {
  if (a === 1 || (a === -1 && Math.abs(b) === Infinity)) return 1;
  return a ** b;
}

/** `aᵇ` of whole numbers modulo 2³², by repeated squaring; for b < 0 truncated towards 0. */
export function powInteger(a: number, b: number): number {
  if (b < 0) return Math.abs(a) === 1 ? a ** (b % 2) : 0;
  let result = 1;
  for (let square = a, rest = b; rest > 0; rest >>= 1, square = Math.imul(square, square))
    if (rest & 1) result = Math.imul(result, square);
  return result;
}
