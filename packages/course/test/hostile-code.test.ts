/** Whatever a student's code does to its process, the check ends with a clear state of that task, and goes on. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Checker, type Course, type Lesson, type TaskResult } from "@gradus/course";
import { describe, expect, onTestFinished, test } from "vitest";
import { writeStubs } from "../src/author/generate.ts";
import { startWork } from "../src/student/work.ts";
import { solve, toyCourse } from "./fixture.ts";

/** The results of the toy lesson with `body` as the answer to 01.double and right answers to the rest. */
async function attempt(body: string): Promise<{ double: TaskResult; rest: TaskResult[]; course: Course }> {
  const course = toyCourse();
  const lesson = course.lessons[0] as Lesson;
  await writeStubs(course, course.lessons);
  startWork(lesson);
  const file = join(lesson.work, "toy.ts");
  let code = readFileSync(file, "utf8");
  code = solve(code, "01.double", body);
  code = solve(code, "01.add", "this.count += n; return this.count;");
  code = solve(code, "01.slope", "return 2 * x;");
  writeFileSync(file, code);
  const checker = new Checker(course, lesson, "en");
  onTestFinished(() => checker.close());
  const [double, ...rest] = (await checker.check()).tasks;
  return { double: double as TaskResult, rest, course };
}

const cases: readonly [what: string, body: string, state: string, message: RegExp][] = [
  ["a synchronous endless loop", "for (;;) {}", "timeout", /double took longer than \d.* endless loop/],
  ["a promise that never settles", "return new Promise(() => {}) as never;", "timeout", /never settles/],
  ["process.exit", "process.exit(0);", "error", /exit code 0/],
  [
    "a memory bomb",
    "const all = []; for (;;) all.push(new Float64Array(1e6).fill(x));",
    "error",
    /MiB of memory/,
  ],
  [
    "an error thrown later",
    "setTimeout(() => { throw new Error('late'); }); return 0;",
    "error",
    /late|exit/,
  ],
  ["its own death", "process.kill(process.pid, 'SIGKILL'); return 0;", "error", /ended by SIGKILL|exit code/],
  ["a result that is no plain data", "return (() => x) as never;", "error", /returned a function/],
  ["an exception", "throw new RangeError(`no ${x}`);", "error", /RangeError: no 3 \(toy\.ts:\d+:\d+\)/],
  ["something thrown that is no error", "throw 'a string';", "error", /a string/],
  ["a wrong value", "return x;", "fail", /double\(3\)\n {2}expected {2}6\n {2}got {7}3/],
];

describe("01.double ends with a clear state for", () => {
  for (const [what, body, state, message] of cases) {
    test(what, async () => {
      const { double, rest } = await attempt(body);
      expect(double.state).toBe(state);
      expect(double.points).toBeLessThan(4);
      expect(double.tests.map((each) => each.message).join("\n")).toMatch(message);
      expect(rest.map((task) => task.state)).toEqual(["pass", "pass"]);
    });
  }

  test("globals patched behind our back", async () => {
    const patch =
      "Array.prototype.map = () => { throw 1; }; JSON.parse = () => 6; Object.is = () => true; process.send = undefined;";
    const { double } = await attempt(`${patch} return 7;`);
    expect(double.state).not.toBe("pass");
    expect(Object.is(1, 2)).toBe(false);
  });

  test("a gigabyte of output, shown apart and cut", async () => {
    const { double } = await attempt(
      "for (let i = 0; i < 1e6; i++) process.stdout.write('x'.repeat(1000)); return 0;",
    );
    expect(["error", "timeout"]).toContain(double.state);
    for (const { message, output = "" } of double.tests) {
      expect(message).not.toContain("xxx");
      expect(output.length).toBeLessThanOrEqual(4000);
    }
  });

  test("what it prints: kept with the failing test, not in the message", async () => {
    const { double } = await attempt("console.log('looking at', x); return 0;");
    const [first] = double.tests;
    expect(first?.output).toContain("looking at 3");
    expect(first?.message).not.toContain("looking");
  });
});
