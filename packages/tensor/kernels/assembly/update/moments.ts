/** Steps in units of the gradient's recent size, in place: every number is read and written once. */
import { all, floats, madd, nmadd, VECTOR } from "../vector";

/** `β·x + rest·y`. */
@inline
function blend(beta: f32, x: v128, rest: f32, y: v128): v128 {
  return madd(all(beta), x, f32x4.mul(all(rest), y));
}

/**
 * Adam: `g ← g + λ·p`, `m ← β₁·m + rest₁·g`, `v ← β₂·v + rest₂·g²`, `p ← shrink·p - rate·m/(√v·correction + ε)`; where there is
 * a place for it (not 0), the largest v so far takes the place of v.
 */
export function adam(
  n: i32, p: usize, g: usize, m: usize, v: usize, largest: usize,
  rate: f32, correction: f32, shrink: f32, decay: f32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, eps: f32,
): void {
  const end = floats(n);
  for (let i: usize = 0; i < end; i += VECTOR) {
    const x = v128.load(p + i);
    const gradient = madd(all(decay), x, v128.load(g + i));
    const mean = blend(beta1, v128.load(m + i), rest1, gradient);
    let square = blend(beta2, v128.load(v + i), rest2, f32x4.mul(gradient, gradient));
    v128.store(m + i, mean);
    v128.store(v + i, square);
    if (largest != 0) {
      square = f32x4.max(square, v128.load(largest + i));
      v128.store(largest + i, square);
    }
    const root = madd(f32x4.sqrt(square), all(correction), all(eps));
    v128.store(p + i, f32x4.sub(f32x4.mul(all(shrink), x), f32x4.div(f32x4.mul(all(rate), mean), root)));
  }
}

/** NAdam: as Adam, with `p ← p - (a·g + b·m)/(√(v·correction) + ε)`. */
export function nadam(
  n: i32, p: usize, g: usize, m: usize, v: usize,
  ofGradient: f32, ofMean: f32, correction: f32, decay: f32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, eps: f32,
): void {
  const end = floats(n);
  for (let i: usize = 0; i < end; i += VECTOR) {
    const x = v128.load(p + i);
    const gradient = madd(all(decay), x, v128.load(g + i));
    const mean = blend(beta1, v128.load(m + i), rest1, gradient);
    const square = blend(beta2, v128.load(v + i), rest2, f32x4.mul(gradient, gradient));
    v128.store(m + i, mean);
    v128.store(v + i, square);
    const root = madd(f32x4.sqrt(square), all(correction), all(eps));
    v128.store(p + i, f32x4.sub(x, f32x4.div(blend(ofGradient, gradient, ofMean, mean), root)));
  }
}

/** AdaGrad: `g ← g + λ·p`, `s ← s + g²`, `p ← p - rate·g/(√s + ε)`. */
export function adagrad(n: i32, p: usize, g: usize, s: usize, rate: f32, decay: f32, eps: f32): void {
  const end = floats(n);
  for (let i: usize = 0; i < end; i += VECTOR) {
    const x = v128.load(p + i);
    const gradient = madd(all(decay), x, v128.load(g + i));
    const sum = madd(gradient, gradient, v128.load(s + i));
    v128.store(s + i, sum);
    const root = f32x4.add(f32x4.sqrt(sum), all(eps));
    v128.store(p + i, f32x4.sub(x, f32x4.div(f32x4.mul(all(rate), gradient), root)));
  }
}

/**
 * RMSProp: `g ← g + λ·p`, `s ← α·s + rest·g²`, `m ← α·m + rest·g`, `b ← μ·b + g/(√(s - m²) + ε)`, `p ← p - lr·b`; without a place
 * for m or b (0), m = 0 and μ = 0.
 */
export function rmsprop(
  n: i32, p: usize, g: usize, s: usize, m: usize, b: usize,
  lr: f32, decay: f32, alpha: f32, rest: f32, mu: f32, eps: f32,
): void {
  const end = floats(n);
  for (let i: usize = 0; i < end; i += VECTOR) {
    const x = v128.load(p + i);
    const gradient = madd(all(decay), x, v128.load(g + i));
    let spread = blend(alpha, v128.load(s + i), rest, f32x4.mul(gradient, gradient));
    v128.store(s + i, spread);
    if (m != 0) {
      const mean = blend(alpha, v128.load(m + i), rest, gradient);
      v128.store(m + i, mean);
      // Rounding alone could make the variance negative.
      spread = f32x4.max(nmadd(mean, mean, spread), all(0));
    }
    let move = f32x4.div(gradient, f32x4.add(f32x4.sqrt(spread), all(eps)));
    if (b != 0) {
      move = madd(all(mu), v128.load(b + i), move);
      v128.store(b + i, move);
    }
    v128.store(p + i, nmadd(all(lr), move, x));
  }
}

/** Adadelta: `g ← g + λ·p`, `s ← ρ·s + rest·g²`, `d = √(u + ε)/√(s + ε)·g`, `u ← ρ·u + rest·d²`, `p ← p - lr·d`. */
export function adadelta(
  n: i32, p: usize, g: usize, s: usize, u: usize,
  lr: f32, decay: f32, rho: f32, rest: f32, eps: f32,
): void {
  const end = floats(n);
  for (let i: usize = 0; i < end; i += VECTOR) {
    const x = v128.load(p + i);
    const gradient = madd(all(decay), x, v128.load(g + i));
    const square = blend(rho, v128.load(s + i), rest, f32x4.mul(gradient, gradient));
    const moved = v128.load(u + i);
    const ratio = f32x4.div(f32x4.sqrt(f32x4.add(moved, all(eps))), f32x4.sqrt(f32x4.add(square, all(eps))));
    const move = f32x4.mul(ratio, gradient);
    v128.store(s + i, square);
    v128.store(u + i, blend(rho, moved, rest, f32x4.mul(move, move)));
    v128.store(p + i, nmadd(all(lr), move, x));
  }
}
