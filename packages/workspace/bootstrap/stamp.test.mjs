import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fingerprint, isStamped, removeStamp, writeStamp } from "./stamp.mjs";

let root = "";
const versions = { node: "24.1.0", pnpm: "12.0.0" };
const write = (/** @type {string} */ file, /** @type {string} */ text) => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "gradus-stamp-"));
  write("package.json", "{}");
  write("pnpm-lock.yaml", "lock");
  write("packages/a/package.json", "{}");
  write("exercises/01-x/package.json", "{}");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("nothing is claimed before an install has ended, and after it everything", () => {
  const print = fingerprint(root, versions);
  expect(isStamped(root, print)).toBe(false);
  mkdirSync(join(root, "node_modules"));
  writeStamp(root, print);
  expect(isStamped(root, print)).toBe(true);
  expect(readdirSync(join(root, "node_modules"))).toHaveLength(1);
  removeStamp(root);
  expect(isStamped(root, print)).toBe(false);
});

test("who deletes node_modules deletes the claim", () => {
  const print = fingerprint(root, versions);
  mkdirSync(join(root, "node_modules"));
  writeStamp(root, print);
  rmSync(join(root, "node_modules"), { recursive: true });
  expect(isStamped(root, print)).toBe(false);
});

test.each([
  ["the lock file changes", () => write("pnpm-lock.yaml", "other")],
  ["the root's manifest changes", () => write("package.json", "{ }")],
  ["a package's manifest changes", () => write("packages/a/package.json", "{ }")],
  ["a lesson's manifest changes", () => write("exercises/01-x/package.json", "{ }")],
  ["a package is new", () => write("packages/b/package.json", "{}")],
  ["a model is new", () => write("packages/models/mlp/package.json", "{}")],
  ["a package is gone", () => rmSync(join(root, "packages/a"), { recursive: true })],
  ["pnpm's settings change", () => write("pnpm-workspace.yaml", "packages: []")],
])("another install is due when %s", (_, change) => {
  const before = fingerprint(root, versions);
  change();
  expect(fingerprint(root, versions)).not.toBe(before);
});

test("another install is due on another Node major or pnpm, not on another Node minor", () => {
  const print = fingerprint(root, versions);
  expect(fingerprint(root, { ...versions, node: "22.1.0" })).not.toBe(print);
  expect(fingerprint(root, { ...versions, pnpm: "12.0.1" })).not.toBe(print);
  expect(fingerprint(root, { ...versions, node: "24.9.9" })).toBe(print);
});

test("source files do not matter", () => {
  const print = fingerprint(root, versions);
  write("packages/a/src/index.ts", "export {};");
  expect(fingerprint(root, versions)).toBe(print);
});
