import { existsSync } from "node:fs";
import { join } from "node:path";
import type { UserConfig } from "tsdown";
import type { Package } from "./packages/workspace/src/layers/workspace.ts";
import { publishedPackages } from "./packages/workspace/src/layers/workspace.ts";

const root = import.meta.dirname;
const isWritten = ({ path }: Package): boolean => existsSync(join(root, path, "src/index.ts"));

/**
 * What goes to the registry: every source file becomes one JavaScript file and one declaration file, unbundled, because
 * lessons put a student's file in the place of exactly one of the library's.
 */
const builds: UserConfig[] = publishedPackages(root)
  .filter(isWritten)
  .map(({ path }) => ({
    name: path,
    cwd: join(root, path),
    entry: ["src/**/*.ts", "!src/**/*.test.ts"],
    unbundle: true,
    format: "esm",
    platform: "node",
    target: "es2024",
    // TypeScript 7 has no API to ask for declarations; with isolatedDeclarations none is needed.
    dts: { oxc: true },
    fixedExtension: false,
    hash: false,
    logLevel: "warn",
    tsconfig: join(root, "tsconfig.base.json"),
  }));

export default builds;
