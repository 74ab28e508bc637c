import { add, backward, draw, mul, sum, tensor, zeros } from "@gradus/tensor";
import { expect, test } from "vitest";

const w = () => tensor([1, 2], { requiresGrad: true });

test("ops with the shape of their result, leaves with shape, type and gradient, constants dashed", () => {
  const x = tensor([3, 4]);
  const a = w();
  const loss = sum(mul(a, x));
  const text = draw(loss, { names: { a, x, loss } });
  expect(text).toBe(
    [
      "digraph {",
      "  rankdir=LR;",
      '  n0 [shape=box, label="a\\n[2] float32\\nno gradient yet"];',
      '  n1 [shape=ellipse, label="mul\\n[2]"];',
      "  n0 -> n1;",
      '  c0 [shape=box, label="x\\n[2] float32", style=dashed];',
      "  c0 -> n1;",
      '  n2 [shape=ellipse, label="loss = sum\\n[]"];',
      "  n1 -> n2;",
      "}",
      "",
    ].join("\n"),
  );
  backward(loss);
  expect(draw(loss)).toContain('"leaf\\n[2] float32\\nhas a gradient"');
});

test("a node is drawn once however often it is used", () => {
  const a = w();
  const b = add(a, a);
  const text = draw(add(b, b));
  expect(text.match(/shape=ellipse/g)).toHaveLength(2);
  expect(text.match(/n0 -> n1/g)).toHaveLength(2);
});

test("a chain of 20,000 nodes is no problem", () => {
  let x = w();
  for (let i = 0; i < 20_000; i++) x = add(x, 1);
  expect(draw(x).match(/shape=ellipse/g)).toHaveLength(20_000);
});

test("names are escaped", () => {
  const a = w();
  expect(draw(a, { names: { 'a"b\\': a } })).toContain('label="a\\"b\\\\\\n');
});

test("nothing recorded, nothing to draw", () => {
  expect(() => draw(zeros([2]))).toThrow(/nothing was recorded.*requiresGrad/);
});
