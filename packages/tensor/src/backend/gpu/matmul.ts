/** The matrix product. */
import type { LinearDims, View } from "../backend.ts";
import { compute, driver, launched } from "./device.ts";
import { inline } from "./functions.ts";
import { constant, loop } from "./kernel.ts";
import { placesOf, Source } from "./source.ts";
import { blockOf, GpuStorage } from "./storage.ts";

/** Extents of a batched product. */
interface Dims {
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** What is done to the sums before they are written. */
interface Ending {
  readonly bias: View | null;
  readonly finish: LinearDims["finish"];
}

/**
 * `C[b, i, j] = Σₖ A[b, i, k]·B[b, k, j]`, both operands strided. On webgpu a thread computes four neighbours of a row, for which it
 * reads A once, and threads lie in squares, so that their rows and columns are near each other.
 */
export function matmul(a: View, b: View, dims: Dims): GpuStorage {
  return product(a, b, dims, { bias: null, finish: "none" });
}

/** `f(x·wᵀ + bias)`. */
export function linear(x: View, weight: View, bias: View | null, dims: LinearDims): GpuStorage {
  const { m, n, k, finish } = dims;
  const [[xRow, xColumn], [wRow, wColumn]] = [x.strides, weight.strides] as [Pair, Pair];
  const a = { ...viewOf(x), shape: [1, m, k], strides: [0, xRow, xColumn] };
  const b = { ...viewOf(weight), shape: [1, k, n], strides: [0, wColumn, wRow] };
  return product(a, b, { batch: 1, m, n, k }, { bias, finish });
}

type Pair = readonly [number, number];

function viewOf({ storage, dtype, shape, strides, offset }: View): View {
  return { storage, dtype, shape, strides, offset };
}

function product(a: View, b: View, { batch, m, n, k }: Dims, { bias, finish }: Ending): GpuStorage {
  const length = batch * m * n;
  if (length === 0) return constant(a.dtype, 0, 0);
  const operands = [...(k === 0 ? [] : [blockOf(a), blockOf(b)]), ...(bias === null ? [] : [blockOf(bias)])];
  if (operands.length === 0) return constant(a.dtype, length, finish === "sigmoid" ? 0.5 : 0);
  operands.forEach(compute);
  const source = new Source(placesOf(length, operands));
  const squares = driver().mode === "webgpu" && batch <= 65_535;
  const width = squares && n % 4 === 0 ? 4 : 1;
  const [z, i, j] = squares
    ? source.grid(batch, m, n / width)
    : (source.coordinates([batch, m, n]) as [string, string, string]);
  const columns = Array.from({ length: width }, (_, c) => c);
  for (const c of columns) source.line(`let total${c} = 0.0;`);
  if (k > 0) {
    const [x, y] = [source.array(blockOf(a)), source.array(blockOf(b))];
    const [aBatch, aRow, aColumn] = a.strides as [number, number, number];
    const [bBatch, bRow, bColumn] = b.strides as [number, number, number];
    loop(source, "p", k, () => {
      source.line(`const left = ${x}[${source.sum(a.offset, [z, aBatch], [i, aRow], ["p", aColumn])}];`);
      for (const c of columns) {
        const place = source.sum(b.offset + c * bColumn, [z, bBatch], [j, width * bColumn], ["p", bRow]);
        source.line(`total${c} += left * ${y}[${place}];`);
      }
    });
  }
  const results = columns.map((c) => {
    if (bias === null) return ended(source, finish, `total${c}`);
    const step = bias.strides.at(-1) as number;
    const place = source.sum(bias.offset + c * step, [j, width * step]);
    return ended(source, finish, source.local(`total${c} + ${source.array(blockOf(bias))}[${place}]`));
  });
  source.line(`return ${width === 1 ? results[0] : `[${results.join(", ")}]`};`);
  return new GpuStorage(a.dtype, launched(source.program(length, width)));
}

function ended(source: Source, finish: Ending["finish"], sum: string): string {
  return finish === "none" ? sum : source.local(inline(finish, [sum]));
}
