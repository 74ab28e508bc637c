/**
 * Which storage is in linear memory, and what happens when it is full.
 *
 * JavaScript never says in time that a tensor is no longer used: finalizers do not run in a loop that does not yield. So the
 * pool has a budget. When it is used up, blocks that no kernel has touched for half a budget's worth of allocations move out
 * into typed arrays of their own, and the pool forgets them. Who still uses one holds its array, and it moves in again when a
 * kernel wants it; of all others the garbage collector takes the array. So memory is bounded by what is in use plus the budget,
 * and nobody has to dispose of anything. The price is one copy of what was allocated.
 */
import { bytesOf, type DType, type TypedArray } from "../../dtype.ts";
import { Heap } from "./heap.ts";
import { kernels, memory, supported } from "./kernels.ts";
import { bytesOfClass, classOf, Space } from "./space.ts";

/** Elements of one storage. In linear memory (`array` is null) or in an array of their own (`pointer` is 0). */
export interface Block {
  readonly dtype: DType;
  readonly length: number;
  array: TypedArray | null;
  pointer: number;
  sizeClass: number;
  /** The step that used it last. */
  used: number;
  /** Its place in the pool's list. */
  place: number;
  /** Whether the garbage collector tells when nobody holds its storage any more. */
  watched: boolean;
}

/** Up to this many elements stay in an array of their own: the garbage collector is the cheaper pool for them. */
export const SMALL = 64;
/** No block can be larger: 32-bit pointers reach 4 GB, and some of that is taken. */
const LARGEST = 2 ** 32 - 2 ** 24;
const STAGE_BYTES = 65536;
const STAGE = 4096;

/** Memory for kernels that need some while they run. */
export const WORKSPACE: number = STAGE + STAGE_BYTES;
const BASE: number = supported ? Math.ceil((WORKSPACE + kernels.workspaceBytes()) / 1024) * 1024 : 0;

/** Arrays on linear memory. */
export const heap: Heap = (supported ? new Heap(memory) : undefined) as Heap;

const space = new Space(BASE);
let resident: Block[] = [];
let budget = 128 * 2 ** 20;
/** How many bytes may be taken before blocks move out. Moves up with every block that comes back: it is in use. */
let limit = budget;
let taken = 0;
/** Counts kernels. Blocks with this very number are in use by the running one and stay where they are. */
let step = 1;
/** The step at which half of what may be allocated before the next spill was, or 0. */
let halfway = 0;
let halfwayAt = budget / 2;
let staged = 0;

/** Sets how many bytes may lie unused in linear memory before the pool tidies up. Less is slower, more is more memory. */
export function setBudget(bytes: number): void {
  budget = bytes;
  limit = Math.max(budget, taken + budget / 2);
  halfwayAt = (taken + limit) / 2;
}

/** How much linear memory is taken by blocks, and what it has grown to. */
export function poolUsage(): { taken: number; reserved: number; blocks: number } {
  return { taken, reserved: memory.buffer.byteLength, blocks: resident.length };
}

/** Ends a kernel: whatever it used may move from now on. */
export function endStep(): void {
  step++;
  staged = 0;
}

/** A block whose elements lie in an array, which it takes over. */
export function blockOf(dtype: DType, array: TypedArray): Block {
  return { dtype, length: array.length, array, pointer: 0, sizeClass: 0, used: 0, place: -1, watched: false };
}

/** A block in linear memory, or for few elements on the stage; not initialized. It stays there until `endStep`. */
export function allocate(dtype: DType, length: number): Block {
  const block: Block = {
    dtype,
    length,
    array: null,
    pointer: 0,
    sizeClass: 0,
    used: step,
    place: -1,
    watched: false,
  };
  if (length <= SMALL) block.pointer = onStage(length * bytesOf(dtype));
  else place(block, length * bytesOf(dtype));
  return block;
}

/** After the kernel ran: few elements leave the stage for an array of their own. */
export function settle(block: Block): void {
  if (block.place >= 0) return;
  block.array = heap.copy(block.dtype, block.pointer, block.length);
  block.pointer = 0;
}

/** Where a block's elements lie, until `endStep`. Those that moved out come in again; few are copied onto the stage. */
export function pointerOf(block: Block): number {
  block.used = step;
  const { array } = block;
  if (array === null) {
    if (block.pointer === 0) throw new Error("wasm: this storage was given back; it must not be used again");
    return block.pointer;
  }
  if (array.length <= SMALL) {
    const pointer = onStage(array.byteLength);
    heap.write(block.dtype, pointer, array);
    return pointer;
  }
  place(block, array.byteLength);
  limit += bytesOfClass(block.sizeClass);
  heap.write(block.dtype, block.pointer, array);
  block.array = null;
  return block.pointer;
}

/** The elements of a block, wherever they lie: good until something is allocated. */
export function arrayOf(block: Block): TypedArray {
  block.used = step;
  return block.array ?? heap.view(block.dtype, block.pointer, block.length);
}

/** Gives a block's memory back. It must not be used again. */
export function release(block: Block): void {
  block.array = null;
  if (block.place < 0) return;
  if (block.watched) watcher.unregister(block);
  space.give(block.pointer, block.sizeClass);
  taken -= bytesOfClass(block.sizeClass);
  const last = resident.pop() as Block;
  if (last !== block) {
    resident[block.place] = last;
    last.place = block.place;
  }
  block.place = -1;
  block.pointer = 0;
}

/** From this size on it pays to hear of the end of a storage from the garbage collector, where a program does yield. */
const WATCHED = 65536;
const watcher = new FinalizationRegistry<Block>(release);

/** Gives a large block's memory back when the garbage collector has found that nobody holds `owner` any more. */
export function watch(owner: object, block: Block): void {
  if (block.place < 0 || block.length < WATCHED) return;
  watcher.register(owner, block, block);
  block.watched = true;
}

function onStage(bytes: number): number {
  const pointer = STAGE + staged;
  staged += (bytes + 127) & ~63;
  return pointer;
}

function place(block: Block, bytes: number): void {
  if (bytes > LARGEST) throw outOfMemory(block, bytes);
  const sizeClass = classOf(bytes);
  const size = bytesOfClass(sizeClass);
  if (taken + size > limit) spill(halfway === 0 ? step : halfway);
  block.sizeClass = sizeClass;
  block.pointer = find(sizeClass, block);
  block.place = resident.push(block) - 1;
  taken += size;
  if (halfway === 0 && taken > halfwayAt) halfway = step;
}

/** A pointer for a block of this class; moves blocks out if there is no other way. */
function find(sizeClass: number, block: Block): number {
  const size = bytesOfClass(sizeClass);
  const present = space.take(sizeClass);
  if (present >= 0) return present;
  // Gaps of the wrong size may add up: half a budget's worth is borne, then all is tidied up.
  if (space.end + size > BASE + limit + budget / 2) {
    spill(step);
    const found = space.take(sizeClass);
    if (found >= 0) return found;
  }
  if (!heap.reach(space.end + size)) {
    spill(step);
    const found = space.take(sizeClass);
    if (found >= 0) return found;
    if (!heap.reach(space.end + size)) throw outOfMemory(block, size);
  }
  return space.extend(sizeClass);
}

/** Moves out all blocks that were last used before `since`. */
function spill(since: number): void {
  const staying: Block[] = [];
  for (const block of resident) {
    if (block.used >= since) {
      staying.push(block);
    } else {
      block.array = heap.copy(block.dtype, block.pointer, block.length);
      taken -= bytesOfClass(block.sizeClass);
      block.pointer = 0;
      block.place = -1;
      // The registry would keep the block, and so its array, until the program yields.
      if (block.watched) watcher.unregister(block);
      block.watched = false;
    }
  }
  staying.sort((a, b) => a.pointer - b.pointer);
  staying.forEach((block, i) => {
    block.place = i;
  });
  resident = staying;
  space.rebuild(staying);
  limit = Math.max(budget, taken + budget / 2);
  halfwayAt = (taken + limit) / 2;
  halfway = 0;
}

function outOfMemory({ dtype, length }: Block, size: number): RangeError {
  const mega = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;
  return new RangeError(
    `wasm: out of memory: ${mega(size)} asked for ${length} elements of ${dtype}, while ${mega(taken)} are in use by the ` +
      `running kernel and linear memory has grown to ${mega(memory.buffer.byteLength)} of at most 4096 MB; ` +
      'use smaller batches, or make the largest tensors with { device: "cpu" }',
  );
}
