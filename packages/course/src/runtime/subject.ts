/**
 * A student's code, running in a process of its own, seen from the process that judges it. Calls are awaited; data go
 * in and come out as plain data. Whatever the code does (loop forever, exit, print a gigabyte, eat all memory, never
 * settle a promise), the call ends with a `SubjectError` that says so, and the next call starts a fresh process.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { setting } from "../settings.ts";
import { nodeFlags } from "./node-flags.ts";
import { OUT_OF_MEMORY, type Reply, type Request, type SubjectConfig, type Thrown } from "./protocol.ts";
import { SubjectError, todoTask } from "./subject-error.ts";

/** Limits on one process of student code. */
export interface Limits {
  /** For one call. Milliseconds. */
  readonly callTime: number;
  /** For starting up and loading the modules. Milliseconds. */
  readonly loadTime: number;
  /** Resident memory. MiB. */
  readonly memory: number;
  /** Printed to standard output and standard error together. Bytes. */
  readonly output: number;
}

/** Generous for an exercise, short for a person who waits. `GRADUS_TIME_LIMIT` (ms) sets the time of one call. */
export function defaultLimits(): Limits {
  return { callTime: setting("GRADUS_TIME_LIMIT"), loadTime: 15_000, memory: 512, output: 1 << 20 };
}

/** How much of what the code printed is kept. Characters. */
const KEPT_OUTPUT = 4000;

interface Pending {
  resolve(value: unknown): void;
  reject(error: SubjectError): void;
  timer: NodeJS.Timeout;
}

/** A student's code behind a process boundary. */
export class Subject {
  readonly #config: Omit<SubjectConfig, "memoryLimit">;
  readonly #limits: Limits;
  #child: ChildProcess | undefined;
  #ready: Promise<void> | undefined;
  #pending = new Map<number, Pending>();
  #nextId = 1;
  #printed = "";
  #printedBytes = 0;
  #stderrTail = "";
  /** Why we ended the child, if we did. */
  #verdict: SubjectError | undefined;
  #onReady: { resolve(): void; reject(error: SubjectError): void } | undefined;
  #onPong: (() => void) | undefined;

  constructor(config: Omit<SubjectConfig, "memoryLimit">, limits: Limits = defaultLimits()) {
    this.#config = config;
    this.#limits = limits;
  }

  /** What the code has printed since the last call of this method. */
  async takeOutput(): Promise<string> {
    // What was printed before a result lies in another pipe, and may be read after it, but in the same turn.
    await new Promise((resolve) => setImmediate(resolve));
    const text = this.#printed;
    this.#printed = "";
    this.#printedBytes = 0;
    return text;
  }

  /** Calls an exported function. Throws a `SubjectError` if that does not end with a value. */
  async call(name: string, ...args: unknown[]): Promise<unknown> {
    this.#ready ??= this.#start();
    await this.#ready;
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#tooLong(name), this.#limits.callTime);
      this.#pending.set(id, { resolve, reject, timer });
      this.#send({ kind: "call", id, name, args });
    });
  }

  /** Ends the process, if one runs. */
  async close(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const closed = new Promise((resolve) => child.once("close", resolve));
    this.#end(new SubjectError("exited", "the check was over"));
    await closed;
  }

  #start(): Promise<void> {
    const memory = this.#limits.memory;
    const config: SubjectConfig = { ...this.#config, memoryLimit: memory * 2 ** 20 };
    const here = import.meta.url.endsWith(".ts") ? "./host.ts" : "./host.js";
    const child = spawn(
      process.execPath,
      [...nodeFlags(memory), fileURLToPath(new URL(here, import.meta.url))],
      {
        env: { ...process.env, NODE_OPTIONS: "", GRADUS_SUBJECT: JSON.stringify(config) },
        stdio: ["ignore", "pipe", "pipe", "ipc"],
        serialization: "advanced",
        windowsHide: true,
      },
    );
    this.#child = child;
    this.#verdict = undefined;
    this.#stderrTail = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => this.#collect(text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderrTail = (this.#stderrTail + text).slice(-KEPT_OUTPUT);
      this.#collect(text.replace(OUT_OF_MEMORY, ""));
    });
    child.on("message", (reply: Reply) => this.#receive(reply));
    child.on("error", (error) => this.#gone(new SubjectError("exited", `could not start: ${error.message}`)));
    child.on("close", (code, signal) => this.#gone(this.#verdict ?? this.#reason(code, signal)));
    return new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => this.#tooLong("loading the file"), this.#limits.loadTime);
      const settle = <T extends unknown[]>(then: (...args: T) => void) => {
        return (...args: T) => {
          clearTimeout(timer);
          this.#onReady = undefined;
          then(...args);
        };
      };
      this.#onReady = { resolve: settle(resolve), reject: settle(reject) };
    });
  }

  #send(request: Request): void {
    // A child that has just died makes the callback complain; its "close" event tells the caller.
    this.#child?.send(request, () => {});
  }

  #receive(reply: Reply): void {
    if (reply.kind === "ready") this.#onReady?.resolve();
    if (reply.kind === "pong") this.#onPong?.();
    if (reply.kind === "broken") this.#end(asError(reply.error, "broken"));
    if (reply.kind === "value") this.#take(reply.id)?.resolve(reply.value);
    if (reply.kind === "thrown") this.#take(reply.id)?.reject(asError(reply.error, "thrown"));
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    clearTimeout(pending?.timer);
    return pending;
  }

  #collect(text: string): void {
    this.#printedBytes += Buffer.byteLength(text);
    this.#printed = (this.#printed + text).slice(0, KEPT_OUTPUT);
    if (this.#printedBytes > this.#limits.output)
      this.#end(
        new SubjectError(
          "output",
          `printed more than ${this.#limits.output / 2 ** 20} MiB; was that in a loop?`,
        ),
      );
  }

  /** A busy child cannot answer a ping: that tells an endless loop from a promise that nobody settles. */
  async #tooLong(what: string): Promise<void> {
    const idle = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), 250);
      this.#onPong = () => {
        clearTimeout(timer);
        resolve(true);
      };
      this.#send({ kind: "ping" });
    });
    const limit = this.#onReady === undefined ? this.#limits.callTime : this.#limits.loadTime;
    const guess = idle
      ? "it waits for a promise that never settles"
      : "it looks like an endless loop, or like far too many steps";
    this.#end(
      new SubjectError("timeout", `${what} took longer than ${limit / 1000} s and was stopped: ${guess}`),
    );
  }

  #end(verdict: SubjectError): void {
    this.#verdict ??= verdict;
    this.#child?.kill("SIGKILL");
  }

  #reason(code: number | null, signal: NodeJS.Signals | null): SubjectError {
    const limit = this.#limits.memory;
    if (this.#stderrTail.includes(OUT_OF_MEMORY) || this.#stderrTail.includes("heap out of memory"))
      return new SubjectError("memory", `needed more than ${limit} MiB of memory and was stopped`);
    const words = this.#stderrTail.split("\n").find((line) => /^\s*\w*(Error|Exception)\b/.test(line));
    if (words !== undefined) return new SubjectError("exited", `the process crashed: ${words.trim()}`);
    if (signal !== null) return new SubjectError("exited", `the process was ended by ${signal}`);
    return new SubjectError(
      "exited",
      `the process ended with exit code ${code} in the middle of a call (process.exit?)`,
    );
  }

  #gone(error: SubjectError): void {
    if (this.#child === undefined) return;
    this.#child = undefined;
    this.#ready = undefined;
    this.#onReady?.reject(error);
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(error);
  }
}

function asError({ name, message, at }: Thrown, state: "thrown" | "broken"): SubjectError {
  if (todoTask(message) !== undefined) return new SubjectError("todo", message);
  const where = at === undefined ? "" : ` (${at})`;
  return new SubjectError(state, `${name === "Error" ? "" : `${name}: `}${message}${where}`);
}
