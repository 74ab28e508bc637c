/** The LSTM's cell, gates in the order i, f, g, o: `c' = f·c + i·g`, `h' = o·tanh c'`. Kept are the gates. */
import { sigmoidOf, tanhOf } from "../pointwise/sigmoid";
import { ONE } from "../pointwise/constants";
import { all, constant, madd, VECTOR } from "../vector";
import { backward, complementOfSquare, forward, put, sum } from "./sequence";

/** `y·(1 - y)`. */
@inline
function bend(y: v128): v128 {
  return f32x4.mul(y, f32x4.sub(constant(ONE), y));
}

/** Product, input and bias. */
@inline
function three(a: usize, b: usize, c: usize): v128 {
  return f32x4.add(sum(a, b), v128.load(c));
}

class Lstm {
  @inline get gates(): usize { return 4; }
  @inline get states(): usize { return 2; }
  @inline get kept(): usize { return 4; }
  @inline get apart(): bool { return false; }

  @inline step(
    n: usize, x: usize, bias: usize, kept: usize, _h: usize, c: usize, hNext: usize, cNext: usize,
  ): void {
    for (let j: usize = 0; j < n; j += VECTOR) {
      const i = sigmoidOf(three(kept + j, x + j, bias + j));
      const f = sigmoidOf(three(kept + n + j, x + n + j, bias + n + j));
      const g = tanhOf(three(kept + 2 * n + j, x + 2 * n + j, bias + 2 * n + j));
      const o = sigmoidOf(three(kept + 3 * n + j, x + 3 * n + j, bias + 3 * n + j));
      const cell = madd(f, v128.load(c + j), f32x4.mul(i, g));
      const left = n - j;
      put(kept + j, i, left);
      put(kept + n + j, f, left);
      put(kept + 2 * n + j, g, left);
      put(kept + 3 * n + j, o, left);
      put(cNext + j, cell, left);
      put(hNext + j, f32x4.mul(o, tanhOf(cell)), left);
    }
  }

  @inline back(
    n: usize, kept: usize, _h: usize, c: usize, _hNext: usize, cNext: usize, gh: usize, gc: usize, dh: usize,
    dc: usize, dx: usize, _dProduct: usize,
  ): void {
    for (let j: usize = 0; j < n; j += VECTOR) {
      const i = v128.load(kept + j);
      const f = v128.load(kept + n + j);
      const g = v128.load(kept + 2 * n + j);
      const o = v128.load(kept + 3 * n + j);
      const squashed = tanhOf(v128.load(cNext + j));
      const rate = sum(dh + j, gh + j);
      const slope = f32x4.mul(o, complementOfSquare(squashed));
      const cell = madd(rate, slope, sum(dc + j, gc + j));
      const left = n - j;
      put(dx + j, f32x4.mul(f32x4.mul(cell, g), bend(i)), left);
      put(dx + n + j, f32x4.mul(f32x4.mul(cell, v128.load(c + j)), bend(f)), left);
      put(dx + 2 * n + j, f32x4.mul(f32x4.mul(cell, i), complementOfSquare(g)), left);
      put(dx + 3 * n + j, f32x4.mul(f32x4.mul(rate, squashed), bend(o)), left);
      put(dc + j, f32x4.mul(cell, f), left);
      put(dh + j, all(0), left);
    }
  }
}

/** See `sequence.ts`. */
export function lstm(
  steps: i32, batch: i32, hidden: i32, reverse: bool, lengths: usize, x: usize, initial: usize, packed: usize,
  bias: usize, trace: usize, workspace: usize,
): void {
  forward<Lstm>(steps, batch, hidden, reverse, lengths, x, initial, packed, bias, trace, workspace);
}

/** Its way back. */
export function lstmVjp(
  steps: i32, batch: i32, hidden: i32, reverse: bool, lengths: usize, g: usize, trace: usize, initial: usize,
  packed: usize, dx: usize, workspace: usize,
): void {
  backward<Lstm>(steps, batch, hidden, reverse, lengths, g, trace, initial, packed, dx, workspace);
}
