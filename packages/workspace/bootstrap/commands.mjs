import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Failure } from "./failure.mjs";

/**
 * @typedef {{ script: string, args?: string[], env?: NodeJS.ProcessEnv }} Program a TypeScript file of the workspace
 * @typedef {{ tool: string, args: string[], env?: NodeJS.ProcessEnv }} Tool a program of npm
 * @typedef {{ node: string[], env: NodeJS.ProcessEnv }} Invocation arguments for Node
 */

const course = "packages/course/src/cli.ts";

/**
 * What the root scripts of package.json run. (`pnpm` is not here: it must work before anything is installed.)
 *
 * @type {{ [name: string]: Program | Tool }}
 */
export const commands = {
  start: { script: "packages/tour/src/main.ts" },
  demo: { script: "packages/tour/src/demo.ts" },
  gradus: { script: course },
  learn: { script: course, args: ["learn"] },
  bench: { script: "packages/bench/src/main.ts" },
  check: { script: "packages/workspace/src/check.ts" },
  test: { tool: "vitest", args: ["run"] },
  "test:deep": { tool: "vitest", args: ["run"], env: { GRADUS_RUNS: "10" } },
  fix: { tool: "@biomejs/biome", args: ["check", "--write"] },
  build: { tool: "tsdown", args: [] },
};

/**
 * The arguments with which Node runs a command.
 *
 * @param {string} root
 * @param {string} name
 * @param {string[]} args
 * @returns {Invocation}
 */
export function invocation(root, name, args) {
  const command = commands[name];
  if (command === undefined) throw unknownCommand(name);
  const env = command.env ?? {};
  if ("tool" in command) return { node: [programOf(root, command.tool), ...command.args, ...args], env };
  const file = join(root, command.script);
  if (!existsSync(file)) throw new Failure(`${name}: ${command.script} is not written yet`);
  return { node: [...runTypeScript(root), file, ...(command.args ?? []), ...args], env };
}

/**
 * tsx as a hook in the same process: its command line would start a second one, with signal handling of its
 * own.
 *
 * @param {string} root
 * @returns {string[]}
 */
function runTypeScript(root) {
  const tsx = createRequire(join(root, "package.json")).resolve("tsx");
  return ["--conditions=@gradus/source", `--import=${pathToFileURL(tsx).href}`];
}

/**
 * @param {string} root
 * @param {string} name an npm package with one program
 * @returns {string} that program's JavaScript file, which needs no shell and no `.cmd` wrapper on Windows
 */
function programOf(root, name) {
  const folder = join(root, "node_modules", name);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof bin === "string" ? bin : Object.values(bin)[0]);
}

/**
 * @param {string} name
 * @returns {Failure}
 */
export function unknownCommand(name) {
  const known = [...Object.keys(commands), "pnpm"].join(", ");
  return new Failure(`unknown command "${name}"; known are: ${known}`);
}
