/**
 * Rows `[outer, n]` to mean 0 and variance 1: `y = (x - μ) / √(σ² + eps)`.
 *
 * Sums are added up as in `reduce.ts`, in float32 up to a block. Where the mean is large beside the spread that gives it too
 * roughly, so the second pass finds by how much: it works on `d = x - m` with the rough mean m, and `δ = Σ d / n` is what m
 * lacks. The corrected two-pass algorithm: Chan, Golub, LeVeque, "Algorithms for Computing the Sample Variance" (1983).
 */
import { all, floats, madd, total, VECTOR } from "../vector";
import { sumOf } from "./reduce";

/** Bytes that are added up in float32 before they go to the sums in double precision. */
const BLOCK: usize = 4096;

let sum: f64 = 0;
let sumOfSquares: f64 = 0;

/** Adds `Σ d` and `Σ d²` of a stretch of whole numbers of vectors to the sums. */
@inline
function addVectors(x: usize, bytes: usize, m: v128): void {
  let s = all(0);
  let t = all(0);
  let ss = all(0);
  let tt = all(0);
  const end = x + bytes;
  for (const stop = x + (bytes & ~31); x < stop; x += 2 * VECTOR) {
    const d = f32x4.sub(v128.load(x), m);
    const e = f32x4.sub(v128.load(x, 16), m);
    s = f32x4.add(s, d);
    t = f32x4.add(t, e);
    ss = madd(d, d, ss);
    tt = madd(e, e, tt);
  }
  if (x < end) {
    const d = f32x4.sub(v128.load(x), m);
    s = f32x4.add(s, d);
    ss = madd(d, d, ss);
  }
  sum += total(f32x4.add(s, t));
  sumOfSquares += total(f32x4.add(ss, tt));
}

/** `Σ d` and `Σ d²` of n numbers. */
@inline
function addUp(n: i32, x: usize, m: f32): void {
  sum = 0;
  sumOfSquares = 0;
  let left = floats(n) & ~15;
  while (left > 0) {
    const bytes = min(left, BLOCK);
    addVectors(x, bytes, all(m));
    x += bytes;
    left -= bytes;
  }
  for (let i = 0; i < (n & 3); i++) {
    const d = <f64>(load<f32>(x + floats(i)) - m);
    sum += d;
    sumOfSquares += d * d;
  }
}

let rough: f32 = 0;
let lack: f32 = 0;
let scale: f32 = 0;

/** Takes the measure of a row: its mean, in two parts, and `1/√(σ² + eps)`. */
@inline
export function measure(n: i32, x: usize, eps: f64): void {
  const count = <f64>n;
  rough = <f32>(sumOf(n, x) / count);
  addUp(n, x, rough);
  const missing = sum / count;
  const variance = max(sumOfSquares / count - missing * missing, 0);
  lack = <f32>missing;
  scale = <f32>(1 / Math.sqrt(variance + eps));
}

/** The mean of the row that was measured last, roughly. */
@inline
export function roughOf(): f32 {
  return rough;
}

/** What it lacks. */
@inline
export function lackOf(): f32 {
  return lack;
}

/** `1/√(σ² + eps)`. */
@inline
export function scaleOf(): f32 {
  return scale;
}
