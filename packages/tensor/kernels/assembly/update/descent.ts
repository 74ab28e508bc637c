/** Steps along the gradient, in place: every number is read and written once. */
import { all, floats, madd, nmadd, VECTOR } from "../vector";

/** `p ← p - lr·(g + λ·p)`. */
export function sgd(n: i32, p: usize, g: usize, lr: f32, decay: f32): void {
  const rate = all(lr);
  const lambda = all(decay);
  for (const end = p + floats(n); p < end; p += VECTOR, g += VECTOR) {
    const x = v128.load(p);
    v128.store(p, nmadd(rate, madd(lambda, x, v128.load(g)), x));
  }
}

/** `g ← g + λ·p`, `b ← μ·b + share·g`, `p ← p - lr·b`, or with `ahead` = μ (Nesterov's) `p - lr·(g + μ·b)`. */
export function momentum(
  n: i32, p: usize, g: usize, b: usize, lr: f32, decay: f32, mu: f32, share: f32, nesterov: bool,
): void {
  const rate = all(lr);
  const lambda = all(decay);
  const keep = all(mu);
  const part = all(share);
  for (const end = p + floats(n); p < end; p += VECTOR, g += VECTOR, b += VECTOR) {
    const x = v128.load(p);
    const gradient = madd(lambda, x, v128.load(g));
    const velocity = madd(keep, v128.load(b), f32x4.mul(part, gradient));
    v128.store(b, velocity);
    v128.store(p, nmadd(rate, nesterov ? madd(keep, velocity, gradient) : velocity, x));
  }
}

/** `a ← decay·a + rest·p`. */
export function average(n: i32, a: usize, p: usize, decay: f32, rest: f32): void {
  const keep = all(decay);
  const part = all(rest);
  for (const end = a + floats(n); a < end; a += VECTOR, p += VECTOR)
    v128.store(a, madd(keep, v128.load(a), f32x4.mul(part, v128.load(p))));
}
