/** Ops that a user defines, recomputation, and the hunt for the first NaN. */
import { checkJvp, checkSecondOrder, checkVjp } from "@gradus/gradcheck";
import {
  add,
  anomaly,
  backward,
  checkpoint,
  customOp,
  grad,
  hvp,
  jvp,
  mul,
  sum,
  type Tensor,
  tensor,
  vjp,
} from "@gradus/tensor";
import { describe, expect, test } from "vitest";

const f64 = (data: ArrayLike<number>, requiresGrad = false) =>
  tensor(Float64Array.from(data), { dtype: "float64", requiresGrad });
const values = (x: Tensor) => Float64Array.from(x.dataSync());

/** x³, computed by hand. */
const cube = customOp({
  name: "cube",
  forward: (x) => f64(x.dataSync().map((element) => element ** 3)),
  vjp: (g, [x]) => [mul(g, mul(mul(x!, x!), 3))],
  jvp: ([t], [x]) => mul(t!, mul(mul(x!, x!), 3)),
});

describe("customOp", () => {
  const x = [0.5, -1.2, 2];

  test("is checked by gradcheck like any op, in both modes and in second order", async () => {
    const f = (point: Float64Array) => values(cube(f64(point)));
    const pull = ([point]: readonly ArrayLike<number>[], g: ArrayLike<number>) =>
      vjp(cube, f64(point!))[1](f64(g)).map(values);
    const push = ([point]: readonly ArrayLike<number>[], [v]: readonly ArrayLike<number>[]) =>
      values(jvp(cube, [f64(point!)], [f64(v!)])[1]);
    expect((await checkVjp({ f, vjp: pull, inputs: [x] })).ok).toBe(true);
    expect((await checkJvp({ f, jvp: push, inputs: [x] })).ok).toBe(true);
    const total = (z: Tensor) => sum(cube(z));
    const second = await checkSecondOrder({
      grad: (point) => values(grad(total)(f64(point))[0]!),
      hvp: (point, v) => values(hvp(total, f64(point), f64(v))),
      inputs: [x],
    });
    expect(second.ok).toBe(true);
  });

  test("asks for its vjp once for all inputs, and again for another cotangent", () => {
    let calls = 0;
    const product = customOp({
      name: "product",
      forward: (a, b) => mul(a!, b!),
      vjp: (g, [a, b]) => {
        calls++;
        return [mul(g, b!), mul(g, a!)];
      },
    });
    const [a, b] = [f64([2], true), f64([5], true)];
    const y = sum(add(product(a, b), product(b, a)));
    backward(y);
    expect([calls, a.grad?.item(), b.grad?.item()]).toEqual([2, 10, 4]);
    expect(() => jvp(product, [f64([1]), f64([2])], [f64([1]), f64([0])])).toThrow(/product: .* no jvp/);
  });
});

describe("checkpoint", () => {
  const deep = (a: Tensor, b: Tensor) => sum(mul(mul(mul(a, b), a), add(a, b)));

  test("changes nothing but when things are computed", () => {
    const [a, b] = [
      [1.5, -2],
      [0.5, 3],
    ];
    const plain = grad(deep)(f64(a), f64(b)).map(values);
    const again = grad((x, y) => checkpoint(deep, x, y))(f64(a), f64(b)).map(values);
    expect(again).toEqual(plain);
    const product = hvp((x) => checkpoint((z) => deep(z, z), x), f64(a), f64([1, 2]));
    expect(values(product)).toEqual(values(hvp((x) => deep(x, x), f64(a), f64([1, 2]))));
  });

  test("computes twice, and records nothing the first time", () => {
    const recorded: boolean[] = [];
    const x = f64([2], true);
    const y = checkpoint((z) => {
      const square = mul(z, z);
      recorded.push(square.requiresGrad);
      return sum(square);
    }, x);
    backward(y);
    expect(recorded).toEqual([false, true]);
    expect(x.grad?.item()).toBe(4);
  });

  test("refuses to lose the gradient of a tensor that is not among its inputs", () => {
    const [x, w] = [f64([2], true), f64([3], true)];
    const y = checkpoint((z) => sum(mul(z, w)), x);
    expect(() => backward(y)).toThrow(/shape \[1\] .* not among its inputs/);
  });
});

describe("anomaly", () => {
  test("names the op that made the first NaN, not the ones that pass it on", () => {
    const big = f64([1e308]);
    const make = () => add(mul(add(mul(big, 10), mul(big, -10)), 2), 1);
    expect(Number.isNaN(make().item())).toBe(true);
    expect(() => anomaly(make)).toThrow(/anomaly: add\(\[1\], \[1\]\) made the first NaN/);
    expect(anomaly(() => mul(f64([NaN]), 2)).size).toBe(1);
  });
});
