/**
 * Work shared between threads. An op cuts its result into ranges (rows, columns, images), one call of its kernel each, such that
 * every element is computed as it would be alone: results do not depend on the number of threads, nor on who does what.
 */
import { type Kernel, MOST_CALLS } from "./call-queue.ts";
import { type Kernels, kernels } from "./kernels.ts";
import { allocate, release, WORKSPACE } from "./pool.ts";
import type { ThreadPool } from "./thread-pool.ts";

/** Work, in nanoseconds of one thread, that pays for waking others; and how much of it each call has at least. */
const WORTH_SHARING = 40_000;
const WORTH_A_CALL = 10_000;
/** Calls for each thread: one that comes late finds some left. */
const CALLS_EACH = 4;

let pool: ThreadPool | null = null;
let worthSharing = WORTH_SHARING;
let worthACall = WORTH_A_CALL;

/** From now on these threads are used, or none but the main one. Others are ended. */
export function useThreads(threads: ThreadPool | null): void {
  pool?.end();
  pool = threads;
}

/** Tests share the smallest work too. */
export function shareAll(all = true): void {
  worthSharing = all ? 0 : WORTH_SHARING;
  worthACall = all ? 0 : WORTH_A_CALL;
}

/** How many threads there are. */
export function threads(): number {
  return pool === null ? 1 : pool.size;
}

/** Whether so much work, in nanoseconds of one thread, is worth sharing. */
export function pays(nanoseconds: number): boolean {
  return pool !== null && nanoseconds >= worthSharing && pool.size > 1;
}

/** A range of rows, columns, images, or whatever is cut. */
export interface Range {
  readonly from: number;
  readonly count: number;
}

/** Into how many calls so much work is cut. */
export function callsFor(nanoseconds: number): number {
  if (!pays(nanoseconds)) return 1;
  const most = CALLS_EACH * threads();
  return worthACall === 0 ? most : Math.max(1, Math.min(most, Math.floor(nanoseconds / worthACall)));
}

/** Cuts an extent into about so many ranges, each but the last a multiple of `grain`. */
export function cut(extent: number, grain: number, parts: number): Range[] {
  if (parts <= 1) return [{ from: 0, count: extent }];
  const size = Math.ceil(extent / parts / grain) * grain;
  const ranges: Range[] = [];
  for (let from = 0; from < extent; from += size) ranges.push({ from, count: Math.min(size, extent - from) });
  return ranges;
}

/** Calls of a kernel that are taken down first, or done at once where sharing does not pay. */
export class Calls {
  readonly #kernel: keyof Kernels;
  readonly #taken: number[][] = [];
  /** Calls the kernel, or takes the numbers down. */
  readonly add: Kernel;

  constructor(kernel: keyof Kernels, parts: number) {
    this.#kernel = kernel;
    this.add = parts === 1 ? (kernels[kernel] as Kernel) : (...numbers) => void this.#taken.push(numbers);
  }

  /** Does what was taken down. */
  run(): void {
    if (this.#taken.length > 0) share(this.#kernel, this.#taken);
  }
}

/**
 * Calls a kernel with each of these lists of numbers, in any order and on any threads, a workspace behind them: the one that
 * kernels have anyway, with `scratch` bytes more behind it.
 */
export function share(kernel: keyof Kernels, calls: readonly (readonly number[])[], scratch = 0): void {
  const shared = pool !== null && pool.size > 1 && calls.length > 1 ? pool : null;
  if (shared === null && scratch === 0) {
    callAll(kernel, calls, WORKSPACE);
    return;
  }
  const stride = Math.ceil((kernels.workspaceBytes() + scratch) / 64) * 64;
  const workspaces = allocate("bool", (shared?.workspaces ?? 1) * stride);
  const { pointer } = workspaces;
  try {
    if (shared === null) callAll(kernel, calls, pointer);
    else
      for (let i = 0; i < calls.length; i += MOST_CALLS)
        shared.run(kernel, calls.slice(i, i + MOST_CALLS), pointer, stride);
  } finally {
    release(workspaces);
  }
}

/** Calls a kernel one time after the other. */
function callAll(kernel: keyof Kernels, calls: readonly (readonly number[])[], workspace: number): void {
  const run = kernels[kernel] as Kernel;
  for (const call of calls) run(...call, workspace);
}
