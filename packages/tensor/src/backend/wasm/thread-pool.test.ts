/** Threads that come, go, and fail. */
import { afterEach, expect, test, vi } from "vitest";
import { CallQueue, type Kernel } from "./call-queue.ts";
import { createMemory, instantiate } from "./engine.ts";
import { compileShared } from "./kernels.ts";
import { spawn } from "./spawn.ts";
import { ThreadPool } from "./thread-pool.ts";

const module = (await compileShared()) as object;
const FROM = 65536;

/** Memory with the numbers 1 to 8 in it, and calls that write them with another sign. */
function work() {
  const memory = createMemory(256, true);
  const numbers = new Float32Array(memory.buffer, FROM, 16);
  numbers.set([1, 2, 3, 4, 5, 6, 7, 8]);
  const calls = [
    [4, FROM, FROM + 32, 0],
    [4, FROM + 16, FROM + 48, 0],
  ];
  const negated = (): number[] => [...numbers.subarray(8)];
  return { memory, calls, negated };
}

afterEach(() => {
  vi.restoreAllMocks();
});

test("a thread does calls by itself, and none any more once it has ended", async () => {
  const { memory, calls, negated } = work();
  const queueMemory = CallQueue.createMemory();
  const queue = new CallQueue(queueMemory);
  const names = Object.keys(instantiate(module, memory));
  const offer = { kernel: names.indexOf("neg"), calls, workspace: 0, stride: 0 };
  let end: (reason: string) => void;
  const ended = new Promise((resolve) => {
    end = resolve;
  });
  const thread = await spawn({ module, memory, queue: queueMemory, thread: 1 }, (reason) => end(reason));
  for (let repeat = 0; repeat < 100; repeat++) {
    queue.offer(offer);
    expect(queue.awaitDone(5000)).toBe(true);
  }
  expect(negated()).toEqual([-1, -2, -3, -4, -5, -6, -7, -8]);
  expect(queue.hasFailed).toBe(false);

  thread.end();
  await ended;
  queue.offer(offer);
  expect(queue.awaitDone(10)).toBe(false);
  // The main thread does without it.
  queue.work(Object.values(instantiate(module, memory)) as Kernel[], 0);
  expect(queue.awaitDone(10)).toBe(true);
});

test("a kernel that fails in a thread is an error, and the next call is none", async () => {
  const { memory, calls, negated } = work();
  const pool = await ThreadPool.start(module, memory, 2);
  const outside = calls.map(([n, x]) => [n, x, 2 ** 31, 0] as number[]);
  expect(() => pool.run("neg", outside, 0, 0)).toThrow("wasm: neg failed in one of 2 threads");
  pool.run("neg", calls, 0, 0);
  expect(negated()[7]).toBe(-8);
  pool.end();
});

test("a thread that does not come back is an error, not a wait without end; then there is one thread", async () => {
  const { memory, calls } = work();
  const pool = await ThreadPool.start(module, memory, 3);
  expect(pool.size).toBe(3);
  const patience = vi.spyOn(CallQueue.prototype, "awaitDone").mockReturnValue(false);
  expect(() => pool.run("neg", calls, 0, 0)).toThrow(/a thread has not come back from neg .* setThreads/);
  expect(patience.mock.calls[0]?.[0]).toBeGreaterThanOrEqual(10_000);
  expect(pool.size).toBe(1);
});

test("a thread that fails to start is an error that says what to do", async () => {
  const { memory } = work();
  const broken = {};
  await expect(ThreadPool.start(broken, memory, 2)).rejects.toThrow();
});
