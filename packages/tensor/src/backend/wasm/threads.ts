/** How many threads the kernels run on. */
import { createMemory, type LinearMemory, PAGE } from "./engine.ts";
import { compileShared, memory, runOn, supported } from "./kernels.ts";
import { threads, useThreads } from "./parallel.ts";
import { moveTo } from "./pool.ts";
import { canSpawn } from "./spawn.ts";
import { ThreadPool } from "./thread-pool.ts";

const MOST = 64;

interface Shared {
  readonly module: object;
  readonly memory: LinearMemory;
}

/** The memory that is shared, once it is. */
let shared: Shared | undefined;
let change: Promise<unknown> = Promise.resolve();

/**
 * Sets how many threads large ops of the `wasm` device run on, the calling one included, and resolves to how many are in use:
 * 1 where there can be no others, with a warning that says why. A program has one until it asks for more.
 *
 *     await setThreads(navigator.hardwareConcurrency);
 *
 * Results do not depend on it, to the last bit. Tensors stay what they are, and calls stay synchronous: the calling thread does
 * its part. Small ops never leave it. Threads sleep while there is nothing to do, and keep no program from ending; `setThreads(1)`
 * ends them. In a browser threads need a cross-origin isolated page, and `thread.js` beside the library's other files.
 *
 * @throws RangeError if n is not a whole number from 1 to 64
 * @throws Error if a thread does not start, or there is no memory to share; then all stays as it was
 */
export function setThreads(n: number): Promise<number> {
  const next = change.then(() => changeTo(n));
  change = next.catch(() => {});
  return next;
}

async function changeTo(n: number): Promise<number> {
  if (!Number.isInteger(n) || n < 1 || n > MOST)
    throw new RangeError(
      `setThreads: ${n} is no number of threads; write a whole number from 1 to ${MOST}, such as navigator.hardwareConcurrency`,
    );
  if (n !== threads()) {
    if (n === 1) useThreads(null);
    else await start(n);
  }
  return threads();
}

/** Why there can be no other threads here, or nothing. */
function obstacle(): string | undefined {
  if (!supported) return "there is no WebAssembly with SIMD here";
  const { crossOriginIsolated } = globalThis as { readonly crossOriginIsolated?: boolean };
  if (typeof SharedArrayBuffer === "undefined" || crossOriginIsolated === false)
    return (
      "this page is not cross-origin isolated; serve it with the headers Cross-Origin-Opener-Policy: same-origin and " +
      "Cross-Origin-Embedder-Policy: require-corp"
    );
  return canSpawn ? undefined : "there are no workers here";
}

/** Starts threads, in place of those there are. */
async function start(n: number): Promise<void> {
  if (shared !== undefined) {
    useThreads(await ThreadPool.start(shared.module, shared.memory, n));
    return;
  }
  const reason = obstacle();
  const module = reason === undefined ? await compileShared() : undefined;
  if (module === undefined) {
    console.warn(
      `setThreads(${n}): there is one thread, because ${reason ?? "the engine has no shared memory"}`,
    );
    return;
  }
  const other = createShared(memory.buffer.byteLength / PAGE);
  const pool = await ThreadPool.start(module, other, n);
  // They are ready: now all that is in memory moves. From here to the end nothing else can run.
  if (!moveTo(other)) {
    pool.end();
    throw noRoom();
  }
  runOn(module, other);
  shared = { module, memory: other };
  useThreads(pool);
}

function createShared(pages: number): LinearMemory {
  try {
    return createMemory(pages, true);
  } catch {
    throw noRoom();
  }
}

function noRoom(): RangeError {
  const mega = memory.buffer.byteLength / 2 ** 20;
  return new RangeError(
    `setThreads: out of memory: threads need a memory that they share, of ${mega} MB as there is now and room to 4096 MB; ` +
      "call setThreads before tensors are made, or go on with one thread",
  );
}
