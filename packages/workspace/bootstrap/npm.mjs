import { existsSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { Failure } from "./failure.mjs";
import { capture } from "./process.mjs";

/**
 * Where npm's own JavaScript lies: it is run by Node directly, which needs no shell and no `.cmd` wrapper on
 * Windows.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} node this machine's Node
 * @returns {string | undefined}
 */
export function findNpm(env, node) {
  const candidates = [
    // Set by npm itself for the scripts it runs; pnpm and yarn put their own program there.
    ...(basename(env.npm_execpath ?? "") === "npm-cli.js" ? [env.npm_execpath ?? ""] : []),
    join(dirname(node), "node_modules/npm/bin/npm-cli.js"),
    join(dirname(node), "../lib/node_modules/npm/bin/npm-cli.js"),
    join(dirname(node), "../share/nodejs/npm/bin/npm-cli.js"),
    ...(env.PATH ?? env.Path ?? "")
      .split(delimiter)
      .flatMap((folder) => [
        join(folder, "node_modules/npm/bin/npm-cli.js"),
        join(folder, "../lib/node_modules/npm/bin/npm-cli.js"),
      ]),
  ];
  return candidates.find((file) => existsSync(file));
}

/**
 * Installs one package into a folder, without scripts, lock file or advice.
 *
 * @param {string} specifier `name@version`
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ code: number, log: string }>}
 */
export function npmInstall(specifier, folder, env) {
  const npm = findNpm(env, process.execPath);
  if (npm === undefined) {
    throw new Failure(
      "npm was not found beside Node; install npm (it comes with Node) and run the same command again",
    );
  }
  const flags = [
    "--no-save",
    "--no-package-lock",
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    "--location=project",
  ];
  // One quick second try: without a network the user should read so within seconds.
  const patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=2000"];
  const args = [npm, "install", "--prefix", folder, ...flags, ...patience, "--loglevel=error", specifier];
  return capture(process.execPath, args, { cwd: folder, env });
}
