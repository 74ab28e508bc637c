import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const HEARTBEAT_MS = 2_000;
const SILENT_FOR_MS = 30_000;

/**
 * Runs a piece of work while no other process on this clone does. The lock is a folder, because making one
 * either works or fails, in one step. Its owner touches it every two seconds; an owner that died, or fell
 * silent, loses it.
 *
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 * @param {(line: string) => void} say
 * @param {number} pollMs
 * @returns {Promise<T>}
 */
export async function locked(folder, work, say, pollMs = 200) {
  make(dirname(folder));
  for (let tries = 0; !take(folder); tries++) {
    if (isStale(folder)) remove(folder);
    else {
      if (tries === 0) say("waiting for another command that is setting up this clone");
      await sleep(pollMs);
    }
  }
  const heartbeat = setInterval(() => touch(folder), HEARTBEAT_MS);
  const release = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.removeListener("exit", release);
    release();
  }
}

/**
 * @param {string} folder
 * @returns {boolean}
 */
function take(folder) {
  if (!make(folder)) return false;
  writeFileSync(join(folder, "owner"), JSON.stringify({ pid: process.pid, host: hostname() }));
  return true;
}

/**
 * Not `recursive`: on a read-only disk that says ENOENT, which tells nobody what to do.
 *
 * @param {string} folder
 * @returns {boolean} false: it was there already
 */
function make(folder) {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * @param {string} folder
 * @returns {boolean}
 */
function isStale(folder) {
  try {
    if (Date.now() - statSync(folder).mtimeMs > SILENT_FOR_MS) return true;
    const owner = JSON.parse(readFileSync(join(folder, "owner"), "utf8"));
    return owner.host === hostname() && !isAlive(owner.pid);
  } catch {
    // Gone in the meantime, or its owner has not been written yet: the next look decides.
    return false;
  }
}

/**
 * @param {number} pid
 * @returns {boolean}
 */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * Renamed before it is deleted, so that of two that wait only one removes it.
 *
 * @param {string} folder
 */
function remove(folder) {
  const aside = `${folder}.stale.${process.pid}`;
  try {
    renameSync(folder, aside);
    rmSync(aside, { recursive: true, force: true });
  } catch {
    // Another one was quicker.
  }
}

/** @param {string} folder */
function touch(folder) {
  try {
    utimesSync(folder, new Date(), new Date());
  } catch {
    // Taken away while this process was stopped (Ctrl-Z, sleep): the work goes on, as it would have.
  }
}
