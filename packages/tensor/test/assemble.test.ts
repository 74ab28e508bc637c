import {
  arange,
  cast,
  chunk,
  concat,
  flatten,
  flip,
  movedim,
  narrow,
  pad,
  permute,
  repeat,
  reshape,
  roll,
  select,
  slice,
  split,
  squeeze,
  stack,
  swapaxes,
  type Tensor,
  tensor,
  tile,
  transpose,
  tril,
  triu,
  unbind,
  unflatten,
  unsqueeze,
  zeros,
} from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

const cube = reshape(arange(24), [2, 3, 4]);
const row = (...data: number[]) => tensor(data);
/** Whether two tensors look at the same memory. */
const shares = (a: Tensor, b: Tensor) => a.storage === b.storage;

describe("slice of several axes", () => {
  test("is Python's x[1:4, :, -1]", () => {
    const x = reshape(arange(40), [5, 4, 2]);
    expect(slice(x, [[1, 4], null, -1]).toArray()).toEqual([
      [9, 11, 13, 15],
      [17, 19, 21, 23],
      [25, 27, 29, 31],
    ]);
    expect(slice(x, [0, 0]).toArray()).toEqual([0, 1]);
    expect(slice(x, [[null, null, -2], 0, 0]).toArray()).toEqual([32, 16, 0]);
    expect(shares(slice(x, [[1, 4], null, -1]), x)).toBe(true);
  });

  test("agrees with JavaScript's own slice on one axis", () => {
    fc.assert(
      fc.property(
        fc.nat(5),
        fc.integer({ min: -7, max: 7 }),
        fc.integer({ min: -7, max: 7 }),
        (n, start, end) => {
          const list = Array.from({ length: n }, (_, i) => i);
          expect(slice(arange(n), [[start, end]]).toArray()).toEqual(list.slice(start, end));
        },
      ),
    );
  });

  test("errors", () => {
    expect(() => slice(cube, [null, null, null, null])).toThrow(/4 ranges for a tensor of shape \[2, 3, 4\]/);
    expect(() => slice(cube, [2])).toThrow(/index 2 is out of range for axis 0 of extent 2/);
    expect(() => slice(cube, 0, 0.5)).toThrow(/from 0.5 to undefined; both must be whole/);
    expect(() => slice(cube, 0, 0, 1, 0)).toThrow(/step is 0/);
  });
});

describe("one axis more, one less", () => {
  test("unsqueeze, squeeze, select and unbind are views, of views too", () => {
    const x = permute(cube, [2, 0, 1]);
    expect(unsqueeze(x, 1).shape).toEqual([4, 1, 2, 3]);
    expect(unsqueeze(x, -1).shape).toEqual([4, 2, 3, 1]);
    expect(squeeze(unsqueeze(x, 1)).toArray()).toEqual(x.toArray());
    expect(select(x, 1, -1).shape).toEqual([4, 3]);
    for (const view of [unsqueeze(x, 1), squeeze(unsqueeze(x, 0)), select(x, 0, 1), ...unbind(x, 2)])
      expect(shares(view, cube)).toBe(true);
  });

  test("squeeze leaves named axes of another extent, as PyTorch does", () => {
    const x = zeros([1, 2, 1]);
    expect(squeeze(x).shape).toEqual([2]);
    expect(squeeze(x, 0).shape).toEqual([2, 1]);
    expect(squeeze(x, [1, -1]).shape).toEqual([1, 2]);
  });

  test("flatten and unflatten", () => {
    expect(flatten(cube).shape).toEqual([24]);
    expect(flatten(cube, 1).shape).toEqual([2, 12]);
    expect(flatten(cube, 0, 1).shape).toEqual([6, 4]);
    expect(flatten(tensor(3)).shape).toEqual([1]);
    expect(unflatten(cube, -1, [2, -1]).shape).toEqual([2, 3, 2, 2]);
    expect(() => flatten(cube, 2, 1)).toThrow(/axis 2 of \[2, 3, 4\] comes after axis 1/);
    expect(() => unflatten(cube, 1, [2, 2])).toThrow(/extent 3, which is not the product of \[2, 2\]/);
    expect(() => unflatten(cube, 1, [2, -1])).toThrow(/extent 3/);
  });

  test("movedim and swapaxes", () => {
    expect(movedim(cube, 0, -1).shape).toEqual([3, 4, 2]);
    expect(movedim(cube, [0, 1], [2, 0]).toArray()).toEqual(permute(cube, [1, 2, 0]).toArray());
    expect(swapaxes(cube, 0, 2).toArray()).toEqual(transpose(cube, 0, 2).toArray());
    expect(() => movedim(cube, [0, 1], 0)).toThrow(/\[0, 1\] to \[0\]/);
    expect(() => movedim(cube, [0, -3], [0, 1])).toThrow(/each once/);
  });
});

describe("together and apart", () => {
  test("stack and unbind, concat and split are inverse", () => {
    for (const axis of [0, 1, 2, -1]) {
      expect(stack(unbind(cube, axis), axis).toArray()).toEqual(cube.toArray());
      expect(concat(split(cube, 2, axis), axis).toArray()).toEqual(cube.toArray());
    }
    expect(stack([row(1, 2), row(3, 4)], -1).toArray()).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(stack([tensor(1), tensor(2)]).toArray()).toEqual([1, 2]);
  });

  test("split and chunk: the last may be shorter, chunks may be fewer", () => {
    const extents = (parts: Tensor[]) => parts.map((part) => part.size);
    expect(extents(split(arange(5), 2))).toEqual([2, 2, 1]);
    expect(extents(split(arange(5), [0, 4, 1]))).toEqual([0, 4, 1]);
    expect(extents(split(arange(0), 2))).toEqual([0]);
    expect(extents(chunk(arange(6), 4))).toEqual([2, 2, 2]);
    expect(extents(chunk(arange(5), 2))).toEqual([3, 2]);
  });

  test("narrow does not cut what slice would", () => {
    expect(narrow(arange(5), 0, -2, 2).toArray()).toEqual([3, 4]);
    expect(() => narrow(arange(5), 0, 4, 2)).toThrow(/2 places from 4 on .* extent 5/);
  });

  test("errors", () => {
    expect(() => stack([row(1), row(1, 2)])).toThrow(/\[1\] and \[2\] differ/);
    expect(() => stack([])).toThrow(/at least one/);
    expect(() => split(cube, [1, 1], 1)).toThrow(/sizes \[1, 1\] for axis 1 of extent 3/);
    expect(() => split(cube, 0)).toThrow(/size 0/);
    expect(() => chunk(cube, 0)).toThrow(/0 parts/);
    expect(() => unsqueeze(cube, 5)).toThrow(/axis 5/);
  });
});

describe("turned round and repeated", () => {
  test("flip reverses the named axes, without a copy", () => {
    expect(flip(row(1, 2, 3)).toArray()).toEqual([3, 2, 1]);
    expect(flip(cube, [0, 2]).toArray()).toEqual(
      (cube.toArray() as number[][][]).toReversed().map((m) => m.map((r) => r.toReversed())),
    );
    expect(shares(flip(cube), cube)).toBe(true);
  });

  test("roll: what leaves at one end enters at the other", () => {
    expect(roll(row(1, 2, 3, 4), 1).toArray()).toEqual([4, 1, 2, 3]);
    expect(roll(row(1, 2, 3, 4), -5, 0).toArray()).toEqual([2, 3, 4, 1]);
    expect(
      roll(
        tensor([
          [1, 2],
          [3, 4],
        ]),
        1,
      ).toArray(),
    ).toEqual([
      [4, 1],
      [2, 3],
    ]);
    expect(
      roll(
        tensor([
          [1, 2],
          [3, 4],
        ]),
        [1, 1],
        [0, 1],
      ).toArray(),
    ).toEqual([
      [4, 3],
      [2, 1],
    ]);
    expect(roll(zeros([0]), 3).shape).toEqual([0]);
    expect(() => roll(cube, [1, 2], 0)).toThrow(/\[1, 2\] for axes \[0\]/);
    expect(() => roll(cube, 0.5)).toThrow(/0.5/);
  });

  test("repeat and tile", () => {
    expect(repeat(row(1, 2), [2]).toArray()).toEqual([1, 2, 1, 2]);
    expect(repeat(tensor([[1], [2]]), [2, 1, 2]).toArray()).toEqual([
      [
        [1, 1],
        [2, 2],
      ],
      [
        [1, 1],
        [2, 2],
      ],
    ]);
    expect(tile(tensor([[1], [2]]), [2]).toArray()).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(repeat(row(1), [0]).shape).toEqual([0]);
    expect(() => repeat(cube, [2])).toThrow(/counts \[2\] for shape \[2, 3, 4\]/);
  });
});

describe("pad", () => {
  const abc = row(1, 2, 3);
  test("the examples of its documentation", () => {
    expect(pad(abc, [1, 2]).toArray()).toEqual([0, 1, 2, 3, 0, 0]);
    expect(pad(abc, [2, 2], { mode: "reflect" }).toArray()).toEqual([3, 2, 1, 2, 3, 2, 1]);
    expect(pad(abc, [2, 2], { mode: "replicate" }).toArray()).toEqual([1, 1, 1, 2, 3, 3, 3]);
    expect(pad(abc, [2, 2], { mode: "circular" }).toArray()).toEqual([2, 3, 1, 2, 3, 1, 2]);
  });

  test("the last axis first; negative widths cut", () => {
    expect(pad(tensor([[1]]), [1, 0, 0, 1], { value: 9 }).toArray()).toEqual([
      [9, 1],
      [9, 9],
    ]);
    expect(pad(abc, [-1, 1]).toArray()).toEqual([2, 3, 0]);
    expect(pad(abc, [-1, -2]).shape).toEqual([0]);
    expect(pad(zeros([0]), [1, 1], { value: NaN }).toArray()).toEqual([NaN, NaN]);
  });

  test("types stay", () => {
    expect(pad(tensor([true]), [1, 0], { value: 1 }).toArray()).toEqual([1, 1]);
    expect(pad(arange(2), [1, 0]).dtype).toBe("int32");
  });

  test("errors", () => {
    expect(() => pad(abc, [1])).toThrow(/widths \[1\] for shape \[3\]/);
    expect(() => pad(abc, [1, 1, 1, 1])).toThrow(/a pair of whole numbers/);
    expect(() => pad(abc, [3, 0], { mode: "reflect" })).toThrow(
      /widths 3 and 0 at axis 0 of extent 3.*at most 2/,
    );
    expect(() => pad(abc, [4, 0], { mode: "circular" })).toThrow(/at most 3/);
    expect(() => pad(abc, [-2, -2])).toThrow(/cannot cut more/);
    expect(() => pad(abc, [1, 1], { mode: "mirror" as "reflect" })).toThrow(/"mirror"; modes are constant/);
    expect(() => pad(zeros([0]), [1, 0], { mode: "replicate" })).toThrow(/extent 0/);
  });
});

describe("tril and triu", () => {
  test("split a matrix at any diagonal", () => {
    fc.assert(
      fc.property(fc.nat(4), fc.nat(4), fc.integer({ min: -5, max: 5 }), (rows, columns, diagonal) => {
        const x = reshape(arange(1, rows * columns + 1), [rows, columns]);
        const keep = (test: (i: number, j: number) => boolean) =>
          (x.toArray() as number[][]).map((r, i) => r.map((value, j) => (test(i, j) ? value : 0)));
        expect(tril(x, diagonal).toArray()).toEqual(keep((i, j) => j <= i + diagonal));
        expect(triu(x, diagonal).toArray()).toEqual(keep((i, j) => j >= i + diagonal));
      }),
    );
  });

  test("drop what is not finite, in every matrix of a batch", () => {
    const x = tensor([
      [
        [1, NaN],
        [2, 3],
      ],
      [
        [4, Infinity],
        [5, 6],
      ],
    ]);
    expect(tril(x).toArray()).toEqual([
      [
        [1, 0],
        [2, 3],
      ],
      [
        [4, 0],
        [5, 6],
      ],
    ]);
    expect(triu(cast(tril(x), "int32"), 1).dtype).toBe("int32");
  });

  test("need a matrix", () => {
    expect(() => tril(row(1))).toThrow(/tril: a tensor of shape \[1\]/);
  });
});
