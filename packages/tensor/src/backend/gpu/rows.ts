/** Along the last axis of `[outer, n]`: reductions, running sums, softmax, normalisation, order. */
import type { DType } from "../../dtype.ts";
import type { ReduceKernel, View } from "../backend.ts";
import { constant, consume, loop, produce, type Read } from "./kernel.ts";
import { rowMajor } from "./move.ts";
import { map } from "./pointwise.ts";
import { type Source, THREAD } from "./source.ts";
import type { GpuStorage } from "./storage.ts";

/** Longer rows are cut into pieces: more threads, and sums of sums are more exact. */
const LONGEST = 128;
/** So many rows keep every thread of a card busy. */
const MANY_ROWS = 4096;

const start: { readonly [name in ReduceKernel]: number } = { sum: 0, prod: 1, max: -Infinity, min: Infinity };
const step: { readonly [name in ReduceKernel]: (total: string, x: string) => string } = {
  sum: (total, x) => `${total} + ${x}`,
  prod: (total, x) => `${total} * ${x}`,
  max: (total, x) => `maximumOf(${total}, ${x})`,
  min: (total, x) => `minimumOf(${total}, ${x})`,
};

function resultType(kernel: ReduceKernel, dtype: DType): DType {
  return dtype === "bool" && (kernel === "sum" || kernel === "prod") ? "int32" : dtype;
}

/** `[outer, n]` → `[outer]`. */
export function reduce(kernel: ReduceKernel, x: View, outer: number, n: number): GpuStorage {
  const dtype = resultType(kernel, x.dtype);
  if (n === 0 || outer === 0) return constant(dtype, outer, start[kernel]);
  if (n <= LONGEST || (outer >= MANY_ROWS && n <= 8 * LONGEST)) return reducePieces(kernel, x, outer, n, 1);
  // As many pieces as each is long: a power of two near the root.
  const pieces = 2 ** Math.round(Math.log2(Math.sqrt(n)));
  const partial = reducePieces(kernel, x, outer, n, pieces);
  const total = reduce(kernel, rowMajor(partial), outer, pieces);
  partial.release();
  return total;
}

/** `[outer, n]` → `[outer, pieces]`: each thread takes every `pieces`-th element of a row, as its neighbours take theirs. */
function reducePieces(kernel: ReduceKernel, x: View, outer: number, n: number, pieces: number): GpuStorage {
  const f = step[kernel];
  return consume(resultType(kernel, x.dtype), outer * pieces, x, (source, read) => {
    const [row, piece] = source.coordinates([outer, pieces]) as [string, string];
    const at = (k: string): string => source.sum(0, [row, n], [piece, 1], [k, pieces]);
    const first = read(at("0"));
    source.line(`let total = ${first};`);
    const rounds = Math.ceil(n / pieces);
    if (rounds > 1) {
      loop(source, "k", rounds - 1, () => {
        const even = n % pieces === 0;
        const place = source.sum(pieces, [row, n], [piece, 1], ["k", pieces]);
        const within = source.sum(pieces, [piece, 1], ["k", pieces]);
        if (!even) source.line(`if (${within} < ${n}) {`);
        const element = read(place);
        source.line(`total = ${f("total", element)};`);
        if (!even) source.line("}");
      });
    }
    source.line("return total;");
  });
}

/** The sum over the first axis: `[n, inner]` → `[inner]`, in pieces where there are many rows. */
export function sumLeading(x: View, n: number, inner: number): GpuStorage {
  const dtype = resultType("sum", x.dtype);
  if (n === 0 || inner === 0) return constant(dtype, inner, 0);
  const pieces = n <= LONGEST || inner >= MANY_ROWS ? 1 : 2 ** Math.round(Math.log2(Math.sqrt(n)));
  const partial = consume(dtype, pieces * inner, x, (source, read) => {
    const [piece, column] = source.coordinates([pieces, inner]) as [string, string];
    source.line("let total = 0.0;");
    loop(source, "k", Math.ceil(n / pieces), () => {
      const even = n % pieces === 0;
      if (!even) source.line(`if (${source.sum(0, ["k", pieces], [piece, 1])} < ${n}) {`);
      const element = read(source.sum(0, ["k", pieces * inner], [piece, inner], [column, 1]));
      source.line(`total += ${element};`);
      if (!even) source.line("}");
    });
    source.line("return total;");
  });
  if (pieces === 1) return partial;
  const total = sumLeading(rowMajor(partial), pieces, inner);
  partial.release();
  return total;
}

/** The index of the first extreme element of each row; the first NaN wins over everything. */
export function argReduce(kernel: "max" | "min", x: View, outer: number, n: number): GpuStorage {
  const better = kernel === "max" ? ">" : "<";
  return produce("int32", outer, [x], (source, read) => {
    const row = source.sum(0, [THREAD, n]);
    source.line(`let best = ${read(row)};`);
    source.line("let place = 0.0;");
    loop(source, "k", n, () => {
      source.line(`const x = ${read(`${row} + k`)};`);
      source.line(`if (x ${better} best || (!(x === x) && best === best)) { best = x; place = k; }`);
    });
    source.line("return place;");
  });
}

/** Running sums of each row: after a round each element has the sum of twice as many before it. */
export function cumsum(x: View, outer: number, n: number): GpuStorage {
  const dtype = resultType("sum", x.dtype);
  let sums = map("copy", [x], dtype);
  for (let distance = 1; distance < n; distance *= 2) {
    const next = produce(dtype, outer * n, [rowMajor(sums)], (source, read) => {
      const column = source.local(source.remainder(THREAD, n));
      source.line(
        `if (${column} >= ${distance}) { return ${read(THREAD)} + ${read(`${THREAD} - ${distance}`)}; }`,
      );
      source.line(`return ${read(THREAD)};`);
    });
    sums.release();
    sums = next;
  }
  return sums;
}

/** One number for each row, beside each of its elements. */
function besideRows(storage: GpuStorage, outer: number, n: number): View {
  return { storage, dtype: storage.dtype, shape: [outer, n], strides: [1, 0], offset: 0 };
}

/** `ln Σ eˣ` of each row. */
function logSumExp(x: View, outer: number, n: number): GpuStorage {
  return produce(x.dtype, outer, [x], (source, read) => {
    const row = source.sum(0, [THREAD, n]);
    sumOfExponentials(source, read, row, n);
    source.line("return largest + Math.log(total);");
  });
}

/** Writes the row's maximum as `largest`, and as `total` the sum of what the exponentials are beside its own. */
function sumOfExponentials(source: Source, read: Read, row: string, n: number): void {
  source.line(`let largest = ${read(row)};`);
  loop(source, "k", n, () => source.line(`largest = maximumOf(largest, ${read(`${row} + k`)});`));
  source.line("let total = 0.0;");
  loop(source, "j", n, () => source.line(`total += expOf(${read(`${row} + j`)} - largest);`));
}

/** `eˣ⁻ˡ` with `l = ln Σ eˣ`, or its logarithm `x - l`. */
export function softmax(x: View, outer: number, n: number, log: boolean): GpuStorage {
  const total = logSumExp(x, outer, n);
  const rows = { ...x, shape: [outer, n], strides: [n, 1] };
  const result = map(log ? "sub" : "expDifference", [rows, besideRows(total, outer, n)], x.dtype);
  total.release();
  return result;
}

/** `y·g - y·Σ g·y`, or for the logarithm `g - eʸ·Σ g`. */
export function softmaxVjp(g: View, y: View, outer: number, n: number, log: boolean): GpuStorage {
  const rows = ({ storage, dtype, offset }: View): View => {
    return { storage, dtype, offset, shape: [outer, n], strides: [n, 1] };
  };
  const weighted = log ? null : map("mul", [rows(g), rows(y)], g.dtype);
  const sum = reduce("sum", weighted === null ? g : rowMajor(weighted), outer, n);
  weighted?.release();
  const beside = besideRows(sum, outer, n);
  const result = map(log ? "logSoftmaxSlope" : "softmaxSlope", [rows(g), rows(y), beside], g.dtype);
  sum.release();
  return result;
}

/** `ln Σ eˣ - x_t` of rows and right classes t. */
export function crossEntropy(x: View, index: View, outer: number, n: number): GpuStorage {
  return produce(x.dtype, outer, [x, index], (source, read, readIndex) => {
    const row = source.sum(0, [THREAD, n]);
    sumOfExponentials(source, read, row, n);
    const right = source.local(readIndex(THREAD));
    source.line(`return (largest - ${read(`${row} + ${source.integer(right)}`)}) + Math.log(total);`);
  });
}

/** `g·(softmax(x) - oneHot(t))`; 0 where g is. */
export function crossEntropyVjp(g: View, x: View, index: View, outer: number, n: number): GpuStorage {
  const total = logSumExp(x, outer, n);
  const views = [g, x, index, rowMajor(total)];
  const result = produce(x.dtype, outer * n, views, (source, readG, read, readIndex, readTotal) => {
    const [row, column] = source.coordinates([outer, n]) as [string, string];
    const rate = source.local(readG(row));
    const p = source.local(`expOf(${read(THREAD)} - ${readTotal(row)})`);
    source.line(`return chainOf(${rate}, ${readIndex(row)} === ${column} ? ${p} - 1.0 : ${p});`);
  });
  total.release();
  return result;
}

/** `(x - μ) / √(σ² + eps)`, with μ as the row's first element and what is left: sums of large numbers would forget the small ones. */
export function normalize(x: View, outer: number, n: number, eps: number): GpuStorage {
  const rest = produce(x.dtype, outer, [x], (source, read) => {
    const row = source.sum(0, [THREAD, n]);
    const near = source.local(read(row));
    source.line("let total = 0.0;");
    loop(source, "k", n, () => source.line(`total += ${read(`${row} + k`)} - ${near};`));
    source.line(`return total / ${n};`);
  });
  const scale = produce(x.dtype, outer, [x, rowMajor(rest)], (source, read, readRest) => {
    const row = source.sum(0, [THREAD, n]);
    const near = source.local(read(row));
    const left = source.local(readRest(THREAD));
    const small = source.scalar(eps);
    source.line("let squares = 0.0;");
    loop(source, "k", n, () => {
      source.line(`const d = (${read(`${row} + k`)} - ${near}) - ${left};`);
      source.line("squares += d * d;");
    });
    source.line(`return 1.0 / Math.sqrt(squares / ${n} + ${small});`);
  });
  const rows = { ...x, shape: [outer, n], strides: [n, 1] };
  const first = { ...rows, strides: [n, 0] };
  const result = map(
    "normalized",
    [rows, first, besideRows(rest, outer, n), besideRows(scale, outer, n)],
    x.dtype,
  );
  for (const storage of [rest, scale]) storage.release();
  return result;
}

/** Rows longer than this are sorted elsewhere: here each element is compared with each. */
export const LONGEST_SORT = 4096;

/** The indices that sort each row, stable: the rank of each element, then for each rank who has it. NaN is the largest. */
export function argsort(x: View, outer: number, n: number, descending: boolean): GpuStorage {
  const ranks = produce("int32", outer * n, [x], (source, read) => {
    const [row, column] = source.coordinates([outer, n]) as [string, string];
    const own = source.local(read(source.sum(0, [row, n], [column, 1])));
    const before = descending
      ? `(y > ${own} || (!(y === y) && ${own} === ${own}))`
      : `(y < ${own} || (y === y && !(${own} === ${own})))`;
    const same = `(y === ${own} || (!(y === y) && !(${own} === ${own})))`;
    source.line("let rank = 0.0;");
    loop(source, "k", n, () => {
      source.line(`const y = ${read(source.sum(0, [row, n], ["k", 1]))};`);
      source.line(`if (${before} || (${same} && k < ${column})) { rank += 1.0; }`);
    });
    source.line("return rank;");
  });
  const order = produce("int32", outer * n, [rowMajor(ranks)], (source, read) => {
    const [row, column] = source.coordinates([outer, n]) as [string, string];
    source.line("let place = 0.0;");
    loop(source, "k", n, () => {
      source.line(`if (${read(source.sum(0, [row, n], ["k", 1]))} === ${column}) { place = k; }`);
    });
    source.line("return place;");
  });
  ranks.release();
  return order;
}
