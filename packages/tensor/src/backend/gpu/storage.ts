/**
 * Storage of the gpu backend: it holds a block, and lets go of it when it is given back, at the end of its scope, or when nobody
 * can use it any more. The garbage collector does not see what lies on the device, so it is asked to look for such storages when
 * much has gathered there.
 */
import type { DType } from "../../dtype.ts";
import { noteMade } from "../../engine/lifetime.ts";
import { sizeOf } from "../../shape.ts";
import type { Storage, View } from "../backend.ts";
import { collect, collectNow, hasCollected, isCollecting } from "../wasm/collector.ts";
import { type Block, drop, live } from "./block.ts";

/** What a storage holds, and who holds it: all that is known once the storage is gone. */
interface Cell {
  block: Block | null;
  owner: WeakRef<GpuStorage> | null;
}

const cells = new Set<Cell>();
const registry = new FinalizationRegistry<Cell>(empty);

function empty(cell: Cell): void {
  cells.delete(cell);
  const { block } = cell;
  cell.block = null;
  if (block !== null) drop(block);
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
    this.#cell = { block, owner: new WeakRef(this) };
    cells.add(this.#cell);
    registry.register(this, this.#cell);
    // Copies that ops make for themselves end with their scope, too.
    noteMade(this);
    relieve();
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
    empty(this.#cell);
    return block;
  }

  /** Gives the elements back. */
  release(): void {
    empty(this.#cell);
  }
}

/** So much may gather before the collector is asked; afterwards half as much again as was left. */
const LEAST_BUFFERS = 2048;
const LEAST_BYTES = 2 ** 28;
let [buffers, bytes] = [LEAST_BUFFERS, LEAST_BYTES];
/** How far beyond these marks it was last asked how far it is. */
let patience = 1;

/** Sees to it that what nobody uses goes back, without waiting for the program to yield. */
function relieve(): void {
  const excess = Math.max(live.buffers / buffers, live.bytes / bytes);
  if (excess < patience) return;
  patience = excess + 1 / 16;
  if (excess > 2) {
    if (collectNow()) sweep();
  } else if (!isCollecting()) collect();
  else if (hasCollected()) sweep();
}

/** Frees what storages held that have been collected. */
function sweep(): void {
  for (const cell of cells) if (cell.owner?.deref() === undefined) empty(cell);
  buffers = Math.max(LEAST_BUFFERS, 1.5 * live.buffers);
  bytes = Math.max(LEAST_BYTES, 1.5 * live.bytes);
  patience = 1;
}

/** The block behind a view. */
export function blockOf({ storage }: View): Block {
  return (storage as GpuStorage).block;
}

/** How many elements a view has. */
export function lengthOf({ shape }: View): number {
  return sizeOf(shape);
}
