/**
 * Calls of one kernel from which threads help themselves, in memory that they share. The main thread offers calls, works like all
 * others, and waits until the last one is done. Each call computes a part of its own, so it does not matter who does which.
 */

/** A kernel, as the queue calls it. */
export type Kernel = (...numbers: number[]) => void;

/** What calls have in common: where each thread has memory of its own. */
export interface Offer {
  /** Its place among the kernels. */
  readonly kernel: number;
  readonly calls: readonly (readonly number[])[];
  /** Memory of thread 0; that of the next begins `stride` bytes on. It is the last number of each call. */
  readonly workspace: number;
  readonly stride: number;
}

// Whole numbers, for all threads to count with.
const LEFT = 0;
const PENDING = 1;
const FAILED = 2;
const SLEEPING = 3;
const WAITING = 4;
// Numbers that the main thread writes before it offers calls, and nobody after that.
const KERNEL = 0;
const WIDTH = 1;
const WORKSPACE = 2;
const STRIDE = 3;
const ARGUMENTS = 4;

const HEADER_BYTES = 64;
/** The longest list of numbers that a kernel takes, without its workspace. */
const MOST_ARGUMENTS = 15;
/** How long a thread looks again and again before it sleeps, in ms: waking one takes about as long. */
const RESTLESS = 0.1;

/** So many calls can be offered at a time. */
export const MOST_CALLS = 512;

/** How long it looks again at least, however coarse its clock is. */
const LOOKS = 16;

const pause: () => void = (Atomics as { pause?: () => void }).pause ?? (() => {});

/** One queue; every thread has an object of its own over the same memory. */
export class CallQueue {
  /** Memory for a queue. */
  static createMemory(): SharedArrayBuffer {
    return new SharedArrayBuffer(HEADER_BYTES + 8 * (ARGUMENTS + MOST_CALLS * MOST_ARGUMENTS));
  }

  readonly #counts: Int32Array<SharedArrayBuffer>;
  readonly #numbers: Float64Array<SharedArrayBuffer>;

  constructor(memory: SharedArrayBuffer) {
    this.#counts = new Int32Array(memory, 0, HEADER_BYTES / 4);
    this.#numbers = new Float64Array(memory, HEADER_BYTES);
  }

  /** Offers calls to all threads. All earlier ones are done. */
  offer({ kernel, calls, workspace, stride }: Offer): void {
    const numbers = this.#numbers;
    const width = calls[0]?.length ?? 0;
    numbers[KERNEL] = kernel;
    numbers[WIDTH] = width;
    numbers[WORKSPACE] = workspace;
    numbers[STRIDE] = stride;
    let at = ARGUMENTS;
    for (const call of calls) {
      numbers.set(call, at);
      at += width;
    }
    Atomics.store(this.#counts, FAILED, 0);
    Atomics.store(this.#counts, PENDING, calls.length);
    Atomics.store(this.#counts, LEFT, calls.length);
    // Whoever falls asleep has said so first, and then looks at LEFT once more.
    if (Atomics.load(this.#counts, SLEEPING) > 0) Atomics.notify(this.#counts, LEFT, calls.length - 1);
  }

  /** Does calls until none is left. */
  work(kernels: readonly Kernel[], thread: number): void {
    const numbers = this.#numbers;
    for (let call = this.#take(); call >= 0; call = this.#take()) {
      try {
        const width = numbers[WIDTH] as number;
        const start = ARGUMENTS + call * width;
        const own = (numbers[WORKSPACE] as number) + thread * (numbers[STRIDE] as number);
        (kernels[numbers[KERNEL] as number] as Kernel)(...numbers.subarray(start, start + width), own);
      } catch {
        Atomics.store(this.#counts, FAILED, 1);
      }
      if (Atomics.sub(this.#counts, PENDING, 1) === 1 && Atomics.load(this.#counts, WAITING) === 1)
        Atomics.notify(this.#counts, PENDING);
    }
  }

  /** The next call, or -1. Once it is taken its numbers stay, for the main thread waits for it. */
  #take(): number {
    for (;;) {
      const left = Atomics.load(this.#counts, LEFT);
      if (left === 0) return -1;
      if (Atomics.compareExchange(this.#counts, LEFT, left, left - 1) === left) return left - 1;
    }
  }

  /** Returns as soon as there are calls; sleeps if that takes long. */
  awaitCalls(): void {
    const counts = this.#counts;
    if (look(() => Atomics.load(counts, LEFT) > 0, RESTLESS)) return;
    Atomics.add(counts, SLEEPING, 1);
    Atomics.wait(counts, LEFT, 0);
    Atomics.sub(counts, SLEEPING, 1);
  }

  /** Waits until all calls are done. False if that takes longer than so many ms. */
  awaitDone(patience: number): boolean {
    const counts = this.#counts;
    const isDone = (): boolean => Atomics.load(counts, PENDING) === 0;
    if (isDone() || look(isDone, RESTLESS)) return true;
    if (!mayBlock()) return look(isDone, patience);
    Atomics.store(counts, WAITING, 1);
    for (const end = performance.now() + patience; !isDone() && performance.now() < end; )
      Atomics.wait(counts, PENDING, Atomics.load(counts, PENDING) || -1, end - performance.now());
    Atomics.store(counts, WAITING, 0);
    return isDone();
  }

  /** Whether one of the calls threw. */
  get hasFailed(): boolean {
    return Atomics.load(this.#counts, FAILED) === 1;
  }
}

/** Looks until it is so, or so many ms have passed. */
function look(isSo: () => boolean, milliseconds: number): boolean {
  const end = performance.now() + milliseconds;
  do {
    for (let i = 0; i < LOOKS; i++) {
      if (isSo()) return true;
      pause();
    }
  } while (performance.now() < end);
  return isSo();
}

let blocks: boolean | undefined;

/** Whether this thread may sleep: a page's own thread may not. */
function mayBlock(): boolean {
  if (blocks === undefined) {
    try {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0);
      blocks = true;
    } catch {
      blocks = false;
    }
  }
  return blocks;
}
