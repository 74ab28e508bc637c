import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { documentsOf } from "../src/docs/documents.ts";
import { execute } from "../src/docs/execute.ts";
import { brokenLinks } from "../src/docs/links.ts";
import { snippetsOf } from "../src/docs/snippets.ts";

const root = join(import.meta.dirname, "../../..");

describe.concurrent("what this repository's documents say is true:", () => {
  test.each(documentsOf(root))("%s", { timeout: 90_000 }, async (document) => {
    const snippets = snippetsOf(readFileSync(join(root, document), "utf8"));
    expect(await execute(root, snippets)).toEqual([]);
    expect(brokenLinks(root, document)).toEqual([]);
  });
});

describe("a document that lies is caught:", () => {
  const fence = "```";
  const run = (info: string, ...code: string[]): Promise<string[]> =>
    execute(root, snippetsOf([`# Title`, "", fence + info, ...code, fence].join("\n")));

  test("what it prints is compared", async () => {
    expect(await run("ts", "console.log(1 + 1); // → 2")).toEqual([]);
    expect(await run("ts", "console.log(1 + 1); // → 3")).toEqual([
      'snippet at line 4: Error: code line 1 promises "→ 3", but it prints 2',
    ]);
  });

  test("what an expression is is compared", async () => {
    expect(await run("ts", "const x = 6;", "x * 2; // → 12", "[x]; // → [ 6 ]", '"a"; // → a')).toEqual([]);
    expect(await run("ts", "const x = 6;", "x * 2; // → 13")).toEqual([
      'snippet at line 4: Error: code line 2 promises "→ 13", but it is 12',
    ]);
  });

  test("also over several lines, also with an ellipsis", async () => {
    expect(await run("ts", 'console.log("a\\nb");', "// → a", "// → b")).toEqual([]);
    expect(await run("ts", 'console.log("a\\nb");', "// → a", "// → c")).toHaveLength(1);
    expect(await run("ts", "console.log(Math.PI); // → 3.14159…")).toEqual([]);
    expect(await run("ts", "console.log(Math.PI); // → 3.15…")).toHaveLength(1);
  });

  test("also inside of functions and loops", async () => {
    expect(await run("ts", "for (const x of [1, 1]) {", "  console.log(x); // → 1", "}")).toEqual([]);
    expect(await run("ts", "for (const x of [1, 2]) {", "  console.log(x); // → 1", "}")).toHaveLength(1);
  });

  test("a promise that follows nothing is not passed over", async () => {
    expect(await run("ts", "const x = 1; // → 1")).toEqual([
      'snippet at line 4: line 1: "// →" follows no expression statement',
    ]);
  });

  test("a snippet that throws fails, and the ones beside it do not", async () => {
    const text = [`${fence}ts`, "throw new Error('no');", fence, `${fence}ts`, "await null;", fence].join(
      "\n",
    );
    expect(await execute(root, snippetsOf(text))).toEqual(["snippet at line 2: Error: no"]);
  });

  test("a snippet that ends the process fails", async () => {
    expect(await run("ts", "process.exit(0);")).toEqual([expect.stringContaining("ended its process")]);
  });

  test("types are allowed, and packages of the workspace", async () => {
    expect(await run("ts", 'import type { T } from "vitest";', "const x: number = 1 as number;")).toEqual([]);
    expect(await run("ts", 'import "@gradus/nowhere";')).toEqual([
      expect.stringContaining("@gradus/nowhere"),
    ]);
  });

  test("a fragment is parsed, but not run", async () => {
    expect(await run("ts fragment", "unheardOf(a);")).toEqual([]);
    expect(await run("ts fragment", "const a = 1;", "return a; // → 2")).toEqual([]);
    expect(await run("ts fragment", "grad = 0;", "zero() { this.grad = 0; }")).toEqual([]);
    expect(await run("ts fragment", "zero: () => 0,", "one,")).toEqual([]);
    expect(await run("ts fragment", "line('one', one),")).toEqual([]);
    expect(await run("ts fragment", "  | 'one'")).toEqual([]);
    expect(await run("ts fragment", "unheard of(a);")).toEqual([expect.stringContaining("line 1")]);
    expect(() => snippetsOf([`${fence}ts fragmant`, fence].join("\n"))).toThrow('write "fragment"');
  });

  test("other languages are left alone", async () => {
    expect(await run("sh", "npm test")).toEqual([]);
  });

  test("links to files and headings that are not there", () => {
    const folder = mkdtempSync(join(tmpdir(), "gradus-links-"));
    writeFileSync(join(folder, "other.md"), "# The *first* step\n\n<a id='x' name=\"y\"></a>\n");
    const links = [
      "other.md",
      "other.md#the-first-step",
      "other.md#y",
      "#here",
      "https://example.org/x",
      ".",
    ];
    const broken = ["lost.md", "other.md#the-second-step", "#there"];
    const text = [...links, ...broken].map((url) => `[text](${url})`).join("\n\n");
    writeFileSync(join(folder, "page.md"), `# Here\n\n${text}\n`);
    expect(brokenLinks(folder, "page.md")).toEqual([
      expect.stringContaining("the link lost.md leads to no file"),
      expect.stringContaining("other.md has no heading #the-second-step"),
      expect.stringContaining("this page has no heading #there"),
    ]);
    rmSync(folder, { recursive: true });
  });
});
