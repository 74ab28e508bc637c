/**
 * The child process that runs a student's code. It loads the modules under test with the student's files plugged in,
 * answers calls with plain data, and ends itself when memory runs out. It judges nothing: that is the parent's part.
 */
import { Worker } from "node:worker_threads";
import { plugIn } from "./plug-in.ts";
import {
  isFunctionLiteral,
  OUT_OF_MEMORY,
  type Reply,
  type Request,
  type SubjectConfig,
  type Thrown,
} from "./protocol.ts";

const watchdog = `
  const { workerData } = require("node:worker_threads");
  const { writeSync } = require("node:fs");
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
    if (process.memoryUsage.rss() < workerData) return;
    writeSync(2, ${JSON.stringify(OUT_OF_MEMORY)});
    process.kill(process.pid, "SIGKILL");
  }, 20);
`;
const config = JSON.parse(process.env["GRADUS_SUBJECT"] as string) as SubjectConfig;
// Taken before any student's code runs: it may overwrite globals.
const send = (process.send as (reply: Reply) => boolean).bind(process);

// A thread of its own, for it must watch while the main thread is stuck in a loop.
new Worker(watchdog, { eval: true, workerData: config.memoryLimit }).unref();

plugIn(config.replacements);
const functions = new Map<string, (...args: unknown[]) => unknown>();
try {
  for (const url of config.modules) {
    for (const [name, value] of Object.entries(await import(url))) {
      if (typeof value === "function") functions.set(name, value as (...args: unknown[]) => unknown);
    }
  }
  process.on("message", answer);
  send({ kind: "ready" });
} catch (error) {
  send({ kind: "broken", error: thrown(error) });
}

async function answer(request: Request): Promise<void> {
  if (request.kind === "ping") {
    send({ kind: "pong" });
    return;
  }
  const { id, name, args } = request;
  let value: unknown;
  try {
    const f = functions.get(name);
    if (f === undefined) throw new Error(`${name} is not exported; keep its name and the word export`);
    value = await f(...args.map(revive));
  } catch (error) {
    send({ kind: "thrown", id, error: thrown(error) });
    return;
  }
  try {
    send({ kind: "value", id, value });
  } catch {
    const kind = typeof value === "object" ? value?.constructor?.name : typeof value;
    const message = `${name} returned a ${kind}, which is not plain data; return what its signature says`;
    send({ kind: "thrown", id, error: { name: "Error", message } });
  }
}

function revive(argument: unknown): unknown {
  return isFunctionLiteral(argument) ? new Function(`return (${argument.fn});`)() : argument;
}

function thrown(error: unknown): Thrown {
  if (!(error instanceof Error)) return { name: "thrown value", message: String(error) };
  const at = /([\w-]+\.ts:\d+:\d+)\)?$/m.exec(error.stack ?? "")?.[1];
  return { name: error.name, message: error.message, ...(at === undefined ? {} : { at }) };
}
