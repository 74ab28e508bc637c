import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { publishedPackages } from "../src/layers/workspace.ts";

const root = join(import.meta.dirname, "../../..");
const published = publishedPackages(root);

test("all published packages, and no others, are released under one version", () => {
  const config = JSON.parse(readFileSync(join(root, ".changeset/config.json"), "utf8")) as {
    fixed: string[][];
  };
  expect(config.fixed).toHaveLength(1);
  expect(config.fixed[0]?.toSorted()).toEqual(published.map(({ manifest }) => manifest.name).toSorted());
  expect(new Set(published.map(({ manifest }) => manifest.version)).size).toBe(1);
});

test.each(published)("$folder can be published: it says so, and under which terms", ({ manifest }) => {
  expect(manifest).toMatchObject({
    license: "MIT",
    type: "module",
    engines: { node: ">=22.15" },
    files: expect.arrayContaining(["dist", "src", "!src/**/*.test.ts"]),
    publishConfig: { access: "public" },
  });
});
