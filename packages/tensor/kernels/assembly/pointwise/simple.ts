/** Functions of one number that take one or two instructions. All but `rsqrt` are correctly rounded. */
import { all, floats, select, VECTOR, withSign } from "../vector";
import { map } from "./map";

class Neg {
  @inline of(x: v128): v128 {
    return f32x4.neg(x);
  }
}

class Abs {
  @inline of(x: v128): v128 {
    return f32x4.abs(x);
  }
}

class Square {
  @inline of(x: v128): v128 {
    return f32x4.mul(x, x);
  }
}

class Reciprocal {
  @inline of(x: v128): v128 {
    return f32x4.div(all(1), x);
  }
}

class Sqrt {
  @inline of(x: v128): v128 {
    return f32x4.sqrt(x);
  }
}

class Floor {
  @inline of(x: v128): v128 {
    return f32x4.floor(x);
  }
}

class Ceil {
  @inline of(x: v128): v128 {
    return f32x4.ceil(x);
  }
}

/** Ties go to the even number. */
class Round {
  @inline of(x: v128): v128 {
    return f32x4.nearest(x);
  }
}

/** 0 for both zeros, NaN for NaN. */
class Relu {
  @inline of(x: v128): v128 {
    return v128.andnot(x, f32x4.le(x, all(0)));
  }
}

/** 0 for both zeros, NaN for NaN: `|x|` where that is not above 0. */
class Sign {
  @inline of(x: v128): v128 {
    const isNumber = f32x4.gt(f32x4.abs(x), all(0));
    return select(isNumber, withSign(all(1), x), f32x4.abs(x));
  }
}

/** Two roundings. */
class Rsqrt {
  @inline of(x: v128): v128 {
    return f32x4.div(all(1), f32x4.sqrt(x));
  }
}

/** `y = -x`. */
export function neg(n: i32, x: usize, y: usize): void {
  map<Neg>(n, x, y);
}

/** `y = |x|`. */
export function abs(n: i32, x: usize, y: usize): void {
  map<Abs>(n, x, y);
}

/** `y = x²`. */
export function square(n: i32, x: usize, y: usize): void {
  map<Square>(n, x, y);
}

/** `y = 1/x`. */
export function reciprocal(n: i32, x: usize, y: usize): void {
  map<Reciprocal>(n, x, y);
}

/** `y = √x`. */
export function sqrt(n: i32, x: usize, y: usize): void {
  map<Sqrt>(n, x, y);
}

/** `y = 1/√x`, within 1.5 ulp. */
export function rsqrt(n: i32, x: usize, y: usize): void {
  map<Rsqrt>(n, x, y);
}

/** The largest whole number that is not above x. */
export function floor(n: i32, x: usize, y: usize): void {
  map<Floor>(n, x, y);
}

/** The smallest whole number that is not below x. */
export function ceil(n: i32, x: usize, y: usize): void {
  map<Ceil>(n, x, y);
}

/** The nearest whole number. */
export function round(n: i32, x: usize, y: usize): void {
  map<Round>(n, x, y);
}

/** `y = max(x, 0)`. */
export function relu(n: i32, x: usize, y: usize): void {
  map<Relu>(n, x, y);
}

/** -1, 0 or 1. */
export function sign(n: i32, x: usize, y: usize): void {
  map<Sign>(n, x, y);
}

/** `y = x` above 0, `slope·x` below. */
export function leakyRelu(n: i32, x: usize, y: usize, slope: f32): void {
  const factor = all(slope);
  for (const end = x + floats(n); x < end; x += VECTOR, y += VECTOR) {
    const v = v128.load(x);
    v128.store(y, select(f32x4.gt(v, all(0)), v, f32x4.mul(v, factor)));
  }
}
