/** Mostly compile-time: one function runs on numbers, Values and Duals, and the type checker knows what comes out. */
import { add, Dual, grad, hessian, hvp, jvp, mul, type Num, type Scalar, tanh, Value } from "@gradus/scalar";
import { expect, expectTypeOf, test } from "vitest";

test("a function in methods, written once, runs in both modes and in second order", () => {
  const f = <S extends Scalar>(x: S, y: S): S => x.mul(y).add(x.pow(2));
  expectTypeOf(f(new Value(1), new Value(2))).toEqualTypeOf<Value>();
  expectTypeOf(f(new Dual(1), new Dual(2))).toEqualTypeOf<Dual>();
  expect(grad(f)([3, 4])).toEqual([10, 3]);
  expect(jvp(f, [3, 4], [1, 0])).toEqual([21, 10]);
  expect(hvp(f, [3, 4], [1, 0])).toEqual([2, 1]);
  expect(hessian(f, [3, 4])).toEqual([
    [2, 1],
    [1, 0],
  ]);
});

test("a function in ops runs on plain numbers as well", () => {
  const f = <T extends Num>(x: T): T | number => tanh(add<T>(mul<T>(x, 2), 1));
  expectTypeOf(tanh(1)).toEqualTypeOf<number>();
  expectTypeOf(tanh(new Value(1))).toEqualTypeOf<Value>();
  expectTypeOf(mul(2, new Dual(1))).toEqualTypeOf<Dual>();
  expect(f(0.25)).toBe(Math.tanh(1.5));
  expect((f(new Value(0.25)) as Value).data).toBe(Math.tanh(1.5));
  expect((f(new Dual(0.25, 1)) as Dual).tangent).toBeCloseTo(2 * (1 - Math.tanh(1.5) ** 2), 15);
});

test("a Value and a Dual do not mix, nor does either with a string", () => {
  const [value, dual] = [new Value(1), new Dual(1)];
  // @ts-expect-error a Dual is no operand of a Value
  expect(() => value.add(dual)).toThrow(TypeError);
  // @ts-expect-error a string is no operand
  expect(() => value.add("3")).toThrow(TypeError);
  // @ts-expect-error a string is no operand
  expect(() => dual.add("3")).toThrow(TypeError);
});
