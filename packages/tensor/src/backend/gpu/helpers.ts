/** Functions that kernels call: the harder ones of one number, and whole-number division. Their names are no names of GLSL's. */
import type { HelperFunction } from "./library.ts";

const sources = [
  // Some cards make of the exponential of a large number what they like.
  `expOf(x) {
    if (x < -104.0) { return 0.0; }
    if (x === x) { return Math.exp(x > 100.0 ? 100.0 : x); }
    return x;
  }`,
  // And of what is not defined, too.
  `sqrtOf(x, nan) {
    return x < 0.0 ? nan : Math.sqrt(x);
  }`,
  `logOf(x, nan, inf) {
    if (x > 0.0) { return x < inf ? Math.log(x) : x; }
    return x === 0.0 ? -inf : nan;
  }`,
  // Accurate near 0, where 1 + x forgets x: Kahan's quotient makes good for what was rounded off.
  `log1pOf(x, nan, inf) {
    const u = 1.0 + x;
    if (u === 1.0) { return x; }
    if (x > 10000000000.0 || !(x > -1.0)) { return logOf(u, nan, inf); }
    return Math.log(u) * (x / (u - 1.0));
  }`,
  // Taylor's series near 0, where exp(x) - 1 cancels.
  `expm1Of(x) {
    if (Math.abs(x) < 0.5) {
      let p = 1.0 + x * 0.1111111111111111;
      p = 1.0 + x * 0.125 * p;
      p = 1.0 + x * 0.14285714285714285 * p;
      p = 1.0 + x * 0.16666666666666666 * p;
      p = 1.0 + x * 0.2 * p;
      p = 1.0 + x * 0.25 * p;
      p = 1.0 + x * 0.3333333333333333 * p;
      p = 1.0 + x * 0.5 * p;
      return x * p;
    }
    return expOf(x) - 1.0;
  }`,
  `tanhOf(x) {
    const a = Math.abs(x);
    if (a > 10.0) { return x > 0.0 ? 1.0 : -1.0; }
    const t = expm1Of(-2.0 * a);
    const y = -t / (t + 2.0);
    return x < 0.0 ? -y : y;
  }`,
  `sigmoidOf(x) {
    const e = expOf(-Math.abs(x));
    return x >= 0.0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
  }`,
  `softplusOf(x, nan, inf) {
    return maximumOf(x, 0.0) + log1pOf(expOf(-Math.abs(x)), nan, inf);
  }`,
  // Cody and Waite: three parts of π/2 whose products with small whole numbers are exact.
  `angleOf(x, quarter) {
    return ((x - quarter * 1.5703125) - quarter * 0.0004837512969970703) - quarter * 0.0000000754978995489188;
  }`,
  `quarterOf(x) {
    return floorOf(x * 0.6366197723675814 + 0.5);
  }`,
  `sineNearZero(r) {
    const z = r * r;
    return r + r * z * (-0.16666654611 + z * (0.0083321608736 - z * 0.00019515295891));
  }`,
  `cosineNearZero(r) {
    const z = r * r;
    return 1.0 - 0.5 * z + z * z * (0.041666645683 + z * (-0.0013887316255 + z * 0.000024433157118));
  }`,
  `sineOfQuarter(r, quarter) {
    const turn = quarter - 4.0 * floorOf(quarter * 0.25);
    if (turn < 0.5) { return sineNearZero(r); }
    if (turn < 1.5) { return cosineNearZero(r); }
    if (turn < 2.5) { return -sineNearZero(r); }
    return -cosineNearZero(r);
  }`,
  `sinOf(x) {
    const quarter = quarterOf(x);
    return sineOfQuarter(angleOf(x, quarter), quarter);
  }`,
  `cosOf(x) {
    const quarter = quarterOf(x);
    return sineOfQuarter(angleOf(x, quarter), quarter + 1.0);
  }`,
  `tanOf(x) {
    const quarter = quarterOf(x);
    return sineOfQuarter(angleOf(x, quarter), quarter) / sineOfQuarter(angleOf(x, quarter), quarter + 1.0);
  }`,
  // The polynomials of the wasm kernels: of the error function near 0, and of the logarithm of its complement beyond.
  `erfNearZero(x) {
    const z = x * x;
    let p = -0.0005862081306986511;
    p = p * z + 0.004967506509274244;
    p = p * z - 0.026748863980174065;
    p = p * z + 0.11281320452690125;
    p = p * z - 0.37612447142601013;
    p = p * z + 0.12837913632392883;
    return x + x * p;
  }`,
  `erfcOf(a) {
    let q = -0.00001825968320190441;
    q = q * a + 0.0003980754117947072;
    q = q * a - 0.003978794906288385;
    q = q * a + 0.02457641065120697;
    q = q * a - 0.10739303380250931;
    q = q * a - 0.6341869235038757;
    q = q * a - 1.129086971282959;
    q = q * a + 0.00008398325007874519;
    return expOf(q);
  }`,
  `erfOf(x) {
    const a = Math.abs(x);
    if (a <= 0.92) { return erfNearZero(x); }
    if (a >= 4.0) { return x > 0.0 ? 1.0 : -1.0; }
    const far = 1.0 - erfcOf(a);
    return x > 0.0 ? far : (x < 0.0 ? -far : x);
  }`,
  `geluOf(x) {
    const t = x * 0.7071067811865476;
    const a = Math.abs(t);
    if (a <= 0.92) { return 0.5 * x * (1.0 + erfNearZero(t)); }
    if (a > 9.0) { return x > 0.0 ? x : 0.0; }
    const part = 0.5 * x * erfcOf(a);
    return x < 0.0 ? part : x - part;
  }`,
  `geluTanhOf(x) {
    if (x < -20.0) { return 0.0; }
    if (x > 20.0) { return x; }
    return 0.5 * x * (1.0 + tanhOf(0.7978845608028654 * x * (1.0 + 0.044715 * x * x)));
  }`,
  `signOf(x) {
    return x > 0.0 ? 1.0 : (x < 0.0 ? -1.0 : x);
  }`,
  // gpu.js takes floor for a whole number and may cut it to 32 bits.
  `floorOf(x) {
    if (Math.abs(x) < 8388608.0) { return Math.floor(x) + x * 0.0; }
    return x;
  }`,
  `truncateOf(x) {
    return x < 0.0 ? -floorOf(-x) : floorOf(x);
  }`,
  // To the nearest whole number, ties to the even one.
  `roundOf(x) {
    const below = floorOf(x);
    const rest = x - below;
    if (rest < 0.5) { return below; }
    if (rest > 0.5) { return below + 1.0; }
    if (rest === 0.5) { return 2.0 * floorOf(0.5 * below + 0.5); }
    return x;
  }`,
  `maximumOf(a, b) {
    return a > b ? a : (b >= a ? b : a + b);
  }`,
  `chainOf(rate, slope) {
    return rate === 0.0 ? 0.0 : rate * slope;
  }`,
  // Small whole exponents by multiplication, exactly so for whole numbers; the rest by exp and log of the absolute value.
  `powOf(a, b, nan, inf) {
    if (b === 0.0 || a === 1.0) { return 1.0; }
    const size = Math.abs(b);
    if (size <= 8.0 && floorOf(b) === b) {
      let product = 1.0;
      for (let i = 0; i < 8; i++) { if (i < size) { product = product * a; } }
      return b > 0.0 ? product : 1.0 / product;
    }
    return powBySize(a, b, Math.abs(a), nan, inf);
  }`,
  `powBySize(a, b, base, nan, inf) {
    if (a === a && b === b) { return powOfNumbers(a, b, base, nan, inf); }
    return nan;
  }`,
  `powOfNumbers(a, b, base, nan, inf) {
    if (base === 1.0 && Math.abs(b) === inf) { return 1.0; }
    const power = base === 0.0 ? (b > 0.0 ? 0.0 : inf) : expOf(b * logOf(base, nan, inf));
    if (a >= 0.0) { return power; }
    const half = floorOf(b * 0.5);
    if (half * 2.0 === b) { return power; }
    if (floorOf(b) === b) { return -power; }
    return base === 0.0 || base === inf ? power : nan;
  }`,
  `siluSlope(x) {
    const s = sigmoidOf(x);
    return chainOf(s, 1.0 + chainOf(1.0 - s, x));
  }`,
  `geluSlope(x) {
    const density = 0.3989422804014327 * expOf(-0.5 * x * x);
    const tail = 0.5 * erfcOf(minimumOf(Math.abs(x) * 0.7071067811865476, 9.0));
    const near = 0.5 + 0.5 * erfNearZero(x * 0.7071067811865476);
    const cumulative = Math.abs(x) < 1.3 ? near : (x < 0.0 ? tail : 1.0 - tail);
    return cumulative + chainOf(density, x);
  }`,
  `minimumOf(a, b) {
    return a < b ? a : (b <= a ? b : a + b);
  }`,
  `geluTanhSlope(x) {
    if (x < -20.0) { return 0.0; }
    if (x > 20.0) { return 1.0; }
    const t = tanhOf(0.7978845608028654 * x * (1.0 + 0.044715 * x * x));
    const inner = 0.7978845608028654 * (1.0 + 0.134145 * x * x);
    return 0.5 * (1.0 + t + (1.0 - t * t) * x * inner);
  }`,
];

/** A whole number in a float as one that multiplies exactly. */
const wholeOf: HelperFunction = {
  source: "function wholeOf(x) { return x; }",
  settings: { argumentTypes: { x: "Number" }, returnType: "Integer" },
};

/** `a div n` of whole numbers: the quotient in float32, corrected by what remains, then to the exact one. */
const wholeSources = [
  `quotient(a, n) {
    return nearest(a, n, roughly(a, n) + roughly(a - roughly(a, n) * n, n));
  }`,
  `roughly(a, n) {
    return Math.floor(a / n);
  }`,
  `nearest(a, n, q) {
    if (a < q * n) { return q - 1; }
    if (a >= (q + 1) * n) { return q + 1; }
    return q;
  }`,
];

function helper(text: string, type: "Number" | "Integer"): [string, HelperFunction] {
  const name = text.slice(0, text.indexOf("("));
  const names = text.slice(text.indexOf("(") + 1, text.indexOf(")")).split(", ");
  const argumentTypes = Object.fromEntries(names.map((each) => [each, type]));
  return [name, { source: `function ${text}`, settings: { argumentTypes, returnType: type } }];
}

/** All of them by name. */
export const helpers: ReadonlyMap<string, HelperFunction> = new Map([
  ["wholeOf", wholeOf],
  ...sources.map((text) => helper(text, "Number")),
  ...wholeSources.map((text) => helper(text, "Integer")),
]);
