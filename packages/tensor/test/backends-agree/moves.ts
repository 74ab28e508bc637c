/** Elements moved: by index, side by side, into order, into another type. */
import type { View } from "@gradus/tensor/backend/backend";
import { sizeOf } from "@gradus/tensor/shape";
import * as fc from "fast-check";
import { rounded, rowSum } from "./bounds.ts";
import { type Call, everyType, type MethodCase, numbers, stretches } from "./method-case.ts";
import { anyFloat, dense, shapes, stretched, strided, tameFloat } from "./views.ts";

const indexDims = fc.record({
  outer: fc.integer({ min: 1, max: 4 }),
  n: fc.integer({ min: 1, max: 9 }),
  inner: fc.integer({ min: 1, max: 20 }),
  count: fc.integer({ min: 0, max: 12 }),
});

type Indexing = "indexSelect" | "indexAdd" | "gather";

function indexCase(method: Indexing): MethodCase {
  const calls = indexDims.chain(({ outer, n, inner, count }) => {
    const whole = method === "gather" ? [outer, count, inner] : [count];
    const from = method === "indexAdd" ? [outer, count, inner] : [outer, n, inner];
    return fc.tuple(dense(from, tameFloat), dense(whole, fc.nat(n - 1))).map(
      ([x, index]): Call => ({
        blocks: [x, index],
        types: [undefined, "int32"],
        run: (backend, [view, at]) => [backend[method](view as View, at as View, { outer, n, inner, count })],
      }),
    );
  });
  return { name: method, bound: rowSum, scaled: true, calls, others: numbers };
}

const scatterCase: MethodCase = {
  name: "scatterAdd",
  bound: rowSum,
  scaled: true,
  calls: indexDims.chain((dims) => {
    const { outer, n, inner, count } = dims;
    const source = [outer, count, inner];
    return fc
      .tuple(dense([outer, n, inner], tameFloat), dense(source, fc.nat(n - 1)), dense(source, tameFloat))
      .map(
        (blocks): Call => ({
          blocks,
          types: [undefined, "int32"],
          run: (backend, [x, index, add]) => [
            backend.scatterAdd(x as View, index as View, add as View, dims),
          ],
        }),
      );
  }),
  others: numbers,
};

const concatCase: MethodCase = {
  name: "concat",
  bound: rounded,
  calls: fc
    .tuple(
      fc.integer({ min: 0, max: 8 }),
      fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 4 }),
    )
    .chain(([outer, widths]) =>
      fc.tuple(...widths.map((width) => dense([outer, width]))).map(
        (blocks): Call => ({
          blocks,
          run: (backend, views) => [backend.concat(views, outer, widths)],
        }),
      ),
    ),
  others: everyType,
};

/** All of them. */
export const moveCases: readonly MethodCase[] = [
  indexCase("indexSelect"),
  indexCase("indexAdd"),
  indexCase("gather"),
  scatterCase,
  concatCase,
  {
    name: "contiguous",
    bound: rounded,
    calls: shapes(0, 4)
      .chain((shape) => fc.tuple(strided(shape), stretches(shape.length)))
      .map(([block, axes]) => ({
        blocks: [block],
        run: (backend, [x]) => [backend.contiguous(stretched(x as View, block.shape, axes))],
      })),
    others: everyType,
  },
  {
    name: "assign",
    bound: rounded,
    calls: shapes(0, 3)
      .chain((shape) => strided(shape))
      .map((block) => ({
        blocks: [block],
        run: (backend, [x], dtype) => {
          const target = backend.fill(dtype, sizeOf(block.shape), 7);
          backend.assign(target, x as View);
          return [target];
        },
      })),
    others: everyType,
  },
  {
    name: "fill",
    bound: rounded,
    calls: fc.tuple(fc.nat(300), fc.integer({ min: -5, max: 5 })).map(([length, value]) => ({
      blocks: [],
      run: (backend, _views, dtype) => [backend.fill(dtype, length, value)],
    })),
    others: numbers,
  },
  ...(["bool", "int32", "float32", "float64"] as const).map((to) => ({
    name: `cast to ${to}`,
    bound: rounded,
    calls: shapes(0, 3)
      .chain((shape) => dense(shape, to === "int32" ? tameFloat : anyFloat))
      .map((block): Call => ({ blocks: [block], run: (backend, [x]) => [backend.cast(x as View, to)] })),
    others: everyType,
  })),
];
