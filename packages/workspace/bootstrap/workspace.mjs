import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const root = fileURLToPath(new URL("../../../", import.meta.url)).replace(/[\\/]$/, "");

/**
 * Where the tools live that the bootstrap fetches: git-ignored, inside the clone, so no root rights and no
 * `PATH` are needed.
 */
export const toolchain = join(root, ".toolchain");

/**
 * The versions the workspace asks for, from the root package.json.
 *
 * @returns {{ range: string, node: string, pnpm: string }}
 */
export function wantedVersions() {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return { range: manifest.engines.node, node: manifest.config.node, pnpm: manifest.config.pnpm };
}
