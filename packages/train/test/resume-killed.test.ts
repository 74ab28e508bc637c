/** A process that is killed at any moment, even while it writes a checkpoint, loses nothing but time. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Generator } from "@gradus/tensor";
import { afterAll, expect, test } from "vitest";
import { STEPS } from "./tiny-run.ts";

const root = mkdtempSync(join(tmpdir(), "gradus-killed-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const child = join(import.meta.dirname, "kill/child.ts");
const run = ["--conditions=@gradus/source", "--disable-warning=ExperimentalWarning", child];

/** Runs the child, and kills it `delay` ms after it has reported `steps` steps. Whether it was done before. */
function train(
  path: string,
  seed: number,
  steps = Infinity,
  delay = 0,
): Promise<{ done: boolean; steps: number }> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [...run, path, `${seed}`], { stdio: ["ignore", "pipe", "pipe"] });
    let [output, errors, ordered] = ["", "", false];
    const count = (): number => output.split("step ").length - 1;
    running.stdout.on("data", (chunk) => {
      output += chunk;
      if (count() < steps || ordered) return;
      ordered = true;
      setTimeout(() => running.kill("SIGKILL"), delay);
    });
    running.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    running.on("error", reject);
    running.on("close", (code, signal) => {
      if (code === 0 || signal === "SIGKILL") resolve({ done: output.endsWith("done\n"), steps: count() });
      else reject(new Error(errors));
    });
  });
}

test("killed at random moments, training ends with the same files", { timeout: 60_000 }, async () => {
  const random = new Generator(20);
  const [whole, killed] = [join(root, "whole"), join(root, "killed")];
  expect(await train(whole, 1)).toEqual({ done: true, steps: STEPS });
  let [done, kills] = [false, 0];
  while (!done) {
    // So that this ends.
    const spared = kills === 4;
    // First weights are drawn by the seed: those of a child that finds a checkpoint must not count.
    const seed = existsSync(join(killed, "last.safetensors")) ? 100 + kills : 1;
    ({ done } = await train(killed, seed, spared ? Infinity : 1 + random.integer(5), random.uniform() * 6));
    if (!done) kills++;
  }
  expect(kills).toBeGreaterThan(0);
  for (const file of ["last.safetensors", "best.safetensors", "weights/final.safetensors"])
    expect(readFileSync(join(killed, file)).equals(readFileSync(join(whole, file))), file).toBe(true);
});
