/** Of this package, only `@gradus/train/node` needs Node. */
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

const source = join(import.meta.dirname, "../src");

/** What a file imports at run time, directly or through files of this package. */
function importsOf(file: string, seen = new Set<string>()): Set<string> {
  const path = join(source, file);
  for (const [, specifier = ""] of readFileSync(path, "utf8").matchAll(
    /^(?:import|export)(?! type)[^;]*? from "([^"]+)";/gm,
  )) {
    const name = specifier.startsWith(".") ? relative(source, join(dirname(path), specifier)) : specifier;
    if (seen.has(name)) continue;
    seen.add(name);
    if (specifier.startsWith(".")) importsOf(name, seen);
  }
  return seen;
}

test("the rest imports nothing of it", () => {
  const packages = [...importsOf("index.ts")].filter((name) => !name.endsWith(".ts")).sort();
  expect(packages).toEqual(["@gradus/nn", "@gradus/optim", "@gradus/tensor", "zod"]);
  expect([...importsOf("node.ts")]).toContain("node:fs/promises");
});
