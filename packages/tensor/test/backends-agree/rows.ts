/** Along the last axis. */
import type { Backend, ReduceKernel, Storage, View } from "@gradus/tensor/backend/backend";
import type { DType } from "@gradus/tensor/dtype";
import * as fc from "fast-check";
import {
  type Bound,
  logSoftmaxBound,
  normalizeBound,
  productSum,
  rounded,
  rowProduct,
  rowSum,
  softmaxBound,
} from "./bounds.ts";
import { type Call, everyType, floats, type MethodCase, numbers } from "./method-case.ts";
import { type Block, dense, elements, tameFloat } from "./views.ts";

/** `[outer, n]`, with rows short and long. */
const rows: fc.Arbitrary<[outer: number, n: number]> = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 40 })),
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 2500 })),
);

function rowCase(
  name: string,
  bound: Bound,
  run: (backend: Backend, x: View, outer: number, n: number) => Storage,
  options: { each?: fc.Arbitrary<number>; scaled?: boolean; others?: readonly DType[] } = {},
): MethodCase {
  const calls = rows.chain(([outer, n]) =>
    dense([outer, n], options.each ?? tameFloat).map(
      (block): Call => ({ blocks: [block], run: (backend, [x]) => [run(backend, x as View, outer, n)] }),
    ),
  );
  return { name, bound, calls, scaled: options.scaled === true, others: options.others ?? numbers };
}

/** Few different values, so that there are ties; NaN among them. */
export const withTies: fc.Arbitrary<number> = fc.oneof(
  { arbitrary: fc.integer({ min: -3, max: 3 }), weight: 30 },
  fc.constant(NaN),
);
const nearOne = fc.integer({ min: 900, max: 1100 }).map((n) => Math.fround(n / 1000));

const reduceCase = (kernel: ReduceKernel, bound: Bound, each: fc.Arbitrary<number>): MethodCase =>
  rowCase(`reduce ${kernel}`, bound, (backend, x, outer, n) => backend.reduce(kernel, x, outer, n), {
    each,
    scaled: kernel === "sum",
    others: kernel === "max" || kernel === "min" ? floats : everyType,
  });

/** Their mean is large beside their spread, and float32 sums of them are rough. */
const farFromZero = tameFloat.map((x) => 4096 + x);
const normalize = (backend: Backend, x: View, outer: number, n: number): Storage =>
  backend.normalize(x, outer, n, 1e-5);

/** Kernels of several rows each: blocks of these shapes, of `[outer, n]`. */
function fused(
  name: string,
  bound: Bound,
  shapes: (outer: number, n: number) => number[][],
  line: {
    run: (backend: Backend, views: readonly View[], outer: number, n: number) => readonly (Storage | null)[];
    scale?: (backend: Backend, views: readonly View[], outer: number, n: number) => readonly Storage[];
  },
): MethodCase {
  const calls = rows.chain(([outer, n]) =>
    fc
      .tuple(...shapes(outer, n).map((shape) => dense(shape, tameFloat)), elements(outer, fc.nat(n - 1)))
      .map((given): Call => {
        const labels = given.at(-1) as number[];
        const blocks = given.slice(0, -1) as Block[];
        const { scale } = line;
        return {
          blocks: [...blocks, { shape: [outer], data: labels, order: [0], step: 1, offset: 0 }],
          types: [...blocks.map(() => undefined), "int32"],
          run: (backend, views) => line.run(backend, views, outer, n).filter((storage) => storage !== null),
          ...(scale && { scale: (backend, views) => scale(backend, views, outer, n) }),
        };
      }),
  );
  return { name, bound, calls, others: floats };
}

/** `[outer]` or `[outer, n]`, seen as `[outer, n]`. */
function widened({ storage, dtype, offset, shape }: View, outer: number, n: number): View {
  return {
    storage,
    dtype,
    offset,
    shape: [outer, n],
    strides: [shape.length === 2 ? n : 1, shape.length - 1],
  };
}

const fusedCases: readonly MethodCase[] = [
  fused("layerNorm", { ulps: 8, of: 1.6e-5 }, (outer, n) => [[outer, n], [n], [n]], {
    run: (backend, [x, w, b], outer, n) => [
      backend.layerNorm(x as View, w as View, b as View, { outer, n, eps: 1e-5 }),
    ],
  }),
  fused("crossEntropy", { ulps: 2, of: 4e-6 }, (outer, n) => [[outer, n]], {
    run: (backend, [x, index], outer, n) => [backend.crossEntropy(x as View, index as View, outer, n)],
  }),
  fused("crossEntropyVjp", { ulps: 12, of: 2e-7 }, (outer, n) => [[outer], [outer, n]], {
    run: (backend, [g, x, index], outer, n) => [
      backend.crossEntropyVjp?.(g as View, x as View, index as View, outer, n) ?? null,
    ],
    scale: (backend, [g], outer, n) => [backend.contiguous(widened(g as View, outer, n))],
  }),
  ...[false, true].map((log) =>
    fused(
      `softmaxVjp${log ? ", of the logarithm" : ""}`,
      productSum,
      (outer, n) => [
        [outer, n],
        [outer, n],
      ],
      {
        run: (backend, [g, x], outer, n) => {
          const y = { ...(x as View), storage: backend.softmax(x as View, outer, n, log), offset: 0 };
          return [backend.softmaxVjp?.(g as View, { ...y, strides: [n, 1] }, outer, n, log) ?? null];
        },
        // g is 8 at most, and as many as there are may add up to what y then weighs.
        scale: (backend, [g], outer, n) => [backend.fill((g as View).dtype, outer * n, log ? 8 * n : 8)],
      },
    ),
  ),
  fused("layerNormVjp", productSum, (outer, n) => [[outer, n], [outer, n], [n]], {
    run: (backend, [g, x, w], outer, n) =>
      backend.layerNormVjp?.(g as View, x as View, w as View, { outer, n, eps: 0.1 }, [true, true, true]) ??
      [],
    // For x: terms of g·w up to 64, divided by at least √0.1. For the others: sums of terms up to 8·√n and 8.
    scale: (backend, [g], outer, n) =>
      [64 * 4 * Math.sqrt(n), 8 * outer * Math.sqrt(n), 8 * outer].map((size, i) =>
        backend.fill((g as View).dtype, i === 0 ? outer * n : n, size),
      ),
  }),
];

/** Reductions, softmax, normalisation, order. */
export const rowCases: readonly MethodCase[] = [
  reduceCase("sum", rowSum, tameFloat),
  reduceCase("prod", rowProduct, nearOne),
  rowCase("sumLeading", rowSum, (backend, x, n, inner) => backend.sumLeading(x, n, inner), {
    scaled: true,
    others: everyType,
  }),
  reduceCase("max", rounded, withTies),
  reduceCase("min", rounded, withTies),
  rowCase("argReduce max", rounded, (backend, x, outer, n) => backend.argReduce("max", x, outer, n), {
    each: withTies,
  }),
  rowCase("argReduce min", rounded, (backend, x, outer, n) => backend.argReduce("min", x, outer, n), {
    each: withTies,
  }),
  rowCase("cumsum", rowSum, (backend, x, outer, n) => backend.cumsum(x, outer, n), { scaled: true }),
  rowCase("softmax", softmaxBound, (backend, x, outer, n) => backend.softmax(x, outer, n, false), {
    others: floats,
  }),
  rowCase("logSoftmax", logSoftmaxBound, (backend, x, outer, n) => backend.softmax(x, outer, n, true), {
    others: floats,
  }),
  rowCase("normalize", normalizeBound, normalize, { others: floats }),
  rowCase("normalize, far from zero", normalizeBound, normalize, { each: farFromZero, others: floats }),
  ...fusedCases,
  rowCase("argsort up", rounded, (backend, x, outer, n) => backend.argsort(x, outer, n, false), {
    each: withTies,
  }),
  rowCase("argsort down", rounded, (backend, x, outer, n) => backend.argsort(x, outer, n, true), {
    each: withTies,
  }),
];
