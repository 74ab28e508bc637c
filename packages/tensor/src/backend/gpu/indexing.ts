/** Elements by index. Each thread looks for what belongs to its own element: nothing is ever written by two. */
import type { Conv2dDims, View } from "../backend.ts";
import { addToWindows } from "./conv2d.ts";
import { constant, loop, produce, type Read } from "./kernel.ts";
import { contiguous } from "./move.ts";
import type { Source } from "./source.ts";
import { THREAD } from "./source.ts";
import { blockOf, type GpuStorage } from "./storage.ts";

interface Dims {
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
  readonly count: number;
}

/** Whole slices by index. */
export function indexSelect(x: View, index: View, { outer, n, inner, count }: Dims): GpuStorage {
  return produce(x.dtype, outer * count * inner, [x, index], (source, read, readIndex) => {
    const [o, j, i] = source.coordinates([outer, count, inner]) as [string, string, string];
    const row = source.local(readIndex(j));
    source.line(`return ${read(source.sum(0, [o, n * inner], [row, inner], [i, 1]))};`);
  });
}

/** `y[o, j, i] = x[o, index[o, j, i], i]`. */
export function gather(x: View, index: View, { outer, n, inner, count }: Dims): GpuStorage {
  return produce(x.dtype, outer * count * inner, [x, index], (source, read, readIndex) => {
    const [o, , i] = source.coordinates([outer, count, inner]) as [string, string, string];
    const row = source.local(readIndex(THREAD));
    source.line(`return ${read(source.sum(0, [o, n * inner], [row, inner], [i, 1]))};`);
  });
}

/** Slices added into zeros. */
export function indexAdd(added: View, index: View, dims: Dims): GpuStorage {
  const { outer, n, inner, count } = dims;
  if (count === 0) return constant(added.dtype, outer * n * inner, 0);
  return produce(added.dtype, outer * n * inner, [added, index], (source, read, readIndex) => {
    source.line("let total = 0.0;");
    search(source, dims, readIndex, (_place, j) => j, read);
    source.line("return total;");
  });
}

/** A copy of x with elements added. */
export function scatterAdd(x: View, index: View, added: View, dims: Dims): GpuStorage {
  const { outer, n, inner, count } = dims;
  if (count === 0) return contiguous(x);
  const windows = windowsOf(index, dims);
  if (windows !== null) return addToWindows(x, index, added, windows);
  return produce(x.dtype, outer * n * inner, [x, index, added], (source, read, readIndex, readAdded) => {
    source.line(`let total = ${read(THREAD)};`);
    search(source, dims, readIndex, (place) => place, readAdded);
    source.line("return total;");
  });
}

/** The windows that indices were chosen from by a pooling, where these are all of them. */
function windowsOf(index: View, { outer, n, inner, count }: Dims): Conv2dDims | null {
  const { windows, length } = blockOf(index);
  if (windows === null || index.offset !== 0 || length !== outer * count || inner !== 1) return null;
  const [inSize, outSize] = [windows.inSize, windows.outSize];
  return n === inSize[0] * inSize[1] && count === outSize[0] * outSize[1] ? windows : null;
}

/** Adds up what has the row of this thread's element as its index. */
function search(
  source: Source,
  { outer, n, inner, count }: Dims,
  readIndex: Read,
  indexAt: (place: string, j: string) => string,
  read: Read,
): void {
  const [o, row, i] = source.coordinates([outer, n, inner]) as [string, string, string];
  loop(source, "j", count, () => {
    const place = source.sum(0, [o, count * inner], ["j", inner], [i, 1]);
    source.line(`if (${readIndex(indexAt(place, "j"))} === ${row}) { total += ${read(place)}; }`);
  });
}
