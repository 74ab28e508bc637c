import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** The fields of a package.json that the workspace's tools read. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly dependencies?: { readonly [name: string]: string };
  readonly devDependencies?: { readonly [name: string]: string };
  readonly peerDependencies?: { readonly [name: string]: string };
}

/** A package of the workspace. */
export interface Package {
  /** The name in the table of rules: `scalar`, `models/mlp`, `exercises/01-derivatives`. */
  readonly folder: string;
  /** Its path from the root, with forward slashes. */
  readonly path: string;
  readonly manifest: Manifest;
}

const parents = ["packages", "packages/models", "exercises", "solutions"];

/** All packages of the workspace at `root`. */
export function packagesOf(root: string): Package[] {
  return parents.flatMap((parent) =>
    foldersIn(join(root, parent))
      .map((name) => `${parent}/${name}`)
      .filter((path) => existsSync(join(root, path, "package.json")))
      .map((path) => ({
        folder: path.replace(/^packages\//, ""),
        path,
        manifest: readManifest(join(root, path)),
      })),
  );
}

/** The package.json of a folder. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

/** The packages that go to the registry. */
export function publishedPackages(root: string): Package[] {
  return packagesOf(root).filter(({ manifest }) => manifest.private !== true);
}

/**
 * The source files of a package, as paths from the root with forward slashes: what is neither installed nor
 * built.
 */
export function sourceFiles(root: string, { path }: Package): string[] {
  return filesUnder(join(root, path), /\.[cm]?[jt]sx?$/).map((file) =>
    relative(root, file).split(sep).join("/"),
  );
}

/**
 * The files under a folder whose name matches, without what is installed, built or a student's own; sorted.
 */
export function filesUnder(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return ignored.has(entry.name) ? [] : filesUnder(path, pattern);
      return pattern.test(entry.name) ? [path] : [];
    })
    .sort();
}

// assembly: AssemblyScript, another language whose files also end in .ts; its compiler follows its imports.
const ignored = new Set([
  "node_modules",
  "dist",
  ".git",
  ".toolchain",
  "learn",
  "runs",
  "coverage",
  "assembly",
]);

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/**
 * Is a file part of what a package runs for others, and not one of its tests, benchmarks or tools'
 * configurations?
 */
export function isSource(file: string, { path }: Package): boolean {
  const inside = file.slice(path.length + 1);
  return !/^(test|bench|kernels)\/|\.(test|bench)\.[cm]?ts$|^[^/]+\.config\.ts$/.test(inside);
}
