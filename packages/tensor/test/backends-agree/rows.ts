/** Along the last axis. */
import type { Backend, ReduceKernel, Storage, View } from "@gradus/tensor/backend/backend";
import type { DType } from "@gradus/tensor/dtype";
import * as fc from "fast-check";
import {
  type Bound,
  logSoftmaxBound,
  normalizeBound,
  rounded,
  rowProduct,
  rowSum,
  softmaxBound,
} from "./bounds.ts";
import { type Call, everyType, floats, type MethodCase, numbers } from "./method-case.ts";
import { dense, tameFloat } from "./views.ts";

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
  rowCase("argsort up", rounded, (backend, x, outer, n) => backend.argsort(x, outer, n, false), {
    each: withTies,
  }),
  rowCase("argsort down", rounded, (backend, x, outer, n) => backend.argsort(x, outer, n, true), {
    each: withTies,
  }),
];
