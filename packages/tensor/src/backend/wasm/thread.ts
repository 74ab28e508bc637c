/** The program of a thread: it does calls from the queue until it is ended. Nothing imports this file; see `spawn.ts`. */
import { CallQueue, type Kernel } from "./call-queue.ts";
import { instantiate, type LinearMemory } from "./engine.ts";

/** What a thread is told at first. */
export interface Start {
  readonly module: object;
  readonly memory: LinearMemory;
  readonly queue: SharedArrayBuffer;
  /** Its number; the main thread's is 0. */
  readonly thread: number;
}

interface Port {
  onmessage: ((event: { readonly data: Start }) => void) | null;
  postMessage(message: "ready"): void;
}

const { process } = globalThis as {
  readonly process?: {
    getBuiltinModule?: (name: "node:worker_threads") => { readonly parentPort: Port | null } | undefined;
  };
};

const port =
  process?.getBuiltinModule?.("node:worker_threads")?.parentPort ?? (globalThis as unknown as Port);

port.onmessage = ({ data: { module, memory, queue, thread } }) => {
  const kernels = Object.values(instantiate(module, memory)) as Kernel[];
  const calls = new CallQueue(queue);
  port.postMessage("ready");
  for (;;) {
    calls.awaitCalls();
    calls.work(kernels, thread);
  }
};
