/** What the gpu leaves to `wasm`: it says so once for each op, and counts. */

import { arrayOf, type DType, type TypedArray } from "../../dtype.ts";
import type { Backend, Storage, View } from "../backend.ts";
import { backendOf } from "../registry.ts";
import { Block } from "./block.ts";
import { compute, driver } from "./device.ts";
import { rowMajor } from "./move.ts";
import { enqueue } from "./queue.ts";
import { blockOf, GpuStorage } from "./storage.ts";

const counts = new Map<string, number>();

/** How often each op was done on `wasm` instead. Empty if never. */
export function fallbacks(): { readonly [op: string]: number } {
  return Object.fromEntries(counts);
}

/**
 * Runs one kernel on `wasm`: inputs are read back, the result is brought in again.
 *
 * @param why what the gpu could not do, for the line that is logged
 */
export function onWasm(
  op: string,
  why: string,
  result: { readonly dtype: DType; readonly length: number },
  views: readonly View[],
  run: (backend: Backend, views: readonly View[]) => Storage,
): GpuStorage {
  if (!counts.has(op)) console.warn(`gpu: ${op} runs on wasm: ${why}`);
  counts.set(op, (counts.get(op) ?? 0) + 1);
  const blocks = views.map(blockOf);
  blocks.forEach(compute);
  const block = new Block(result.length);
  const home = driver();
  const finish = (elements: readonly Float32Array[]): object => {
    const backend = wasm();
    const there = views.map((view, i) => {
      const storage = backend.upload(view.dtype, arrayOf(view.dtype, elements[i] as Float32Array));
      return { ...rowMajor(storage), ...extentsOf(view), storage };
    });
    const made = backend.download(rowMajor(run(backend, there)));
    return home.upload(Float32Array.from(made as TypedArray));
  };
  enqueue({
    block,
    inputs: blocks,
    home,
    run(handles) {
      const read = handles.map((handle, i) => home.read(handle, (blocks[i] as Block).length));
      if (read.some((each) => each instanceof Promise))
        return Promise.all(read).then((elements) => finish(elements));
      return finish(read as Float32Array[]);
    },
  });
  return new GpuStorage(result.dtype, block);
}

function extentsOf({ shape, strides, offset }: View): Pick<View, "shape" | "strides" | "offset"> {
  return { shape, strides, offset };
}

/** The fastest backend beside this one. */
function wasm(): Backend {
  try {
    return backendOf("wasm");
  } catch {
    return backendOf("cpu");
  }
}
