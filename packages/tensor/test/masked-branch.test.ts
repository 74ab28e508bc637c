/**
 * What does not count for the result gets no gradient, exactly 0 and never NaN: also where it was computed at a pole, beyond
 * one, or from NaN. A zero rate stays zero on its way through every element by element op.
 */
import * as g from "@gradus/tensor";
import { type Tensor, tensor } from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

const edge = fc.constantFrom(0, -0, 1, -1, 0.5, -2.5, 1e300, -1e300, 1e-300, Infinity, -Infinity, NaN);

const unary: readonly [name: string, f: (x: Tensor) => Tensor][] = [
  ["exp", g.exp],
  ["log", g.log],
  ["log1p", g.log1p],
  ["expm1", g.expm1],
  ["sqrt", g.sqrt],
  ["rsqrt", g.rsqrt],
  ["sin", g.sin],
  ["cos", g.cos],
  ["tan", g.tan],
  ["tanh", g.tanh],
  ["abs", g.abs],
  ["square", g.square],
  ["reciprocal", g.reciprocal],
  ["erf", g.erf],
  ["clamp", (x) => g.clamp(x, -1, 1)],
  ["sigmoid", g.sigmoid],
  ["relu", g.relu],
  ["leakyRelu", (x) => g.leakyRelu(x)],
  ["elu", (x) => g.elu(x)],
  ["gelu", (x) => g.gelu(x)],
  ["gelu, tanh", (x) => g.gelu(x, "tanh")],
  ["silu", g.silu],
  ["softplus", (x) => g.softplus(x)],
  ["pow 3", (x) => g.pow(x, 3)],
  ["pow -1/2", (x) => g.pow(x, -0.5)],
  ["2 to the power", (x) => g.pow(2, x)],
  ["1 over", (x) => g.div(1, x)],
  ["x log x", (x) => g.mul(x, g.log(x))],
];
const binary: readonly [name: string, f: (a: Tensor, b: Tensor) => Tensor][] = [
  ["mul", g.mul],
  ["div", g.div],
  ["pow", g.pow],
  ["maximum", g.maximum],
  ["minimum", g.minimum],
];

const float64 = (data: number[]) => tensor(Float64Array.from(data));
const elements = (x: Tensor | undefined | null) => [...(x?.dataSync() ?? [])].map((element) => element + 0);

/** `f` at some places, 0 at the others. */
function masked(f: (...x: Tensor[]) => Tensor, mask: readonly boolean[]) {
  return (...x: Tensor[]): Tensor => g.sum(g.where(tensor([...mask]), f(...x), 0));
}

describe.each(unary)("%s", (_name, f) => {
  test("gets 0 where it is masked, and where it is not its own gradient", () => {
    const points = fc.array(fc.tuple(edge, fc.boolean()), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(points, (chosen) => {
        const x = chosen.map(([value]) => value);
        const mask = chosen.map(([, keep]) => keep);
        const own = elements(g.vjp(f, float64(x))[1](g.onesLike(float64(x)))[0]);
        const expected = own.map((slope, i) => (mask[i] === true ? slope : 0));
        expect(elements(g.grad(masked(f, mask))(float64(x))[0])).toEqual(expected);
      }),
    );
  });

  test("gets 0 by backward, in second order and in the forward pass, too", () => {
    fc.assert(
      fc.property(edge, fc.constantFrom(1, -3), (x, direction) => {
        const nothing = masked(f, [false]);
        const leaf = tensor(Float64Array.from([x]), { requiresGrad: true });
        g.backward(nothing(leaf));
        expect(elements(leaf.grad)).toEqual([0]);
        const v = float64([direction]);
        expect(elements(g.jvp(nothing, [float64([x])], [v])[1])).toEqual([0]);
        expect(elements(g.hvp(nothing, float64([x]), v))).toEqual([0]);
        const slope = (z: Tensor) => g.sum(g.mul(g.grad(nothing)(z)[0] as Tensor, v));
        expect(elements(g.grad(slope)(float64([x]))[0])).toEqual([0]);
      }),
    );
  });
});

test.each(binary)("both operands of %s get 0 where it is masked", (_name, f) => {
  fc.assert(
    fc.property(edge, edge, (a, b) => {
      const nothing = masked(f as (...x: Tensor[]) => Tensor, [false]);
      for (const gradient of g.grad(nothing)(float64([a]), float64([b])))
        expect(elements(gradient)).toEqual([0]);
    }),
  );
});

test("where(x > 0, log x, 0) at 0: the line that the rule is for", () => {
  const f = (x: Tensor) => g.sum(g.where(g.greater(x, 0), g.log(x), 0));
  expect(
    g
      .grad(f)(float64([0, 2]))[0]
      ?.toArray(),
  ).toEqual([0, 0.5]);
});

test("a slope that is asked for is as infinite or undefined as ever", () => {
  expect(
    g
      .grad((x) => g.sum(g.log(x)))(float64([0]))[0]
      ?.item(),
  ).toBe(Infinity);
  expect(
    g
      .grad((x) => g.sum(g.sin(x)))(float64([Infinity]))[0]
      ?.item(),
  ).toBe(NaN);
});

test("no infinite rate passes where relu, clamp, maximum or where do not choose", () => {
  const root = (f: (x: Tensor) => Tensor) =>
    g
      .grad((x) => g.sum(g.sqrt(f(x))))(float64([-1]))[0]
      ?.item();
  expect(root(g.relu)).toBe(0);
  expect(root((x) => g.clamp(x, 0))).toBe(0);
  expect(root((x) => g.maximum(x, 0))).toBe(0);
  expect(root((x) => g.where(g.greater(x, 0), x, 0))).toBe(0);
});
