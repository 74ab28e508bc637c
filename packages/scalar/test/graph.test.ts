import { ancestors, jvp, parents, relativeError, type Scalar, Value, zeroGrad } from "@gradus/scalar";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { composition } from "./compositions.ts";

const workedExample = <S extends Scalar>(a: S, b: S): { c: S; d: S; e: S } => {
  const c = a.add(b);
  const d = b.add(1);
  return { c, d, e: c.mul(d) };
};

describe("c = a + b, d = b + 1, e = c·d at a = 2, b = 1", () => {
  test("reverse mode: one pass gives every derivative of e", () => {
    const [a, b] = [new Value(2), new Value(1)];
    const { c, d, e } = workedExample(a, b);
    e.backward();
    expect(e.data).toBe(6);
    expect([a, b, c, d, e].map(({ grad }) => grad)).toEqual([2, 5, 2, 3, 1]);
  });

  test("forward mode: one pass for each input", () => {
    const f = <S extends Scalar>(a: S, b: S): S => workedExample(a, b).e;
    expect(jvp(f, [2, 1], [1, 0])).toEqual([6, 2]);
    expect(jvp(f, [2, 1], [0, 1])).toEqual([6, 5]);
  });
});

describe("b = a + a; c = b + b: why is each node visited once, and its gradient added up first?", () => {
  test("x + x has gradient 2", () => {
    const x = new Value(3);
    x.add(x).backward();
    expect(x.grad).toBe(2);
  });

  test("60 levels deep there are 2⁶⁰ paths, but only 61 nodes", () => {
    const a = new Value(1);
    let top = a;
    for (let level = 0; level < 60; level++) top = top.add(top);
    top.backward();
    expect(ancestors(top)).toHaveLength(61);
    expect(top.data).toBe(2 ** 60);
    expect(a.grad).toBe(2 ** 60);
  });

  test("a node waits for all its users before it passes its gradient on", () => {
    // shared has a short path to the result and a long one
    const x = new Value(3);
    const shared = x.mul(x);
    const long = shared.mul(2).add(1).mul(2);
    shared.add(long).backward();
    expect(shared.grad).toBe(5);
    expect(x.grad).toBe(30);
  });
});

test("a chain of 200,000 nodes, forward and backward, without recursion", () => {
  const x = new Value(0.5);
  let y: Value = x;
  for (let i = 0; i < 200_000; i++) y = y.add(x);
  y.backward();
  expect(y.data).toBe(100_000.5);
  expect(x.grad).toBe(200_001);
  expect(ancestors(y)).toHaveLength(200_001);
});

describe("a second backward", () => {
  test("accumulates on leaves, and starts afresh on inner nodes", () => {
    const [a, b] = [new Value(2), new Value(1)];
    const { c, e } = workedExample(a, b);
    e.backward();
    e.backward();
    expect([a.grad, b.grad]).toEqual([4, 10]);
    expect([c.grad, e.grad]).toEqual([2, 1]);
  });

  test("from another result adds that result's gradient", () => {
    const x = new Value(2);
    x.mul(3).backward();
    x.mul(5).backward();
    expect(x.grad).toBe(8);
  });

  test("from a part of the graph leaves the rest as it was", () => {
    const x = new Value(2);
    const part = x.mul(x);
    const whole = part.mul(7);
    whole.backward();
    part.backward();
    expect(whole.grad).toBe(1);
    expect(part.grad).toBe(1);
    expect(x.grad).toBe(28 + 4);
  });

  test("on a leaf itself accumulates as well", () => {
    const x = new Value(2);
    x.backward();
    x.backward(3);
    expect(x.grad).toBe(4);
  });
});

test("backward starts from the cotangent it is given", () => {
  const x = new Value(3);
  const y = x.mul(x);
  y.backward(0.5);
  expect([y.grad, x.grad]).toEqual([0.5, 3]);
});

test("zeroGrad clears the nodes it is given, and no others", () => {
  const [a, b] = [new Value(2), new Value(3)];
  a.mul(b).backward();
  zeroGrad([a]);
  expect([a.grad, b.grad]).toEqual([0, 2]);
});

test("nodes that the result does not depend on get no gradient", () => {
  const x = new Value(2);
  const unused = x.exp();
  x.mul(4).backward();
  expect([x.grad, unused.grad]).toEqual([4, 0]);
});

test("the same graph after a change of its leaves gives new gradients only when it is built again", () => {
  const x = new Value(2);
  const f = () => x.mul(x);
  f().backward();
  x.data = 5;
  zeroGrad([x]);
  f().backward();
  expect(x.grad).toBe(10);
});

describe("in any graph", () => {
  const anyGraph = composition(3).map(({ f, text }) => {
    const leaves = [0.3, -0.7, 1.1].map((x) => new Value(x));
    return { leaves, root: f(...leaves), toString: () => text };
  });

  test("ancestors come after their parents, each once, the root last", () => {
    fc.assert(
      fc.property(anyGraph, ({ root }) => {
        const listed = ancestors(root);
        const position = new Map(listed.map((node, i) => [node, i]));
        expect(position.size).toBe(listed.length);
        expect(listed.at(-1)).toBe(root);
        for (const [i, node] of listed.entries()) {
          for (const parent of parents(node)) expect(position.get(parent)).toBeLessThan(i);
        }
      }),
    );
  });

  test("pending is 0 everywhere after backward, so that the next one finds it so", () => {
    fc.assert(
      fc.property(anyGraph, ({ root }) => {
        root.backward();
        expect(ancestors(root).every(({ pending }) => pending === 0)).toBe(true);
      }),
    );
  });

  test("two backward passes give the leaves twice the gradient", () => {
    fc.assert(
      fc.property(anyGraph, ({ leaves, root }) => {
        root.backward();
        const once = leaves.map(({ grad }) => grad);
        root.backward();
        for (const [i, { grad }] of leaves.entries()) {
          expect(relativeError(grad, 2 * (once[i] as number))).toBeLessThan(1e-12);
        }
      }),
    );
  });
});

test("parents: none, one, two, or the same one twice", () => {
  const [a, b] = [new Value(1), new Value(2)];
  expect(parents(a)).toEqual([]);
  expect(parents(a.neg())).toEqual([a]);
  expect(parents(a.mul(b))).toEqual([a, b]);
  expect(parents(a.add(a))).toEqual([a, a]);
});

test("a Value reads as a number, and prints its gradient", () => {
  const x = new Value(1.5);
  x.mul(2).backward();
  expect(Number(x)).toBe(1.5);
  expect(String(x)).toBe("Value(data=1.5, grad=2)");
});
