/**
 * Launches in order. Where the driver does its work at once there is never anything in the queue. On webgpu compiling takes time,
 * and reading does; whatever comes meanwhile waits, and goes to the device in the order of the program. A launch that fails leaves
 * its reason in its block and in all that are computed from it: it is thrown where they are read, never where nobody can catch it.
 */
import { type Block, drop, type Home, retain, settle } from "./block.ts";
import type { Handle } from "./library.ts";

/** Something to be done for a block. */
interface Task {
  readonly block: Block;
  readonly inputs: readonly Block[];
  /** The device that it is for. */
  readonly home: Home;
  readonly run: (inputs: readonly Handle[]) => Handle | Promise<Handle>;
}

/** More than this waits only where a loop never awaits anything. */
const MOST_QUEUED = 10_000;

let waiting: Task[] = [];
let pumping: Promise<void> | null = null;

/** How many launches wait. */
export function queued(): number {
  return waiting.length;
}

/** Does a task as soon as what came before is done. */
export function enqueue(task: Task): void {
  for (const input of task.inputs) retain(input);
  if (pumping === null) {
    const pending = attempt(task);
    if (pending !== null) pumping = pump(pending);
    return;
  }
  if (waiting.length >= MOST_QUEUED) {
    for (const input of task.inputs) drop(input);
    throw new Error(
      `gpu: ${MOST_QUEUED} operations wait to be launched; on webgpu a loop must await something now and then: ` +
        "write (await loss.data())[0] in each step",
    );
  }
  waiting.push(task);
}

/** Waits until a block's elements are on the device. Throws why they will never be. */
export async function arrival(block: Block, home: Home): Promise<Handle> {
  while (block.handle === null && block.failure === undefined && pumping !== null) await pumping;
  return arrived(block, home);
}

/** The elements of a block that has been launched. Throws why there are none. */
export function arrived(block: Block, home: Home): Handle {
  if (block.handle !== null && block.home === home) return block.handle;
  if (block.handle !== null)
    throw new Error("gpu: these elements lie on a device that initDevice has closed; make the tensor anew");
  if (block.failure !== undefined) throw block.failure;
  throw new Error("gpu: these elements were given back; they must not be used again");
}

/** Forgets everything that waits: its device is gone. */
export function abandon(reason: Error): void {
  const tasks = waiting;
  waiting = [];
  for (const task of tasks) fail(task, reason);
}

/** Does a task. Returns what to wait for, if there is anything. */
function attempt(task: Task): Promise<void> | null {
  const { block, inputs, home, run } = task;
  // Nobody wants it any more.
  if (block.references <= 0) {
    for (const input of inputs) drop(input);
    return null;
  }
  try {
    const made = run(inputs.map((input) => arrived(input, home)));
    if (made instanceof Promise)
      return made.then(
        (handle) => finish(task, handle),
        (reason: unknown) => fail(task, reason),
      );
    finish(task, made);
  } catch (reason) {
    fail(task, reason);
  }
  return null;
}

function finish({ block, inputs, home }: Task, handle: Handle): void {
  settle(block, handle, home);
  for (const input of inputs) drop(input);
}

function fail({ block, inputs }: Task, reason: unknown): void {
  block.failure = reason;
  for (const input of inputs) drop(input);
}

async function pump(first: Promise<void>): Promise<void> {
  await first;
  for (let i = 0; i < waiting.length; ) {
    const pending = attempt(waiting[i++] as Task);
    if (pending === null && i < waiting.length) continue;
    waiting = waiting.slice(i);
    i = 0;
    if (pending !== null) await pending;
  }
  waiting = [];
  pumping = null;
}
