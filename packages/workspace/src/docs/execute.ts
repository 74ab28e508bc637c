import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { keepPromises, parseFragment } from "./promises.ts";
import type { Outcome } from "./run-snippets.ts";
import type { Snippet } from "./snippets.ts";

const TIME_LIMIT_MS = 60_000;

/**
 * Runs the snippets of one document, each as a module of its own, in one process that is ended after a
 * minute. They see the workspace's packages by name, as source.
 *
 * @returns one line for each snippet that fails, with its line in the document
 */
export async function execute(root: string, snippets: readonly Snippet[]): Promise<string[]> {
  // Inside the workspace, because packages are looked for from where a module lies; inside node_modules,
  // because git, tests and tools look elsewhere.
  const parent = join(root, "node_modules", ".cache");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "snippets-"));
  try {
    return await executeIn(folder, root, snippets);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function executeIn(folder: string, root: string, snippets: readonly Snippet[]): Promise<string[]> {
  const problems: string[] = [];
  const files = new Map<string, Snippet>();
  for (const snippet of snippets) {
    try {
      if (snippet.fragment) {
        parseFragment(snippet.code);
        continue;
      }
      const file = join(folder, `line-${snippet.line}.mts`);
      writeFileSync(file, keepPromises(snippet.code));
      files.set(pathToFileURL(file).href, snippet);
    } catch (error) {
      problems.push(`snippet at line ${snippet.line}: ${(error as Error).message}`);
    }
  }
  if (files.size === 0) return problems;

  const { outcomes, log } = await runAll(root, [...files.keys()]);
  for (const [file, { line }] of files) {
    const outcome = outcomes.get(file);
    if (outcome === undefined)
      problems.push(`snippet at line ${line}: ended its process or ran into the time limit ${log}`);
    else if (outcome.error !== null) problems.push(`snippet at line ${line}: ${outcome.error}`);
  }
  return problems;
}

function runAll(root: string, files: string[]): Promise<{ outcomes: Map<string, Outcome>; log: string }> {
  const tsx = pathToFileURL(createRequire(join(root, "package.json")).resolve("tsx")).href;
  const runner = join(import.meta.dirname, "run-snippets.ts");
  const flags = ["--conditions=@gradus/source", `--import=${tsx}`];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...flags, runner, ...files], {
      cwd: root,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      timeout: TIME_LIMIT_MS,
      killSignal: "SIGKILL",
    });
    const outcomes = new Map<string, Outcome>();
    let log = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-2_000);
    });
    child.on("message", (outcome: Outcome) => outcomes.set(outcome.file, outcome));
    child.on("error", reject);
    child.on("close", () => resolve({ outcomes, log }));
  });
}
