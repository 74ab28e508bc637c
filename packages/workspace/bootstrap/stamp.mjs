import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A fingerprint of all that decides what an install puts in place: the lock file, the workspace file, every
 * package's manifest, and the versions that ran it. (Node's major only: native packages are built against
 * that.)
 *
 * @param {string} root
 * @param {{ node: string, pnpm: string }} versions
 * @returns {string} 64 hexadecimal digits
 */
export function fingerprint(root, versions) {
  const hash = createHash("sha256");
  const nodeMajor = versions.node.split(".")[0];
  hash.update(JSON.stringify([nodeMajor, versions.pnpm, process.platform, process.arch, root]));
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml", ".npmrc", ...manifests(root)]) {
    hash.update(`\0${file}\0`);
    if (existsSync(join(root, file))) hash.update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

/**
 * @param {string} root
 * @returns {string[]} the package.json files of the workspace, relative to the root, always in the same order
 */
function manifests(root) {
  const folders = ["packages", "packages/models", "exercises", "solutions"].flatMap((parent) =>
    existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map((name) => `${parent}/${name}`) : [],
  );
  return ["package.json", ...folders.sort().map((folder) => `${folder}/package.json`)];
}

// Inside node_modules: whoever deletes that folder deletes the claim that it is whole.
const stampFile = (/** @type {string} */ root) => join(root, "node_modules", ".gradus-installed");

/**
 * @param {string} root
 * @param {string} print
 * @returns {boolean} was exactly this installed, to the end?
 */
export function isStamped(root, print) {
  try {
    return readFileSync(stampFile(root), "utf8").trim() === print;
  } catch {
    return false;
  }
}

/** @param {string} root */
export function removeStamp(root) {
  rmSync(stampFile(root), { force: true });
}

/**
 * @param {string} root
 * @param {string} print
 */
export function writeStamp(root, print) {
  const temporary = `${stampFile(root)}.${process.pid}`;
  writeFileSync(temporary, `${print}\n`);
  renameSync(temporary, stampFile(root));
}
