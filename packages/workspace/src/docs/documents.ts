import { existsSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { filesUnder } from "../layers/workspace.ts";

/**
 * The Markdown files whose code runs and whose links must lead somewhere; paths from the root, with forward
 * slashes.
 */
export function documentsOf(root: string): string[] {
  const pages = ["README.md", "CONTRIBUTING.md"].map((name) => join(root, name));
  const readmes = ["packages", "packages/models", "exercises", "solutions"].flatMap((parent) =>
    existsSync(join(root, parent))
      ? readdirSync(join(root, parent)).flatMap((name) => readmesIn(join(root, parent, name)))
      : [],
  );
  const docs = existsSync(join(root, "docs")) ? filesUnder(join(root, "docs"), /\.md$/) : [];
  return [...pages, ...readmes, ...docs]
    .filter((file) => existsSync(file))
    .map((file) => relative(root, file).split(sep).join("/"));
}

/** `README.md` and its translations: `README.es.md`. */
function readmesIn(folder: string): string[] {
  if (!existsSync(join(folder, "package.json"))) return [];
  return readdirSync(folder)
    .filter((name) => /^README(\.[a-z]+)?\.md$/.test(name))
    .map((name) => join(folder, name));
}
