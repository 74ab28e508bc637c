/**
 * The GRU's cell, gates in the order r, z, n: `n = tanh(xₙ + r·m)` with the product's part `m = Uₙ·h + bₙ`, `h' = (1 - z)·n + z·h`.
 * Kept are r, z, n and m.
 */
import { sigmoidOf, tanhOf } from "../pointwise/sigmoid";
import { ONE } from "../pointwise/constants";
import { constant, madd, VECTOR } from "../vector";
import { backward, complementOfSquare, forward, put, sum } from "./sequence";

class Gru {
  @inline get gates(): usize { return 3; }
  @inline get states(): usize { return 1; }
  @inline get kept(): usize { return 4; }
  @inline get apart(): bool { return true; }

  @inline step(
    n: usize, x: usize, bias: usize, kept: usize, h: usize, _c: usize, hNext: usize, _cNext: usize,
  ): void {
    for (let j: usize = 0; j < n; j += VECTOR) {
      const r = sigmoidOf(f32x4.add(sum(kept + j, bias + j), v128.load(x + j)));
      const z = sigmoidOf(f32x4.add(sum(kept + n + j, bias + n + j), v128.load(x + n + j)));
      const m = sum(kept + 2 * n + j, bias + 2 * n + j);
      const candidate = tanhOf(madd(r, m, v128.load(x + 2 * n + j)));
      const left = n - j;
      put(kept + j, r, left);
      put(kept + n + j, z, left);
      put(kept + 2 * n + j, candidate, left);
      put(kept + 3 * n + j, m, left);
      put(hNext + j, madd(z, f32x4.sub(v128.load(h + j), candidate), candidate), left);
    }
  }

  @inline back(
    n: usize, kept: usize, h: usize, _c: usize, _hNext: usize, _cNext: usize, gh: usize, _gc: usize, dh: usize,
    _dc: usize, dx: usize, dProduct: usize,
  ): void {
    const one = constant(ONE);
    for (let j: usize = 0; j < n; j += VECTOR) {
      const r = v128.load(kept + j);
      const z = v128.load(kept + n + j);
      const candidate = v128.load(kept + 2 * n + j);
      const m = v128.load(kept + 3 * n + j);
      const rate = sum(dh + j, gh + j);
      const away = f32x4.mul(f32x4.sub(v128.load(h + j), candidate), f32x4.mul(z, f32x4.sub(one, z)));
      const dz = f32x4.mul(rate, away);
      const dn = f32x4.mul(f32x4.mul(rate, f32x4.sub(one, z)), complementOfSquare(candidate));
      const dr = f32x4.mul(f32x4.mul(dn, m), f32x4.mul(r, f32x4.sub(one, r)));
      const left = n - j;
      put(dx + j, dr, left);
      put(dx + n + j, dz, left);
      put(dx + 2 * n + j, dn, left);
      put(dProduct + j, dr, left);
      put(dProduct + n + j, dz, left);
      put(dProduct + 2 * n + j, f32x4.mul(dn, r), left);
      put(dh + j, f32x4.mul(rate, z), left);
    }
  }
}

/** See `sequence.ts`. */
export function gru(
  steps: i32, batch: i32, hidden: i32, reverse: bool, lengths: usize, x: usize, initial: usize, packed: usize,
  bias: usize, trace: usize, workspace: usize,
): void {
  forward<Gru>(steps, batch, hidden, reverse, lengths, x, initial, packed, bias, trace, workspace);
}

/** Its way back. */
export function gruVjp(
  steps: i32, batch: i32, hidden: i32, reverse: bool, lengths: usize, g: usize, trace: usize, initial: usize,
  packed: usize, dx: usize, workspace: usize,
): void {
  backward<Gru>(steps, batch, hidden, reverse, lengths, g, trace, initial, packed, dx, workspace);
}
