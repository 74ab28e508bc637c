/**
 * @typedef {{ platform: string, arch: string, musl: boolean }} Machine
 * @typedef {{ name: string, file: string }} Download an npm package and the program inside it
 */

/** @returns {Machine} */
export function thisMachine() {
  return {
    platform: process.platform,
    arch: process.arch,
    musl: process.platform === "linux" && !hasGlibc(),
  };
}

function hasGlibc() {
  const report = process.report?.getReport();
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (report ?? { header: {} });
  return header.glibcVersionRuntime !== undefined;
}

/**
 * The npm package that holds Node's program for a machine. These packages need no install script, which npm
 * may refuse to run. There is none for musl.
 *
 * @param {Machine} machine
 * @returns {Download | undefined}
 */
export function nodePackage({ platform, arch, musl }) {
  if (musl) return undefined;
  const system = { linux: "linux", darwin: "darwin", win32: "win" }[platform];
  if (system === undefined) return undefined;
  return { name: `node-${system}-${arch}`, file: platform === "win32" ? "bin/node.exe" : "bin/node" };
}

/**
 * The npm package that holds pnpm's native program for a machine.
 *
 * @param {Machine} machine
 * @returns {Download}
 */
export function pnpmPackage({ platform, arch, musl }) {
  const name = `@pnpm/exe.${platform}-${arch}${musl ? "-musl" : ""}`;
  return { name, file: platform === "win32" ? "pnpm.exe" : "pnpm" };
}
