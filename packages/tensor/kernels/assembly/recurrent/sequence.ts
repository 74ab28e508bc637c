/**
 * The steps of a recurrent layer, one after the other: at each one product for the whole batch, then its cell, row by row.
 *
 * A cell is a class with `gates` (how many times the hidden size the product is wide), `states` (2 if there is a cell state c
 * beside the hidden state h), `kept` (how many times the hidden size is kept of each row for the way back) and `apart` (whether
 * the gradients of the input's share and of the product differ), and the methods `step` and `back` for one row.
 */
import { ONE } from "../pointwise/constants";
import { constant, floats, VECTOR } from "../vector";
import { multiplyPacked } from "./product";

/** Stores as much of a vector as `left` bytes have room for: rows lie side by side, so nothing may go beyond. */
@inline
export function put(y: usize, x: v128, left: usize): void {
  if (left >= VECTOR) {
    v128.store(y, x);
    return;
  }
  v128.store32_lane(y, x, 0);
  if (left > 4) v128.store32_lane(y, x, 1, 4);
  if (left > 8) v128.store32_lane(y, x, 2, 8);
}

/** `1 - y²`, in a form that cancels only once. */
@inline
export function complementOfSquare(y: v128): v128 {
  return f32x4.mul(f32x4.sub(constant(ONE), y), f32x4.add(constant(ONE), y));
}

/** The sum of what two places hold. */
@inline
export function sum(a: usize, b: usize): v128 {
  return f32x4.add(v128.load(a), v128.load(b));
}

/** Whether a sequence of the batch has ended before step t; without lengths none has. */
@inline
function hasEnded(t: i32, b: i32, lengths: usize): bool {
  return lengths != 0 && t >= load<i32>(lengths + floats(b));
}

/** `y += x`, so many bytes. */
function addTo(y: usize, x: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 4) store<f32>(y + i, load<f32>(y + i) + load<f32>(x + i));
}

/** The step that comes s-th. */
@inline
function stepAt(s: i32, steps: i32, reverse: bool): i32 {
  return reverse ? steps - 1 - s : s;
}

/** Fills the trace: the states after each step, then what is kept. Sequences that have ended keep their states. */
@inline
export function forward<C>(
  steps: i32, batch: i32, hidden: i32, reverse: bool, lengths: usize, x: usize, initial: usize, packed: usize,
  bias: usize, trace: usize, workspace: usize,
): void {
  const cell = changetype<C>(0);
  const width = floats(hidden);
  const block = <usize>batch * width;
  const xRow = width * cell.gates;
  const ownRow = width * max(1, cell.kept);
  const cells = trace + <usize>steps * block;
  // Without anything to keep, the product goes where the state will be.
  const kept = cell.kept > 0 ? trace + cell.states * <usize>steps * block : trace;
  let h = initial;
  let c = initial + block;
  for (let s = 0; s < steps; s++) {
    const t = stepAt(s, steps, reverse);
    const hNext = trace + <usize>t * block;
    const cNext = cells + <usize>t * block;
    let own = kept + <usize>(t * batch) * ownRow;
    let input = x + <usize>(t * batch) * xRow;
    multiplyPacked(batch, hidden * <i32>cell.gates, hidden, h, width, packed, own, ownRow, false, workspace);
    for (let b = 0, row: usize = 0; b < batch; b++, row += width) {
      if (hasEnded(t, b, lengths)) {
        memory.fill(own, 0, ownRow);
        memory.copy(hNext + row, h + row, width);
        if (cell.states > 1) memory.copy(cNext + row, c + row, width);
      } else cell.step(width, input, bias, own, h + row, c + row, hNext + row, cNext + row);
      own += ownRow;
      input += xRow;
    }
    h = hNext;
    c = cNext;
  }
}

/**
 * The way back: gradients `dx` of the input's share, where they differ `dProduct` of the product, and `dState` of the initial
 * states, from those of the states after each step.
 */
@inline
export function backward<C>(
  steps: i32, batch: i32, hidden: i32, reverse: bool, lengths: usize, g: usize, trace: usize, initial: usize,
  packed: usize, dx: usize, workspace: usize,
): void {
  const cell = changetype<C>(0);
  const width = floats(hidden);
  const block = <usize>batch * width;
  const all = <usize>steps * block;
  const xRow = width * cell.gates;
  const kept = trace + cell.states * all;
  const dProduct = cell.apart ? dx + all * cell.gates : dx;
  const dState = dProduct + all * cell.gates;
  memory.fill(dState, 0, block * cell.states);
  for (let s = steps - 1; s >= 0; s--) {
    const t = stepAt(s, steps, reverse);
    const now = <usize>t * block;
    const before = <usize>stepAt(s - 1, steps, reverse) * block;
    const h = s > 0 ? trace + before : initial;
    const c = s > 0 ? trace + all + before : initial + block;
    const product = dProduct + now * cell.gates;
    for (let b = 0, row: usize = 0; b < batch; b++, row += width) {
      const dh = dState + row;
      const dc = dh + block;
      const at = now + row;
      const toX = dx + at * cell.gates;
      const toProduct = dProduct + at * cell.gates;
      if (hasEnded(t, b, lengths)) {
        addTo(dh, g + at, width);
        if (cell.states > 1) addTo(dc, g + all + at, width);
        memory.fill(toX, 0, xRow);
        memory.fill(toProduct, 0, xRow);
      } else {
        const own = kept + at * cell.kept;
        const cNow = trace + all + at;
        cell.back(width, own, h + row, c + row, trace + at, cNow, g + at, g + all + at, dh, dc, toX, toProduct);
      }
    }
    // What `back` left in dh goes past the product; the rest goes through it.
    multiplyPacked(batch, hidden, hidden * <i32>cell.gates, product, xRow, packed, dState, width, true, workspace);
  }
}
