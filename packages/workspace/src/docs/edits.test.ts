import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { editsOf, follow } from "./edits.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gradus-edits-"));
  writeFileSync(join(folder, "a.ts"), "const a = [\n  1,\n];\nfirst();\nfirst();\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fence = "```";
const page = (sentence: string, code: string) =>
  `# A\n\n${sentence}\n\n${fence}ts fragment\n${code}\n${fence}\n`;

function done(sentence: string, code: string, file = "a.ts"): string {
  for (const edit of editsOf(page(sentence, code))) follow(folder, edit);
  return readFileSync(join(folder, file), "utf8");
}

test("after a line, also where the sentence is broken and others stand before it", () => {
  expect(done("Why.  In `a.ts`, after\nthe line `1,`, add:", "  2,\n  3,")).toContain("  1,\n  2,\n  3,\n];");
});

test("in place of a line", () => {
  expect(done("In `a.ts`, replace the line `];` by:", "] as const;")).toContain("  1,\n] as const;\nfirst");
});

test("a new file, in a new folder", () => {
  expect(done("Write `b/c.ts`:", "second();", "b/c.ts")).toBe("second();\n");
});

test("a block with no instruction, or an unclear one, is refused", () => {
  expect(() => editsOf(page("In `a.ts`, somewhere, add:", "2"))).toThrow(/line 6: nothing says where/);
  expect(() => editsOf(`${fence}ts\n1\n${fence}`)).toThrow(/line 2/);
  expect(editsOf(`${fence}sh\nnpm test\n${fence}`)).toEqual([]);
});

test("so is a line that is not there, or there twice, and a file that is", () => {
  expect(() => done("In `a.ts`, after the line `2,`, add:", "3,")).toThrow(
    /line 6: a.ts has the line 2, 0 times/,
  );
  expect(() => done("In `a.ts`, after the line `first();`, add:", "3")).toThrow(/2 times, not once/);
  expect(() => done("Write `a.ts`:", "1;")).toThrow(/a.ts is there already/);
});
