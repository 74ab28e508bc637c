import { jvpLaw, secondOrderLaw, vjpLaw } from "@gradus/gradcheck/testing";
import { grad, hvp, jvp, type ScalarFunction, Value } from "@gradus/scalar";
import type fc from "fast-check";

/** The value of `f: ℝⁿ → ℝ` at a point. */
export function valueAt(f: ScalarFunction, x: ArrayLike<number>): number {
  return f(...Array.from(x, (xi) => new Value(xi))).data;
}

/** `cotangent · ∇f(x)` by reverse mode. */
export function vjp(f: ScalarFunction, x: ArrayLike<number>, cotangent: number): number[] {
  const inputs = Array.from(x, (xi) => new Value(xi));
  f(...inputs).backward(cotangent);
  return inputs.map((input) => input.grad);
}

/** What a law needs to know. */
export interface Subject {
  readonly name: string;
  readonly f: ScalarFunction;
  /** Points where `f` is smooth, all inputs in one vector. */
  readonly at: fc.Arbitrary<Float64Array>;
}

export function reverseModeLaw({ name, f, at }: Subject): Promise<void> {
  return vjpLaw({
    name,
    inputs: [at],
    f: (x) => valueAt(f, x),
    vjp: ([x = []], [g = 0]) => [vjp(f, x, g)],
  });
}

export function forwardModeLaw({ name, f, at }: Subject): Promise<void> {
  return jvpLaw({
    name,
    inputs: [at],
    f: (x) => valueAt(f, x),
    jvp: ([x = []], [t = []]) => jvp(f, Array.from(x), Array.from(t))[1],
  });
}

export function secondOrderModeLaw({ name, f, at }: Subject): Promise<void> {
  return secondOrderLaw({
    name,
    inputs: [at],
    grad: (x) => grad(f)(Array.from(x)),
    hvp: (x, v) => hvp(f, Array.from(x), Array.from(v)),
  });
}

/** Reverse mode, forward mode and second order, each against finite differences. */
export async function allOrders(subject: Subject): Promise<void> {
  await reverseModeLaw(subject);
  await forwardModeLaw(subject);
  await secondOrderModeLaw(subject);
}
