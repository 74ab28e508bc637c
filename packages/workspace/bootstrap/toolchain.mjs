import { accessSync, chmodSync, constants, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { explain, Failure } from "./failure.mjs";
import { npmInstall } from "./npm.mjs";
import { nodePackage, pnpmPackage, thisMachine } from "./platform.mjs";
import { capture } from "./process.mjs";
import { satisfies } from "./versions.mjs";
import { toolchain } from "./workspace.mjs";

// The folder's name says whose programs it holds, for clones that two systems share.
const system = `${process.platform}-${process.arch}`;
const exe = process.platform === "win32" ? ".exe" : "";

/**
 * @typedef {{ node: string, nodeVersion: string, pnpm: string }} Tools where the programs are, present or not
 *
 * @param {{ range: string, node: string, pnpm: string }} wanted
 * @returns {Tools}
 */
export function tools(wanted) {
  const own = satisfies(process.versions.node, wanted.range);
  return {
    node: own ? process.execPath : join(toolchain, `node-${wanted.node}-${system}`, "bin", `node${exe}`),
    nodeVersion: own ? process.versions.node : wanted.node,
    pnpm: join(toolchain, `pnpm-${wanted.pnpm}-${system}`, `pnpm${exe}`),
  };
}

/**
 * Fetches what is missing of Node and pnpm. A program counts as present when its folder exists, and the
 * folder appears in one step, by renaming: an interrupted download leaves nothing that looks whole.
 *
 * @param {Tools} wantedTools
 * @param {{ range: string, node: string, pnpm: string }} wanted
 * @param {(line: string) => void} say
 */
export async function fetchMissing(wantedTools, wanted, say) {
  const machine = thisMachine();
  if (!existsSync(wantedTools.node)) {
    say(
      `fetching Node ${wanted.node} (this machine's ${process.versions.node} is older than ${wanted.range})`,
    );
    const target = dirname(dirname(wantedTools.node));
    await fetchProgram(
      nodePackage(machine),
      wanted.node,
      target,
      wantedTools.node,
      `install Node ${wanted.range} yourself`,
    );
  }
  if (!existsSync(wantedTools.pnpm)) {
    say(`fetching pnpm ${wanted.pnpm}`);
    await fetchProgram(
      pnpmPackage(machine),
      wanted.pnpm,
      dirname(wantedTools.pnpm),
      wantedTools.pnpm,
      "use another machine",
    );
  }
}

/**
 * @param {import("./platform.mjs").Download | undefined} download
 * @param {string} version
 * @param {string} target the folder that the package becomes
 * @param {string} program the program inside the target
 * @param {string} otherwise what the user can do where the registry has none
 */
async function fetchProgram(download, version, target, program, otherwise) {
  if (download === undefined)
    throw new Failure(`there is no Node on the npm registry for ${system} (musl); ${otherwise}`);
  const staging = join(toolchain, "staging");
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  const { code, log } = await npmInstall(`${download.name}@${version}`, staging, withUsableHome(process.env));
  if (code !== 0) {
    const cause = /E404|ETARGET|EBADPLATFORM/.test(log)
      ? `the npm registry has none for ${system}; ${otherwise}`
      : explain(log);
    throw new Failure(`could not fetch ${download.name}@${version}: ${cause}`);
  }
  const unpacked = join(staging, "node_modules", download.name);
  chmodSync(join(unpacked, download.file), 0o755);
  const trial = await capture(join(unpacked, download.file), ["--version"], {
    cwd: staging,
    env: process.env,
  });
  if (trial.code !== 0)
    throw new Failure(`${download.name}@${version} does not run on this machine: ${explain(trial.log)}`);
  rmSync(target, { recursive: true, force: true });
  renameSync(unpacked, target);
  rmSync(staging, { recursive: true, force: true });
  if (!existsSync(program))
    throw new Failure(`${download.name}@${version} holds no ${download.file}; ${otherwise}`);
}

/**
 * npm and pnpm keep caches in the home folder. Where there is none, or none that can be written, the clone
 * stands in.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function withUsableHome(env) {
  try {
    const home = homedir();
    if (home === "") throw new Error("no home folder");
    accessSync(home, constants.W_OK);
    return env;
  } catch {
    const home = join(toolchain, "home");
    mkdirSync(home, { recursive: true });
    return { ...env, HOME: home, USERPROFILE: home, npm_config_cache: join(home, ".npm") };
  }
}
