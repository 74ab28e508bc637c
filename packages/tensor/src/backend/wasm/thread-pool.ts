/** Threads over one linear memory, and the queue that they work from. */
import { CallQueue, type Kernel, type Offer } from "./call-queue.ts";
import { instantiate, type LinearMemory } from "./engine.ts";
import { spawn, type Thread } from "./spawn.ts";

/** How long others are waited for, in ms, once the own share of the calls is done; and how many times as long as that took. */
const PATIENCE = { least: 10_000, times: 50 };

/** The main thread and others, which it has started. */
export class ThreadPool {
  /** The places of kernels among those that a module exports. */
  readonly #names: readonly string[];
  readonly #kernels: readonly Kernel[];
  readonly #queue: CallQueue;
  readonly #others: Set<Thread> = new Set();
  /** How many workspaces calls need: one for each thread there ever was. */
  readonly workspaces: number;

  private constructor(kernels: object, queue: CallQueue, workspaces: number) {
    this.#names = Object.keys(kernels);
    this.#kernels = Object.values(kernels);
    this.#queue = queue;
    this.workspaces = workspaces;
  }

  /**
   * Starts `size - 1` threads that run a module on a memory.
   *
   * @throws Error if one does not start; then none does
   */
  static async start(module: object, memory: LinearMemory, size: number): Promise<ThreadPool> {
    const queue = CallQueue.createMemory();
    const pool = new ThreadPool(instantiate(module, memory), new CallQueue(queue), size);
    const starting = Array.from({ length: size - 1 }, async (_, i) => {
      const thread: Thread = await spawn({ module, memory, queue, thread: i + 1 }, (reason) => {
        // One that was ended on purpose is not among the others any more.
        if (pool.#others.delete(thread))
          console.warn(
            `wasm: a thread ended: ${reason}; ${pool.size} are left, and setThreads starts new ones`,
          );
      });
      pool.#others.add(thread);
    });
    const failure = (await Promise.allSettled(starting)).find(({ status }) => status === "rejected");
    if (failure === undefined) return pool;
    pool.end();
    throw (failure as PromiseRejectedResult).reason;
  }

  /** How many threads there are, the main one included. */
  get size(): number {
    return 1 + this.#others.size;
  }

  /** Ends all threads but the main one. */
  end(): void {
    for (const thread of this.#others) thread.end();
    this.#others.clear();
  }

  /**
   * Runs calls of a kernel on all threads.
   *
   * @throws Error if one of them fails or does not come back; then all but the main one are ended
   */
  run(kernel: string, calls: Offer["calls"], workspace: number, stride: number): void {
    const start = performance.now();
    this.#queue.offer({ kernel: this.#names.indexOf(kernel), calls, workspace, stride });
    this.#queue.work(this.#kernels, 0);
    const own = performance.now() - start;
    if (!this.#queue.awaitDone(PATIENCE.least + PATIENCE.times * own)) {
      this.end();
      const seconds = Math.round((performance.now() - start) / 1000);
      throw new Error(
        `wasm: a thread has not come back from ${kernel} for ${seconds} s, and all have been ended. Compute what depends ` +
          "on it again, which takes one thread now; setThreads starts new ones",
      );
    }
    if (this.#queue.hasFailed)
      throw new Error(
        `wasm: ${kernel} failed in one of ${this.size} threads; call setThreads(1) to go on with one`,
      );
  }
}
