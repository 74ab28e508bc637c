/**
 * Which storage is in linear memory, and what happens when it is full.
 *
 * JavaScript never says in time that a tensor is no longer used. So the pool has a budget. When half of it is used up, the garbage
 * collector is asked to begin; once it is done, blocks whose storage it took are free. Where it does not get done before the budget
 * is used up, or does not do as it is asked, blocks that no kernel has touched for half a budget's worth of allocations move out
 * into typed arrays of their own, and the pool forgets them. Who still uses one holds its array, and it moves in again when a kernel
 * wants it; of all others the collector takes the array. So memory is bounded by what is in use plus the budget, and nobody has to
 * dispose of anything.
 */
import { bytesOf, type DType, type TypedArray } from "../../dtype.ts";
import { collect, collectNow, hasCollected, isCollecting } from "./collector.ts";
import type { LinearMemory } from "./engine.ts";
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
  /** Its storage, once there is one. */
  owner: WeakRef<object> | null;
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
let peak = 0;
/** Counts kernels. Blocks with this very number are in use by the running one and stay where they are. */
let step = 1;
/** The step at which half of what may be allocated before the next clearing was, or 0. */
let halfway = 0;
let halfwayAt = budget / 2;
/** When so much is taken the garbage collector is told to begin, or asked whether it is done. */
let collectAt = budget / 2;
let staged = 0;

/** Sets how many bytes may lie unused in linear memory before the pool tidies up. Less is slower, more is more memory. */
export function setBudget(bytes: number): void {
  budget = bytes;
  begin();
}

/** Sets the marks up to the next tidying, so that half a budget's worth at least can be allocated, but not beyond `most`. */
function begin(most = Infinity): void {
  limit = Math.max(budget, Math.min(most, taken + budget / 2));
  halfwayAt = (taken + limit) / 2;
  collectAt = isCollecting() ? taken : halfwayAt;
  halfway = 0;
}

/** How much linear memory is taken by blocks, the most that was at a time since `resetPeak`, and what it has grown to. */
export function poolUsage(): { taken: number; peak: number; reserved: number; blocks: number } {
  return { taken, peak, reserved: memory.buffer.byteLength, blocks: resident.length };
}

/** Starts to look for the most memory anew. */
export function resetPeak(): void {
  peak = taken;
}

/** Goes on in another memory, with all blocks where they are. False if it has too little room. */
export function moveTo(other: LinearMemory): boolean {
  return heap.moveTo(other, BASE);
}

/** Ends a kernel: whatever it used may move from now on. */
export function endStep(): void {
  step++;
  staged = 0;
}

/** A block whose elements lie in an array, which it takes over. */
export function blockOf(dtype: DType, array: TypedArray): Block {
  return { dtype, length: array.length, array, pointer: 0, sizeClass: 0, used: 0, place: -1, owner: null };
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
    owner: null,
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

/** Remembers, weakly, whose block it is. */
export function own(owner: object, block: Block): void {
  if (block.place >= 0) block.owner = new WeakRef(owner);
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
  if (taken + size > limit) makeRoom(size);
  block.sizeClass = sizeClass;
  block.pointer = find(sizeClass, block);
  block.place = resident.push(block) - 1;
  taken += size;
  if (taken > peak) peak = taken;
  if (halfway === 0 && taken > halfwayAt) halfway = step;
  if (taken > collectAt) {
    collectAt = taken + budget / 16;
    if (!isCollecting()) collect();
    else if (hasCollected()) freeDead();
  }
}

/** A pointer for a block of this class; moves blocks out if there is no other way. */
function find(sizeClass: number, block: Block): number {
  const size = bytesOfClass(sizeClass);
  const present = space.take(sizeClass);
  if (present >= 0) return present;
  // Gaps of the wrong size may add up: half a budget's worth is borne, then all is tidied up.
  if (space.end + size > BASE + limit + budget / 2) {
    moveOut(step);
    const found = space.take(sizeClass);
    if (found >= 0) return found;
  }
  if (!heap.reach(space.end + size)) {
    moveOut(step);
    const found = space.take(sizeClass);
    if (found >= 0) return found;
    if (!heap.reach(space.end + size)) throw outOfMemory(block, size);
  }
  return space.extend(sizeClass);
}

/** Whether nobody can use a block any more. What the running kernel uses counts as used, whoever holds it. */
function isDead({ used, owner }: Block): boolean {
  return used !== step && owner !== null && owner.deref() === undefined;
}

/** Frees dead blocks at once; if that makes too little room, all others that were not used lately move out. */
function makeRoom(size: number): void {
  const since = halfway === 0 ? step : halfway;
  if (collectNow()) freeDead();
  if (taken + size > 0.75 * limit) moveOut(since);
}

/** Frees blocks that nobody can use any more; after a collection. */
function freeDead(): void {
  tidy((block) => (isDead(block) ? null : "stay"));
  begin(limit);
}

/** Moves out all blocks that were last used before `since`. */
function moveOut(since: number): void {
  tidy((block) => (block.used >= since ? "stay" : heap.copy(block.dtype, block.pointer, block.length)));
  begin();
}

/** Asks of each block whether it stays, leaves for an array of its own, or (null) is forgotten. */
function tidy(fate: (block: Block) => "stay" | TypedArray | null): void {
  const staying: Block[] = [];
  for (const block of resident) {
    const array = fate(block);
    if (array === "stay") {
      staying.push(block);
      continue;
    }
    taken -= bytesOfClass(block.sizeClass);
    block.array = array;
    block.pointer = 0;
    block.place = -1;
  }
  staying.sort((a, b) => a.pointer - b.pointer);
  staying.forEach((block, i) => {
    block.place = i;
  });
  resident = staying;
  space.rebuild(staying);
}

function outOfMemory({ dtype, length }: Block, size: number): RangeError {
  const mega = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;
  return new RangeError(
    `wasm: out of memory: ${mega(size)} asked for ${length} elements of ${dtype}, while ${mega(taken)} are in use by the ` +
      `running kernel and linear memory has grown to ${mega(memory.buffer.byteLength)} of at most 4096 MB; ` +
      'use smaller batches, or make the largest tensors with { device: "cpu" }',
  );
}
