/** A small course in a folder of its own: one lesson, two tasks, so that tests can break things. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type Course, findCourse } from "@gradus/course";
import { onTestFinished } from "vitest";
import { testScript } from "../src/author/laws.ts";

const repository = resolve(import.meta.dirname, "../../..");

const library = `import { two } from "./given.ts";

/** Twice x. */
export function double(x: number): number {
  return two * x;
}

export class Counter {
  count = 0;

  /** Adds n and returns the sum. */
  add(n: number): number {
    this.count += n;
    return this.count;
  }
}

export const square: { slope: (x: number) => number } = make({
  // ∂y/∂x of y = x²
  slope: (x) => 2 * x,
});

function make(entry: { slope: (x: number) => number }): { slope: (x: number) => number } {
  return entry;
}
`;

const tests = `import { close, fn, law, number, remote, task, worked } from "@gradus/course/testing";

const subject = remote<typeof import("../probe.ts")>();

task("01.double", () => {
  worked("twice 3 is 6", async () => {
    close(await subject.double(3), 6, "double(3)");
  });
  law("is linear", [number(-5, 5), number(-5, 5)], async (a, b) => {
    close(await subject.double(a + b), 2 * a + 2 * b, \`double(\${a} + \${b})\`);
  });
});

task("01.add", () => {
  worked("1 and then 2 makes 3", async () => {
    close(await subject.addAll([1, 2]), 3, "add(1), add(2)");
  });
});

task("01.slope", () => {
  worked("of x² at 3 is 6", async () => {
    close(await subject.slope(3), 6, "square.slope(3)");
  });
});
`;

const probe = `import { Counter, double, square } from "@gradus/toy/toy";
export { double };
export function addAll(numbers: number[]): number {
  const counter = new Counter();
  return numbers.map((n) => counter.add(n)).at(-1) as number;
}
export const slope = (x: number) => square.slope(x);
`;

const hint = { en: "A hint.", es: "Una pista." };
const task = (id: string, symbol: string, fingerprint: unknown[]) => ({
  id,
  file: "packages/toy/src/toy.ts",
  symbol,
  points: 4,
  hints: [hint, hint, hint],
  fingerprint,
});

const manifest = {
  title: { en: "Toys" },
  summary: { en: "A lesson for tests." },
  tasks: [
    task("01.double", "double", [{ call: "double", args: [3] }]),
    task("01.add", "Counter.add", [{ call: "addAll", args: [[1, 2]] }]),
    task("01.slope", "square.slope", [{ call: "slope", args: [3] }]),
  ],
};

const mutant = `task: 01.double
wrong: Squares instead.
caughtBy: is linear
message:
  en: You square the number.
body: |
  return x * x;
`;

const finale = `import { Counter, double, square } from "@gradus/toy/toy";
console.log(double(1), new Counter().add(1), square.slope(1));
`;

/** Makes the course and removes it after the test. */
export function toyCourse(): Course {
  const root = mkdtempSync(join(tmpdir(), "gradus-test-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const exports = { ".": "./src/toy.ts", "./*": { "@gradus/source": "./src/*.ts", default: "./src/*.ts" } };
  const files: Record<string, string> = {
    "package.json": JSON.stringify({ type: "module", private: true }),
    "packages/toy/package.json": JSON.stringify({ name: "@gradus/toy", type: "module", exports }),
    "packages/toy/src/given.ts": "export const two = 2;\n",
    "packages/toy/src/toy.ts": library,
    "exercises/01-toys/exercise.json": JSON.stringify(manifest),
    "exercises/01-toys/package.json": JSON.stringify({ scripts: { test: testScript("01") } }),
    "exercises/01-toys/README.md": "# Toys\n",
    "exercises/01-toys/probe.ts": probe,
    "exercises/01-toys/finale.ts": finale,
    "exercises/01-toys/tests/toy.test.ts": tests,
    "solutions/01-toys/package.json": "{}",
    "solutions/01-toys/README.md": "# Toys, solved\n",
    "solutions/01-toys/index.ts": 'export { Counter, double, square } from "@gradus/toy/toy";\n',
    "solutions/01-toys/mutants/squares.yaml": mutant,
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  cpSync(join(repository, "tsconfig.base.json"), join(root, "tsconfig.base.json"));
  const modules = join(root, "node_modules");
  mkdirSync(join(modules, "@gradus"), { recursive: true });
  symlinkSync(join(repository, "packages/course"), join(modules, "@gradus/course"), "junction");
  symlinkSync(join(root, "packages/toy"), join(modules, "@gradus/toy"), "junction");
  symlinkSync(join(repository, "node_modules/@types"), join(modules, "@types"), "junction");
  return findCourse(root);
}

/** Replaces the TODO of one task in the student's copy. */
export function solve(source: string, id: string, body: string): string {
  return source.replace(`throw new Error("TODO ${id}");`, body);
}
