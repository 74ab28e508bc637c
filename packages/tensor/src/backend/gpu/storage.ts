/** Storage of the gpu backend: it holds a block, and lets go of it when it is given back or collected. */
import type { DType } from "../../dtype.ts";
import { sizeOf } from "../../shape.ts";
import type { Storage, View } from "../backend.ts";
import { type Block, drop } from "./block.ts";

/** A cell that holds a block: shared by a storage and by who watches for its end. */
interface Cell {
  block: Block | null;
}

const registry = new FinalizationRegistry<Cell>(empty);

function empty(cell: Cell): void {
  if (cell.block !== null) drop(cell.block);
  cell.block = null;
}

/** Elements on the gpu. int32 and bool lie there as float32. */
export class GpuStorage implements Storage {
  readonly device = "gpu";
  readonly dtype: DType;
  readonly length: number;
  version = 0;
  readonly #cell: Cell;

  /** Takes over one reference to the block. */
  constructor(dtype: DType, block: Block) {
    this.dtype = dtype;
    this.length = block.length;
    this.#cell = { block };
    registry.register(this, this.#cell);
  }

  get block(): Block {
    const { block } = this.#cell;
    if (block === null) throw new Error("gpu: this storage was given back; it must not be used again");
    return block;
  }

  /** Holds another block from now on, and takes over one reference to it. */
  replace(block: Block): void {
    const before = this.#cell.block;
    this.#cell.block = block;
    if (before !== null) drop(before);
  }

  /** Lets go of its block without giving it back: who takes it over holds the reference. */
  handOver(): Block {
    const { block } = this;
    this.#cell.block = null;
    return block;
  }

  /** Gives the elements back. */
  release(): void {
    empty(this.#cell);
  }
}

/** The block behind a view. */
export function blockOf({ storage }: View): Block {
  return (storage as GpuStorage).block;
}

/** How many elements a view has. */
export function lengthOf({ shape }: View): number {
  return sizeOf(shape);
}
