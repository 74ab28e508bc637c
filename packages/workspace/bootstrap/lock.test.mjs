import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { locked } from "./lock.mjs";

const POLL_MS = 1;
const NOBODY = 2 ** 22 + 1; // above the largest process id that Linux gives out
let lock = "";
let folder = "";
const say = vi.fn();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gradus-lock-"));
  lock = join(folder, "deep", "lock");
  say.mockReset();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** @param {object} owner */
function leave(owner) {
  mkdirSync(lock, { recursive: true });
  writeFileSync(join(lock, "owner"), JSON.stringify(owner));
}

test("two pieces of work never overlap", async () => {
  let running = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running--;
  };
  await Promise.all([1, 2, 3, 4].map(() => locked(lock, work, say, POLL_MS)));
  expect(most).toBe(1);
  expect(say).toHaveBeenCalledWith(expect.stringContaining("waiting for another command"));
});

test("the lock is given back, also when the work fails", async () => {
  const failing = locked(lock, () => Promise.reject(new Error("no")), say, POLL_MS);
  await expect(failing).rejects.toThrow("no");
  expect(existsSync(lock)).toBe(false);
  expect(await locked(lock, async () => 7, say, POLL_MS)).toBe(7);
});

test("the lock of a process that is gone is taken", async () => {
  leave({ pid: NOBODY, host: hostname() });
  expect(await locked(lock, async () => 7, say, POLL_MS)).toBe(7);
  expect(say).not.toHaveBeenCalled();
});

test("the lock of an owner that fell silent is taken, also on another machine", async () => {
  leave({ pid: 1, host: "elsewhere" });
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(lock, longAgo, longAgo);
  expect(await locked(lock, async () => 7, say, POLL_MS)).toBe(7);
});

test("the lock of a process that lives is waited for", async () => {
  leave({ pid: process.pid, host: hostname() });
  setTimeout(() => rmSync(lock, { recursive: true }), 20);
  expect(await locked(lock, async () => 7, say, POLL_MS)).toBe(7);
  expect(say).toHaveBeenCalledOnce();
});
