/** docs/add-an-op.md is done as written, on a copy of packages/tensor: all of it works, and no step can be left out. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { complaintsOf } from "../src/checks/tools.ts";
import { type Edit, editsOf, follow } from "../src/docs/edits.ts";

const root = join(import.meta.dirname, "../../..");
const edits = editsOf(readFileSync(join(root, "docs/add-an-op.md"), "utf8"));
/** The tests that have to do with a new op; what they and the package import is type-checked. */
const tests = ["softsign", "gradients", "coverage", "backends-agree"];
const copies = mkdtempSync(join(tmpdir(), "gradus-add-an-op-"));
afterAll(() => rmSync(copies, { recursive: true, force: true }));

/** A workspace with nothing but a copy of packages/tensor, to which all edits but one are made. */
function workspaceWithout(left: Edit | undefined): string {
  const folder = mkdtempSync(join(copies, "workspace-"));
  const tensor = join(folder, "packages/tensor");
  mkdirSync(tensor, { recursive: true });
  for (const part of ["package.json", "src", "test"])
    cpSync(join(root, "packages/tensor", part), join(tensor, part), { recursive: true });
  for (const file of ["vitest.config.ts", "tsconfig.base.json"]) cpSync(join(root, file), join(folder, file));
  // Without it, Vite takes the settings for a CommonJS file, and says so at length.
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const files = ["src/index.ts", ...tests.map((name) => `test/${name}.test.ts`)];
  const config = { extends: "../../tsconfig.base.json", files };
  writeFileSync(join(tensor, "tsconfig.json"), JSON.stringify(config));
  // Junctions are links that Windows allows to everybody.
  for (const link of ["node_modules", "packages/tensor/node_modules", "packages/workspace"])
    symlinkSync(join(root, link), join(folder, link), "junction");
  for (const edit of edits) if (edit !== left) follow(tensor, edit);
  return folder;
}

/** What the compiler says, or, where it has nothing to say, what is wrong with the tests of the new op. */
async function faultsOf(folder: string): Promise<string> {
  const types = await complaintsOf(root, "typescript", ["--project", join(folder, "packages/tensor")]);
  return types || (await testFaults(folder));
}

const wanted = ["softsign reverse", "softsign forward", "softsign second", "softsign: values, slopes"];

async function testFaults(folder: string): Promise<string> {
  const report = join(folder, "report.json");
  const args = ["run", "--root", folder, "--reporter=json", `--outputFile=${report}`, "-t", "softsign|entry"];
  const failed = await complaintsOf(root, "vitest", [...args, ...tests]);
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as {
    testResults: { assertionResults: { fullName: string; status: string }[] }[];
  };
  const passed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "passed")
    .map(({ fullName }) => fullName);
  const missing = wanted.filter((name) => !passed.some((other) => other.startsWith(name)));
  return [failed, ...missing.map((name) => `no test "${name}" passed`)].filter(Boolean).join("\n");
}

describe("docs/add-an-op.md", { timeout: 60_000 }, () => {
  test("leads to an op whose gradients are right", async () => {
    expect(edits.length).toBeGreaterThan(8);
    expect(await faultsOf(workspaceWithout(undefined))).toBe("");
  });

  test.each(edits)("has no step to spare: line $at, in $file", async (edit) => {
    expect(await faultsOf(workspaceWithout(edit))).not.toBe("");
  });
});
