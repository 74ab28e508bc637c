/** Layer normalisation of rows `[outer, n]`: `y = (x - μ)/√(σ² + eps)·weight + bias`, and its vjp. A place of 0 is none. */
import { all, floats, madd, nmadd, total, VECTOR } from "../vector";
import { lackOf, measure, roughOf, scaleOf } from "./normalize";

/** The rows, normalized. */
export function layerNormRows(
  outer: i32, n: i32, x: usize, weight: usize, bias: usize, eps: f64, y: usize,
): void {
  const width = floats(n);
  for (let o = 0; o < outer; o++) {
    measure(n, x, eps);
    const rough = all(roughOf());
    const rest = all(lackOf());
    const scale = all(scaleOf());
    for (let i: usize = 0; i < width; i += VECTOR) {
      let v = f32x4.mul(f32x4.sub(f32x4.sub(v128.load(x + i), rough), rest), scale);
      if (weight != 0) v = f32x4.mul(v, v128.load(weight + i));
      if (bias != 0) v = f32x4.add(v, v128.load(bias + i));
      v128.store(y + i, v);
    }
    x += width;
    y += width;
  }
}

/** Bytes that are added up in float32 before they go to the sums in double precision; rows likewise. */
const BLOCK: usize = 4096;
const ROWS: i32 = 64;

let sum: f64 = 0;
let along: f64 = 0;

/** `Σ h` and `Σ h·z` with `h = g·weight` and `z` the normalized row. */
@inline
function addUp(n: i32, g: usize, x: usize, weight: usize, rough: v128, rest: v128, scale: v128): void {
  sum = 0;
  along = 0;
  const whole = floats(n) & ~15;
  let i: usize = 0;
  while (i < whole) {
    const end = min(i + BLOCK, whole);
    let s = all(0);
    let t = all(0);
    for (; i < end; i += VECTOR) {
      const z = f32x4.mul(f32x4.sub(f32x4.sub(v128.load(x + i), rough), rest), scale);
      let h = v128.load(g + i);
      if (weight != 0) h = f32x4.mul(h, v128.load(weight + i));
      s = f32x4.add(s, h);
      t = madd(h, z, t);
    }
    sum += total(s);
    along += total(t);
  }
  for (; i < floats(n); i += 4) {
    const z = f32x4.mul(f32x4.sub(f32x4.sub(v128.load32_splat(x + i), rough), rest), scale);
    let h = v128.load32_splat(g + i);
    if (weight != 0) h = f32x4.mul(h, v128.load32_splat(weight + i));
    sum += <f64>f32x4.extract_lane(h, 0);
    along += <f64>f32x4.extract_lane(f32x4.mul(h, z), 0);
  }
}

/** Adds what a block of rows gave to the sums over all rows, and starts anew. */
@inline
function flush(width: usize, sums: usize, to: usize): void {
  for (let i: usize = 0; i < width; i += VECTOR) {
    v128.store(to + i, f32x4.add(v128.load(to + i), v128.load(sums + i)));
    v128.store(sums + i, all(0));
  }
}

/**
 * The vjp: `gx = (h - Σ h/n - z·Σ h·z/n)·scale`, and over all rows `gw = Σ g·z`, `gb = Σ g`. Those are added up in `sums`, which
 * has room for twice as many vectors as a row, for some rows at a time.
 */
export function layerNormVjp(
  outer: i32, n: i32, g: usize, x: usize, weight: usize, eps: f64, gx: usize, gw: usize, gb: usize, sums: usize,
): void {
  const width = floats(n);
  const room = (width + 15) & ~15;
  if (gw != 0) memory.fill(gw, 0, room);
  if (gb != 0) memory.fill(gb, 0, room);
  memory.fill(sums, 0, 2 * room);
  for (let o = 0; o < outer; o++) {
    measure(n, x, eps);
    const rough = all(roughOf());
    const rest = all(lackOf());
    const scale = all(scaleOf());
    if (gx != 0) {
      addUp(n, g, x, weight, rough, rest, scale);
      const a = all(<f32>(sum / <f64>n));
      const b = all(<f32>(along / <f64>n));
      for (let i: usize = 0; i < width; i += VECTOR) {
        const z = f32x4.mul(f32x4.sub(f32x4.sub(v128.load(x + i), rough), rest), scale);
        let h = v128.load(g + i);
        if (weight != 0) h = f32x4.mul(h, v128.load(weight + i));
        v128.store(gx + i, f32x4.mul(nmadd(z, b, f32x4.sub(h, a)), scale));
      }
      gx += width;
    }
    if (gw != 0)
      for (let i: usize = 0; i < width; i += VECTOR) {
        const z = f32x4.mul(f32x4.sub(f32x4.sub(v128.load(x + i), rough), rest), scale);
        v128.store(sums + i, madd(v128.load(g + i), z, v128.load(sums + i)));
      }
    if (gb != 0)
      for (let i: usize = 0; i < width; i += VECTOR) {
        const at = sums + room + i;
        v128.store(at, f32x4.add(v128.load(at), v128.load(g + i)));
      }
    if ((o + 1) % ROWS == 0 || o + 1 == outer) {
      if (gw != 0) flush(width, sums, gw);
      if (gb != 0) flush(width, sums + room, gb);
    }
    g += width;
    x += width;
  }
}
