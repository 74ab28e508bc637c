/** Elman's cell: `h' = f(x + U·h + b)`, f the hyperbolic tangent or the rectifier. Nothing is kept but h'. */
import { tanhOf } from "../pointwise/sigmoid";
import { all, VECTOR } from "../vector";
import { backward, complementOfSquare, forward, put, sum } from "./sequence";

class Tanh {
  @inline of(x: v128): v128 {
    return tanhOf(x);
  }
  @inline back(g: v128, y: v128): v128 {
    return f32x4.mul(g, complementOfSquare(y));
  }
}

class Relu {
  @inline of(x: v128): v128 {
    return v128.andnot(x, f32x4.le(x, all(0)));
  }
  @inline back(g: v128, y: v128): v128 {
    return v128.and(g, f32x4.gt(y, all(0)));
  }
}

class Elman<F> {
  @inline get gates(): usize { return 1; }
  @inline get states(): usize { return 1; }
  @inline get kept(): usize { return 0; }
  @inline get apart(): bool { return false; }

  @inline step(
    n: usize, x: usize, bias: usize, product: usize, _h: usize, _c: usize, hNext: usize, _cNext: usize,
  ): void {
    const f = changetype<F>(0);
    for (let j: usize = 0; j < n; j += VECTOR) {
      put(hNext + j, f.of(f32x4.add(sum(product + j, x + j), v128.load(bias + j))), n - j);
    }
  }

  @inline back(
    n: usize, _kept: usize, _h: usize, _c: usize, hNext: usize, _cNext: usize, gh: usize, _gc: usize, dh: usize,
    _dc: usize, dx: usize, _dProduct: usize,
  ): void {
    const f = changetype<F>(0);
    for (let j: usize = 0; j < n; j += VECTOR) {
      put(dx + j, f.back(sum(dh + j, gh + j), v128.load(hNext + j)), n - j);
      put(dh + j, all(0), n - j);
    }
  }
}

/** With the hyperbolic tangent; see `sequence.ts`. */
export function rnnTanh(
  steps: i32, batch: i32, hidden: i32, reverse: bool, lengths: usize, x: usize, initial: usize, packed: usize,
  bias: usize, trace: usize, workspace: usize,
): void {
  forward<Elman<Tanh>>(steps, batch, hidden, reverse, lengths, x, initial, packed, bias, trace, workspace);
}

/** With the rectifier. */
export function rnnRelu(
  steps: i32, batch: i32, hidden: i32, reverse: bool, lengths: usize, x: usize, initial: usize, packed: usize,
  bias: usize, trace: usize, workspace: usize,
): void {
  forward<Elman<Relu>>(steps, batch, hidden, reverse, lengths, x, initial, packed, bias, trace, workspace);
}

/** The way back with the hyperbolic tangent. */
export function rnnTanhVjp(
  steps: i32, batch: i32, hidden: i32, reverse: bool, lengths: usize, g: usize, trace: usize, initial: usize,
  packed: usize, dx: usize, workspace: usize,
): void {
  backward<Elman<Tanh>>(steps, batch, hidden, reverse, lengths, g, trace, initial, packed, dx, workspace);
}

/** The way back with the rectifier. */
export function rnnReluVjp(
  steps: i32, batch: i32, hidden: i32, reverse: bool, lengths: usize, g: usize, trace: usize, initial: usize,
  packed: usize, dx: usize, workspace: usize,
): void {
  backward<Elman<Relu>>(steps, batch, hidden, reverse, lengths, g, trace, initial, packed, dx, workspace);
}
