import { readFileSync, realpathSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { ResolverFactory } from "oxc-resolver";
import { cyclesOf } from "./cycles.ts";
import type { Import } from "./imports.ts";
import { importsOf } from "./imports.ts";
import { names, ruleOf, rules } from "./rules.ts";
import type { Package } from "./workspace.ts";
import { isSource, packagesOf, readManifest, sourceFiles } from "./workspace.ts";

/**
 * Everything in the workspace at `root` that breaks the dependency rule: an import that the table does not
 * allow, one that crosses into another package by a relative path, one that the package.json does not declare
 * or that leads nowhere, and every cycle between files or packages. One line each; none: the rule holds.
 */
export function layerViolations(root: string, table: typeof rules = rules): string[] {
  const here = realpathSync(root);
  const packages = packagesOf(here);
  const walk = new Walk(here, packages, table);
  for (const each of packages) for (const file of sourceFiles(here, each)) walk.file(each, file);
  return [...walk.violations, ...cycleLines("files", walk.files), ...cycleLines("packages", walk.packages)];
}

function cycleLines(what: string, graph: Map<string, Set<string>>): string[] {
  return cyclesOf(graph).map((cycle) => `cycle between ${what}: ${cycle.join(" -> ")}`);
}

/**
 * One pass over the files: the violations of single imports, and the two graphs in which cycles are looked
 * for.
 */
class Walk {
  readonly violations: string[] = [];
  readonly files: Map<string, Set<string>> = new Map();
  readonly packages: Map<string, Set<string>> = new Map();
  readonly #root: string;
  readonly #all: readonly Package[];
  readonly #table: typeof rules;
  readonly #rootDependencies: readonly string[];
  readonly #resolver: ResolverFactory = new ResolverFactory({
    conditionNames: ["@gradus/source", "types", "import", "node", "default"],
    extensions: [".ts", ".mjs", ".js", ".json"],
  });

  constructor(root: string, all: readonly Package[], table: typeof rules) {
    this.#root = root;
    this.#all = all;
    this.#table = table;
    this.#rootDependencies = Object.keys(readManifest(root).devDependencies ?? {});
  }

  file(from: Package, file: string): void {
    try {
      for (const each of importsOf(file, readFileSync(join(this.#root, file), "utf8")))
        this.#import(from, file, each);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.violations.push(`${file}: ${error.message}`);
    }
  }

  #import(from: Package, file: string, each: Import): void {
    if (isBuiltin(each.specifier)) return;
    const complaints = isRelative(each.specifier) ? [] : this.#byName(from, file, each);
    const to = this.#follow(file, each.specifier);
    if (to === undefined) complaints.push("leads to no file");
    else if (isRelative(each.specifier) && !to.startsWith(`${from.path}/`)) {
      complaints.push(`leaves its package by a relative path; import ${ownerName(this.#all, to)} by name`);
    } else if (this.#all.some(({ path }) => to.startsWith(`${path}/`))) edge(this.files, file, to);
    for (const text of complaints) this.violations.push(`${file}:${each.line}: "${each.specifier}" ${text}`);
  }

  /**
   * The file that a specifier leads to; a library's stays unread, since libraries may come without types or
   * without code.
   */
  #follow(file: string, specifier: string): string | undefined {
    if (!isRelative(specifier) && this.#ownerOf(specifier) === undefined) return specifier;
    const { path } = this.#resolver.resolveFileSync(join(this.#root, file), specifier);
    return path === undefined ? undefined : relative(this.#root, realpathSync(path)).split(sep).join("/");
  }

  #byName(from: Package, file: string, { specifier, typeOnly }: Import): string[] {
    const to = this.#ownerOf(specifier);
    if (to !== undefined && to !== from) edge(this.packages, from.folder, to.folder);
    const complaints = [
      to === undefined
        ? this.#library(from, file, specifier)
        : this.#ours(from, to, isSource(file, from), typeOnly),
      this.#undeclared(from, file, packageName(specifier), typeOnly),
    ];
    return complaints.filter((text) => text !== undefined);
  }

  #ownerOf(specifier: string): Package | undefined {
    return this.#all.find(({ manifest }) => manifest.name === packageName(specifier));
  }

  #ours(from: Package, to: Package, source: boolean, typeOnly: boolean): string | undefined {
    const rule = ruleOf(from.folder, this.#table);
    if (from === to) return source ? "is the package's own name; write the relative path" : undefined;
    if (names(rule.imports, to.folder)) return undefined;
    if (typeOnly && names(rule.types, to.folder)) return undefined;
    if (!source && names(rule.tests, to.folder)) return undefined;
    if (names(rule.types, to.folder))
      return `may be imported by ${from.folder} as types only; write \`import type\``;
    if (names(rule.tests, to.folder)) return `may be imported by the tests of ${from.folder} only`;
    const may = rule.imports.length === 0 ? "nothing of ours" : rule.imports.join(", ");
    return `points up: ${from.folder} may import ${may}`;
  }

  #library(from: Package, file: string, specifier: string): string | undefined {
    const { libraries } = ruleOf(from.folder, this.#table);
    if (libraries === undefined || !isSource(file, from) || libraries.includes(packageName(specifier)))
      return undefined;
    return `is a library: ${from.folder} imports ${libraries.length === 0 ? "none" : `only ${libraries.join(", ")}`}`;
  }

  /** Source runs at the user's, where only declared dependencies are; tests also see the root's tools. */
  #undeclared(from: Package, file: string, name: string, typeOnly: boolean): string | undefined {
    const { dependencies, peerDependencies, devDependencies } = from.manifest;
    const forSource = Object.keys({ ...dependencies, ...peerDependencies });
    const forTests = [
      ...forSource,
      ...Object.keys(devDependencies ?? {}),
      ...this.#rootDependencies,
      from.manifest.name,
    ];
    const strict = isSource(file, from) && from.manifest.private !== true && !typeOnly;
    if ((strict ? forSource : forTests).includes(name)) return undefined;
    if (typeOnly && forTests.includes(`@types/${name}`)) return undefined;
    const field = strict ? "dependencies" : "dependencies or devDependencies";
    return `is not declared: add "${name}" to the ${field} of ${from.path}/package.json`;
  }
}

function edge(graph: Map<string, Set<string>>, from: string, to: string): void {
  for (const node of [from, to]) if (!graph.has(node)) graph.set(node, new Set());
  graph.get(from)?.add(to);
}

function isRelative(specifier: string): boolean {
  return /^\.\.?(\/|$)/.test(specifier);
}

function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function ownerName(all: readonly Package[], file: string): string {
  return all.find(({ path }) => file.startsWith(`${path}/`))?.manifest.name ?? dirname(file);
}
