/** Starts threads: workers of Node's, or of a page's. */
import type { Start } from "./thread.ts";

/** A thread that is ready. */
export interface Thread {
  /** Ends it, whatever it is doing. */
  end(): void;
}

/** What Node's workers and a page's have in common. */
interface AnyWorker {
  postMessage(message: Start): void;
  terminate(): unknown;
}

interface NodeWorker extends AnyWorker {
  on(event: "message", listener: () => void): void;
  on(event: "error", listener: (error: Error) => void): void;
  on(event: "exit", listener: (code: number) => void): void;
  unref(): void;
}

interface PageWorker extends AnyWorker {
  onmessage: (() => void) | null;
  onerror: ((event: { readonly message?: string; preventDefault?(): void }) => void) | null;
}

/** What is heard of a worker. */
interface Ears {
  ready(): void;
  /** Also after it was ready. */
  failed(reason: string): void;
}

const { process } = globalThis as {
  readonly process?: {
    getBuiltinModule?: (
      name: "node:worker_threads",
    ) => { readonly Worker: new (file: URL) => NodeWorker } | undefined;
  };
};
const node = process?.getBuiltinModule?.("node:worker_threads");

declare const Worker: new (file: URL, options: { type: "module" }) => PageWorker;

/** Whether there are workers at all. */
export const canSpawn: boolean = node !== undefined || typeof Worker === "function";

/**
 * Starts a thread; resolves once it is ready.
 *
 * @param ended is told why, if it ends after that, be it by `end`
 * @throws Error if its script cannot be loaded, or fails
 */
export function spawn(start: Start, ended: (reason: string) => void): Promise<Thread> {
  return new Promise((resolve, reject) => {
    let worker: AnyWorker | undefined;
    let isReady = false;
    const ready = (): void => {
      isReady = true;
      resolve({ end: () => void worker?.terminate() });
    };
    const failed = (reason: string): void => {
      if (isReady) ended(reason);
      else reject(new Error(`setThreads: a thread did not start: ${reason}; ${howToStart}`));
    };
    try {
      worker = node === undefined ? inPage({ ready, failed }) : inNode(node.Worker, { ready, failed });
      worker.postMessage(start);
    } catch (error) {
      failed(String(error));
    }
  });
}

const howToStart =
  "put the library's thread.js beside the file that holds its other code, where the page's content policy allows workers from";

/** Node runs the source as it is; what is published or bundled is JavaScript. */
const isSource = import.meta.url.endsWith(".ts");

function inNode(Type: new (file: URL) => NodeWorker, { ready, failed }: Ears): NodeWorker {
  // Put together here, so that a bundler for pages does not look for a file in the source.
  const name = `./thread.${isSource ? "ts" : "js"}`;
  const worker = new Type(new URL(name, import.meta.url));
  worker.on("message", () => {
    // From now on it keeps no program from ending.
    worker.unref();
    ready();
  });
  worker.on("error", (error) => failed(String(error)));
  worker.on("exit", (code) => failed(`it ended with exit code ${code}`));
  return worker;
}

function inPage({ ready, failed }: Ears): PageWorker {
  // Bundlers know a worker by this very expression.
  const worker = new Worker(new URL("./thread.js", import.meta.url), { type: "module" });
  worker.onmessage = ready;
  worker.onerror = (event) => {
    event.preventDefault?.();
    failed(event.message ?? "its script could not be loaded");
  };
  return worker;
}
