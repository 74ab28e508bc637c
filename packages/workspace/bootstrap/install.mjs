import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, relative } from "node:path";
import { explain, Failure } from "./failure.mjs";
import { locked } from "./lock.mjs";
import { capture } from "./process.mjs";
import { fingerprint, isStamped, removeStamp, writeStamp } from "./stamp.mjs";
import { fetchMissing, tools, withUsableHome } from "./toolchain.mjs";
import { root, toolchain, wantedVersions } from "./workspace.mjs";

const say = (/** @type {string} */ line) => console.error(`gradus: ${line}`);

/**
 * Node and pnpm, fetched where they are missing.
 *
 * @returns {Promise<import("./toolchain.mjs").Tools>}
 */
export async function ensureTools() {
  const wanted = wantedVersions();
  const found = tools(wanted);
  if (!existsSync(found.node) || !existsSync(found.pnpm)) {
    await locked(join(toolchain, "lock"), () => fetchMissing(found, wanted, say), say);
  }
  return found;
}

/**
 * Node, pnpm and every package of the lock file. Does nothing, and needs no network, where that is so
 * already.
 *
 * @returns {Promise<import("./toolchain.mjs").Tools>}
 */
export async function ensureInstalled() {
  const wanted = wantedVersions();
  const found = tools(wanted);
  const print = () => fingerprint(root, { node: found.nodeVersion, pnpm: wanted.pnpm });
  if (existsSync(found.node) && isStamped(root, print())) return found;

  return locked(
    join(toolchain, "lock"),
    async () => {
      // Asked again: the one that held the lock may have done it all.
      if (existsSync(found.node) && isStamped(root, print())) return found;
      await fetchMissing(found, wanted, say);
      await installPackages(found, print());
      return found;
    },
    say,
  );
}

// pnpm's own patience is for busy servers: without a network it tries for more than ten minutes.
const patience = ["fetch-retries=2", "fetch-retry-mintimeout=1000", "fetch-retry-maxtimeout=3000"].map(
  (setting) => `--config.${setting}`,
);

/**
 * @param {import("./toolchain.mjs").Tools} found
 * @param {string} print
 */
async function installPackages(found, print) {
  say("installing the packages of pnpm-lock.yaml");
  const started = Date.now();
  removeStamp(root);
  // Build scripts of packages run on the Node that will run the packages.
  const env = { ...withUsableHome(process.env), ...childPath(found, process.env), CI: "true" };
  const { code, log } = await capture(found.pnpm, ["install", "--frozen-lockfile", ...patience], {
    cwd: root,
    env,
  });
  if (code !== 0) {
    mkdirSync(toolchain, { recursive: true });
    const file = join(toolchain, "install.log");
    writeFileSync(file, log);
    throw new Failure(`pnpm install failed: ${explain(log)} (all it said: ${relative(root, file)})`);
  }
  writeStamp(root, print);
  say(`ready after ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

/**
 * The chosen Node, the workspace's programs and pnpm first on the path of what is started.
 *
 * @param {import("./toolchain.mjs").Tools} found
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function childPath(found, env) {
  // Windows spells it `Path`; two spellings side by side would leave the choice to chance.
  const key = Object.keys(env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  const first = [dirname(found.node), join(root, "node_modules", ".bin"), dirname(found.pnpm)];
  return { [key]: [...first, env[key] ?? ""].join(delimiter) };
}
