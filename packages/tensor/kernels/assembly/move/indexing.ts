/** Elements of four bytes moved, or float32 numbers added up, by index. Indices are int32 and lie in range. */
import { floats, VECTOR } from "../vector";

/** Rows of `width` bytes from rows `xRow` bytes apart to rows `yRow` bytes apart; of any type of element. */
export function copyBlock(rows: i32, width: usize, x: usize, xRow: usize, y: usize, yRow: usize): void {
  for (let i = 0; i < rows; i++) {
    memory.copy(y, x, width);
    x += xRow;
    y += yRow;
  }
}

/** `y[o, j, :] = x[o, index[j], :]`, slices of `inner` numbers. */
export function indexSelect(
  outer: i32, n: i32, inner: i32, count: i32, x: usize, index: usize, y: usize,
): void {
  const width = floats(inner);
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < count; j++) {
      memory.copy(y, x + <usize>load<i32>(index + floats(j)) * width, width);
      y += width;
    }
    x += <usize>n * width;
  }
}

/** `y[o, index[j], :] += x[o, j, :]`; y starts as zeros. */
export function indexAdd(
  outer: i32, n: i32, inner: i32, count: i32, x: usize, index: usize, y: usize,
): void {
  const width = floats(inner);
  memory.fill(y, 0, <usize>outer * <usize>n * width);
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < count; j++) {
      addSlice(width, x, y + <usize>load<i32>(index + floats(j)) * width);
      x += width;
    }
    y += <usize>n * width;
  }
}

/** `y[:] += x[:]`. */
@inline
function addSlice(width: usize, x: usize, y: usize): void {
  const whole = width & ~15;
  for (let i: usize = 0; i < whole; i += VECTOR) v128.store(y + i, f32x4.add(v128.load(y + i), v128.load(x + i)));
  for (let i = whole; i < width; i += 4) store<f32>(y + i, load<f32>(y + i) + load<f32>(x + i));
}

/** `y[o, j, i] = x[o, index[o, j, i], i]`. */
export function gather(outer: i32, n: i32, inner: i32, count: i32, x: usize, index: usize, y: usize): void {
  const width = floats(inner);
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < count; j++) {
      for (let i: usize = 0; i < width; i += 4) {
        store<i32>(y, load<i32>(x + <usize>load<i32>(index) * width + i));
        index += 4;
        y += 4;
      }
    }
    x += <usize>n * width;
  }
}

/** `y[o, index[o, j, i], i] += x[o, j, i]`. */
export function scatterAdd(outer: i32, n: i32, inner: i32, count: i32, x: usize, index: usize, y: usize): void {
  const width = floats(inner);
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < count; j++) {
      for (let i: usize = 0; i < width; i += 4) {
        const at = y + <usize>load<i32>(index) * width + i;
        store<f32>(at, load<f32>(at) + load<f32>(x));
        index += 4;
        x += 4;
      }
    }
    y += <usize>n * width;
  }
}
