/** Storage of the wasm backend. */
import type { DType, TypedArray } from "../../dtype.ts";
import { sizeOf } from "../../shape.ts";
import type { Storage, View } from "../backend.ts";
import { CpuStorage } from "../cpu/storage.ts";
import { allocate, arrayOf, type Block, blockOf, endStep, own, pointerOf, release, settle } from "./pool.ts";

/** A block of elements, in linear memory or moved out of it. */
export class WasmStorage implements Storage {
  readonly device = "wasm";
  readonly dtype: DType;
  readonly length: number;
  readonly block: Block;
  version = 0;

  constructor(block: Block) {
    this.dtype = block.dtype;
    this.length = block.length;
    this.block = block;
    own(this, block);
  }
}

/** Gives a storage's memory back, at once. */
export function free(storage: Storage): void {
  release((storage as WasmStorage).block);
}

/** Storage that takes over an array. */
export function adopt(dtype: DType, array: TypedArray): WasmStorage {
  return new WasmStorage(blockOf(dtype, array));
}

/** New storage, written by a kernel that gets its pointer. */
export function produce(dtype: DType, length: number, run: (y: number) => void): WasmStorage {
  const block = allocate(dtype, length);
  run(block.pointer);
  settle(block);
  endStep();
  return new WasmStorage(block);
}

/** Where a view's first element lies, until the kernel ends. */
export function pointer({ storage, offset }: View): number {
  const { block, dtype } = storage as WasmStorage;
  const bytes = dtype === "float64" ? 8 : dtype === "bool" ? 1 : 4;
  return pointerOf(block) + offset * bytes;
}

/** A view's storage as the cpu backend knows it, without a copy: good until something is allocated. */
export function onCpu(view: View): View {
  const { storage, dtype, shape, strides, offset } = view;
  const { block } = storage as WasmStorage;
  return { storage: new CpuStorage(dtype, arrayOf(block)), dtype, shape, strides, offset };
}

/** What a function of the cpu backend made: its array is taken over. */
export function fromCpu(made: Storage): WasmStorage {
  endStep();
  return adopt(made.dtype, (made as CpuStorage).array);
}

/** How many elements a view has. */
export function lengthOf({ shape }: View): number {
  return sizeOf(shape);
}
