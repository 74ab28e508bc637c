/** Runs a lesson's finale: a program that uses every task of the lesson, with a variant's files plugged in. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { execa } from "execa";
import type { Course } from "../lesson/lessons.ts";
import { nodeFlags } from "../runtime/node-flags.ts";
import { replacements, type Variant } from "./variant.ts";

/** How a finale ended. */
export interface FinaleResult {
  readonly ok: boolean;
  /** What it printed, at most 20,000 characters. */
  readonly output: string;
  /** Why it stopped; empty if it came to its end. */
  readonly error: string;
}

const TIME_LIMIT = 60_000;

/**
 * Runs the finale of a lesson.
 *
 * @param folder where it may write its pictures
 * @param color whether what it prints goes to a terminal
 */
export async function runFinale(
  course: Course,
  variant: Variant,
  folder: string,
  color = false,
): Promise<FinaleResult> {
  mkdirSync(folder, { recursive: true });
  const host = import.meta.url.endsWith(".ts") ? "../runtime/finale-host.ts" : "../runtime/finale-host.js";
  const config = {
    replacements: replacements(course, variant.standIns),
    finale: pathToFileURL(join(variant.lesson.folder, "finale.ts")).href,
  };
  const result = await execa(
    process.execPath,
    [...nodeFlags(1024), fileURLToPath(new URL(host, import.meta.url))],
    {
      cwd: folder,
      env: {
        GRADUS_FINALE: JSON.stringify(config),
        NODE_OPTIONS: "",
        ...(color ? { FORCE_COLOR: "3" } : { NO_COLOR: "1", FORCE_COLOR: undefined }),
      },
      stdin: "ignore",
      timeout: TIME_LIMIT,
      maxBuffer: 20_000,
      reject: false,
      forceKillAfterDelay: 500,
    },
  );
  const reason = result.timedOut
    ? `took longer than ${TIME_LIMIT / 1000} s`
    : result.isMaxBuffer
      ? "printed too much"
      : (result.stderr.trim().split("\n").at(-1) ?? `exit code ${result.exitCode}`);
  return { ok: !result.failed, output: result.stdout, error: result.failed ? reason : "" };
}
