/** Ctrl-C in the middle of a demo: it stops in order, says how to go on, and does. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const program = join(import.meta.dirname, "../src/demo.ts");
let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gradus-stop-"));
});
afterEach(() => {
  child?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** Plays a demo until it is so far, by what it has said, interrupts it, and gives what it left. */
async function interrupted(
  isSoFar: (said: string) => boolean,
): Promise<{ code: number | null; out: string; err: string }> {
  const args = ["--conditions=@gradus/source", program, "lstm-verses", "--json"];
  const started = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  child = started;
  let [out, err] = ["", ""];
  started.stdout.on("data", (text) => {
    out += text;
  });
  started.stderr.on("data", (text) => {
    err += text;
  });
  const ended = new Promise<number | null>((resolve) => started.on("close", resolve));
  while (!isSoFar(err) && started.exitCode === null) await new Promise((next) => setTimeout(next, 50));
  started.kill("SIGINT");
  return { code: await ended, out, err };
}

test.skipIf(process.platform === "win32")(
  "the first interruption ends training with a checkpoint, from which the next call goes on",
  async () => {
    const checkpoint = join(folder, "runs/lstm-verses/checkpoints/last.safetensors");
    const first = await interrupted(() => existsSync(checkpoint));
    expect(first.err).toContain("Stopped. npm run demo -- lstm-verses goes on from here");
    expect(first.code).toBe(0);
    expect(JSON.parse(first.out)).toMatchObject({ demo: "lstm-verses", stopped: true });
    const second = await interrupted((said) => said.includes("Going on where the last run stopped"));
    expect(JSON.parse(second.out)).toMatchObject({ stopped: true });
  },
  60_000,
);
