import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commands, invocation, unknownCommand } from "./commands.mjs";
import { root } from "./workspace.mjs";

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

test("every root script goes through the bootstrap, and every command is a root script", () => {
  expect(Object.keys(scripts).sort()).toEqual([...Object.keys(commands), "pnpm"].sort());
  for (const [name, line] of Object.entries(scripts)) {
    expect(line).toBe(`node packages/workspace/bootstrap.mjs ${name}`);
  }
});

test("arguments are passed on as they are, after the command's own", () => {
  const { node } = invocation(root, "test", ["--project", "a b", "*"]);
  expect(node.slice(1)).toEqual(["run", "--project", "a b", "*"]);
});

test("TypeScript runs from source", () => {
  const { node } = invocation(root, "check", ["style"]);
  expect(node).toEqual([
    "--conditions=@gradus/source",
    expect.stringMatching(/^--import=file:.*tsx/),
    join(root, "packages/workspace/src/check.ts"),
    "style",
  ]);
});

test("the deep run searches further", () => {
  expect(invocation(root, "test:deep", []).env).toEqual({ GRADUS_RUNS: "10" });
  expect(invocation(root, "test", []).env).toEqual({});
});

test("an unknown command is named, with those that are known", () => {
  expect(() => invocation(root, "tset", [])).toThrow('unknown command "tset"; known are: start,');
  expect(unknownCommand("x").message).toContain("pnpm");
});
