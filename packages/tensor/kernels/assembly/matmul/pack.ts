/**
 * Packing: a panel of `width` rows (of A) or columns (of B) becomes `out[k][width]`, so that the innermost loop of the product
 * reads memory straight on, whatever the strides were. Transposed operands cost nothing more.
 */
import { floats, high, highHalves, low, lowHalves } from "../vector";

/**
 * @param width of the panel: 4, 6 or 8, known when this is compiled
 * @param filled how many of them exist; the rest is filled with zeros
 * @param across bytes from one row (column) of the panel to the next
 * @param along bytes from one k to the next
 */
@inline
export function pack(
  width: i32,
  filled: i32,
  depth: i32,
  x: usize,
  across: isize,
  along: isize,
  out: usize,
): void {
  if (filled < width) packPart(width, filled, depth, x, across, along, out);
  else if (across == 4) packAcross(width, depth, x, along, out);
  else if (along == 4) packAlong(width, depth, x, across, out);
  else packPart(width, width, depth, x, across, along, out);
}

/** Any strides, number by number. */
@inline
function packPart(
  width: i32,
  filled: i32,
  depth: i32,
  x: usize,
  across: isize,
  along: isize,
  out: usize,
): void {
  for (let k = 0; k < depth; k++) {
    let from = x;
    for (let i = 0; i < width; i++) {
      store<f32>(out, i < filled ? load<f32>(from) : 0);
      from += across;
      out += 4;
    }
    x += along;
  }
}

/** The panel's own numbers lie together: each k is a copy. */
@inline
function packAcross(width: i32, depth: i32, x: usize, along: isize, out: usize): void {
  for (let k = 0; k < depth; k++) {
    v128.store(out, v128.load(x));
    if (width == 6) v128.store64_lane(out, v128.load64_zero(x, 16), 0, 16);
    if (width == 8) v128.store(out, v128.load(x, 16), 16);
    x += along;
    out += floats(width);
  }
}

/** Numbers of neighbouring k lie together: four k at a time are turned over in registers. */
@inline
function packAlong(width: i32, depth: i32, x: usize, across: isize, out: usize): void {
  const step = floats(width);
  let k = 0;
  for (; k + 4 <= depth; k += 4) {
    turnFour(x, across, out, step);
    if (width == 6) turnTwo(x + 4 * across, across, out + 16, step);
    if (width == 8) turnFour(x + 4 * across, across, out + 16, step);
    x += 16;
    out += 4 * step;
  }
  packPart(width, width, depth - k, x, across, 4, out);
}

/** Four rows of four numbers become four columns, `step` bytes apart. */
@inline
function turnFour(x: usize, across: isize, out: usize, step: usize): void {
  const a = v128.load(x);
  const b = v128.load(x + across);
  const c = v128.load(x + 2 * across);
  const d = v128.load(x + 3 * across);
  v128.store(out, lowHalves(low(a, b), low(c, d)));
  v128.store(out + step, highHalves(low(a, b), low(c, d)));
  v128.store(out + 2 * step, lowHalves(high(a, b), high(c, d)));
  v128.store(out + 3 * step, highHalves(high(a, b), high(c, d)));
}

/** Two rows of four numbers become four columns of two. */
@inline
function turnTwo(x: usize, across: isize, out: usize, step: usize): void {
  const a = v128.load(x);
  const b = v128.load(x + across);
  v128.store64_lane(out, low(a, b), 0);
  v128.store64_lane(out + step, low(a, b), 1);
  v128.store64_lane(out + 2 * step, high(a, b), 0);
  v128.store64_lane(out + 3 * step, high(a, b), 1);
}
