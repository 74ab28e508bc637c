import { spawn } from "node:child_process";
import { constants } from "node:os";
import { isatty } from "node:tty";

/**
 * Runs a program to its end and keeps what it prints: set-up steps stay silent unless they fail.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<{ code: number, log: string }>}
 */
export function capture(program, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    let log = "";
    const keep = (/** @type {Buffer} */ chunk) => {
      log = (log + chunk.toString()).slice(-200_000);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      // A signal that ended a set-up step was meant for the whole command.
      if (signal !== null) return dieOf(signal);
      resolve({ code: code ?? 1, log });
    });
  });
}

/**
 * Becomes a program, as far as a parent can: same terminal, same exit code, and signals reach the child
 * exactly once.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<never>}
 */
export function become(program, args, options) {
  return new Promise((_, reject) => {
    const child = spawn(program, args, { ...options, stdio: "inherit" });
    for (const signal of forwarded()) process.on(signal, () => child.kill(signal));
    // A terminal sends Ctrl-C to every process in the foreground, so the child has it already, and npm passes
    // on a second one. Waiting for the child, instead of ending first, leaves the terminal to it until it has
    // put it in order.
    if (atTerminal()) process.on("SIGINT", () => {});
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      if (signal !== null) dieOf(signal);
      else process.exit(code ?? 1);
    });
  });
}

/** @returns {NodeJS.Signals[]} */
function forwarded() {
  return atTerminal() ? ["SIGTERM", "SIGHUP"] : ["SIGTERM", "SIGHUP", "SIGINT"];
}

function atTerminal() {
  // Not `process.stdin.isTTY`: looking at that opens the stream, and the input is the child's.
  return [0, 1, 2].some((descriptor) => isatty(descriptor));
}

/**
 * Ends this process the way a child was ended, so that a shell sees the same.
 *
 * @param {NodeJS.Signals} signal
 */
function dieOf(signal) {
  const code = 128 + (constants.signals[signal] ?? 0);
  if (process.platform === "win32" || !["SIGINT", "SIGTERM", "SIGHUP"].includes(signal)) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // Where the signal is blocked or ignored (nohup), the exit code still tells.
  setTimeout(() => process.exit(code), 100);
}
