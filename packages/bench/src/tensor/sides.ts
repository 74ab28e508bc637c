/** Who takes part in the tensor benchmark, and the programs that do the work for each. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Device } from "@gradus/tensor";

export interface Side {
  readonly name: string;
  /** Whether it is a peer written in JavaScript or WebAssembly: those we want to be ahead of. */
  readonly isJavaScript: boolean;
  /** The program and its arguments; the workload's folder and the file for the result come after them. */
  readonly program: readonly string[];
  /** The last arguments. */
  readonly options: readonly string[];
  readonly environment?: { readonly [variable: string]: string };
}

const inJavaScript = fileURLToPath(new URL("./side-process.ts", import.meta.url));
const inPython = fileURLToPath(new URL("./peers/torch_peer.py", import.meta.url));

function node(name: string, isJavaScript: boolean, ...options: string[]): Side {
  const program = [process.execPath, ...process.execArgv, inJavaScript];
  return { name, isJavaScript, program, options: [name, ...options] };
}

/** The name of ours beside ours on several threads. */
export const ONE_THREAD = "one thread";

export function oursOn(device: Device, threads = 1, name = "ours"): Side {
  return { ...node("ours", false, device, String(threads)), name };
}

export const javaScriptPeers: readonly Side[] = [node("tfjs-wasm", true), node("jax-js", true)];

/** Debian's package installs for the system's own Python, which need not be the first in the path. */
const PYTHONS = ["python3", "/usr/bin/python3"];

/** PyTorch, in the first of these Pythons that can import it; `undefined` if none can. */
export async function pyTorch(pythons: readonly string[] = PYTHONS): Promise<Side | undefined> {
  for (const python of pythons) {
    try {
      await promisify(execFile)(python, ["-c", "import torch"]);
    } catch {
      continue;
    }
    return {
      name: "PyTorch",
      isJavaScript: false,
      program: [python, inPython],
      options: [],
      environment: KEEP_MEMORY,
    };
  }
  return undefined;
}

/** Without these, glibc may hand large blocks back to the system after every step, and PyTorch takes twice as long. */
const KEEP_MEMORY = { MALLOC_MMAP_THRESHOLD_: "1073741824", MALLOC_TRIM_THRESHOLD_: "1073741824" };
