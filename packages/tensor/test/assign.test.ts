import {
  add,
  assign,
  backward,
  clone,
  detach,
  exp,
  expand,
  flip,
  jvp,
  mul,
  noGrad,
  ones,
  reshape,
  slice,
  sum,
  tensor,
  transpose,
  zeros,
} from "@gradus/tensor";
import { describe, expect, test } from "vitest";

describe("assign", () => {
  test("overwrites the elements and gives the tensor back", () => {
    const x = tensor([1, 2]);
    expect(assign(x, tensor([3, 4]))).toBe(x);
    expect(x.toArray()).toEqual([3, 4]);
    expect(assign(x, 7).toArray()).toEqual([7, 7]);
  });

  test("broadcasts and casts the source, not the target", () => {
    const x = tensor(
      [
        [1, 2],
        [3, 4],
      ],
      { dtype: "int32" },
    );
    assign(x, tensor([5.9, -6.9]));
    expect(x.toArray()).toEqual([
      [5, -6],
      [5, -6],
    ]);
    expect(x.dtype).toBe("int32");
    expect(assign(tensor([true, true]), tensor([0, 3])).toArray()).toEqual([0, 1]);
    expect(() => assign(tensor([1]), tensor([1, 2]))).toThrow(/\[2\] does not broadcast to \[1\]/);
    expect(() => assign(tensor([1, 2]), tensor([1, 2, 3]))).toThrow(/\[2\] and \[3\]/);
  });

  test("reads the source as a whole first, where the two overlap", () => {
    const x = tensor([1, 2, 3]);
    expect(assign(x, flip(x)).toArray()).toEqual([3, 2, 1]);
    const m = tensor([
      [1, 2],
      [3, 4],
    ]);
    expect(assign(m, transpose(m)).toArray()).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(assign(m, slice(m, 0, 0, 1)).toArray()).toEqual([
      [1, 3],
      [1, 3],
    ]);
  });

  test("what shares memory changes too; a clone does not", () => {
    const x = tensor([1, 2]);
    const [view, shared, copy] = [slice(x, 0, 1), detach(x), clone(x)];
    assign(shared, 9);
    expect([x.toArray(), view.toArray(), copy.toArray()]).toEqual([[9, 9], [9], [1, 2]]);
    assign(reshape(x, [2, 1]), tensor([[5], [6]]));
    expect(x.toArray()).toEqual([5, 6]);
  });

  test("a leaf stays a leaf: a training step", () => {
    const w = tensor([1, 2], { requiresGrad: true });
    backward(sum(mul(w, w)));
    noGrad(() => assign(w, add(w, mul(w.grad!, -0.25))));
    expect(w.toArray()).toEqual([0.5, 1]);
    w.grad = null;
    backward(sum(mul(w, w)));
    expect(w.grad!.toArray()).toEqual([1, 2]);
  });
});

describe("refuses what would make a history untrue", () => {
  const w = () => tensor([1, 2], { requiresGrad: true });

  test("a target that was computed, also as a view", () => {
    expect(() => assign(mul(w(), 2), 0)).toThrow(/shape \[2\] was computed by mul/);
    expect(() => assign(reshape(w(), [2, 1]), 0)).toThrow(/computed by reshape.*noGrad/);
  });

  test("a target that is a part of another tensor, or stretched", () => {
    expect(() => assign(slice(tensor([1, 2]), 0, 1), 0)).toThrow(/shape \[1\] is a view .* with 2 elements/);
    expect(() => assign(flip(tensor([1, 2])), 0)).toThrow(/is a view/);
    expect(() => assign(expand(zeros([1]), [2]), 0)).toThrow(/with 1 elements/);
  });

  test("a source whose history would be lost", () => {
    const x = zeros([2]);
    expect(() => assign(x, mul(w(), 2))).toThrow(/not recorded.*noGrad.*detach/);
    expect(assign(x, detach(mul(w(), 2))).toArray()).toEqual([2, 4]);
  });

  test("tangents, on either side", () => {
    const into = (x: ReturnType<typeof w>) => () => jvp((t) => assign(t, x), [ones([2])], [ones([2])]);
    expect(into(zeros([2]))).toThrow(/carries a tangent/);
    expect(() => jvp((t) => assign(zeros([2]), t), [ones([2])], [ones([2])])).toThrow(/not recorded/);
  });
});

describe("the backward pass notices an assignment to what it saved", () => {
  test("an input", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const y = sum(mul(x, x));
    noGrad(() => assign(x, 0));
    expect(() => backward(y)).toThrow(/mul: its input 0, of shape \[2\], was assigned to .*version 0, now 1/);
  });

  test("a result, through what shares its memory", () => {
    const y = exp(tensor([1, 2], { requiresGrad: true }));
    assign(detach(y), 0);
    expect(() => backward(sum(y))).toThrow(/exp: its result, of shape \[2\]/);
  });

  test("a constant beside a leaf", () => {
    const [x, c] = [tensor([1, 2], { requiresGrad: true }), tensor([3, 4])];
    const y = sum(mul(x, c));
    assign(c, 0);
    expect(() => backward(y)).toThrow(/mul: its input 1/);
  });

  test("what was not saved may change", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const y = sum(add(x, x));
    noGrad(() => assign(x, 0));
    backward(y);
    expect(x.grad!.toArray()).toEqual([2, 2]);
  });
});
