/** From the library's source to a student's points: stubs, solutions, mutants, diagnosis, progress. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Checker, type Course, devCheck, type Lesson } from "@gradus/course";
import { expect, onTestFinished, test } from "vitest";
import { staleFiles, writeStubs } from "../src/author/generate.ts";
import { progressFile, readProgress, recordResult } from "../src/student/progress.ts";
import { resetWork, startWork } from "../src/student/work.ts";
import { solve, toyCourse } from "./fixture.ts";

const silent = () => {};

async function begun(): Promise<{ course: Course; lesson: Lesson; file: string; checker: Checker }> {
  const course = toyCourse();
  const lesson = course.lessons[0] as Lesson;
  await writeStubs(course, course.lessons);
  startWork(lesson);
  const checker = new Checker(course, lesson, "en");
  onTestFinished(() => checker.close());
  return { course, lesson, file: join(lesson.work, "toy.ts"), checker };
}

test("a stub keeps signatures and comments, and names imports by package", async () => {
  const { lesson } = await begun();
  const stub = readFileSync(join(lesson.folder, "toy.ts"), "utf8");
  expect(stub).toContain('import { two } from "@gradus/toy/given";');
  expect(stub).toContain(
    "/** Adds n and returns the sum. */\n  add(n: number): number {\n    throw new Error",
  );
  expect(stub).toContain('slope: (x) => {\n    throw new Error("TODO 01.slope");\n  },');
  expect(stub).not.toMatch(/two \* x|this\.count \+= n|2 \* x/);
});

test("an untouched copy is not started: every test reaches the TODO", async () => {
  const { checker } = await begun();
  const { tasks, points, finale } = await checker.check();
  expect(tasks.map(({ state }) => state)).toEqual(["todo", "todo", "todo"]);
  expect(tasks.flatMap(({ tests }) => tests.map(({ needs }) => needs))).toEqual([
    "01.double",
    "01.double",
    "01.add",
    "01.slope",
  ]);
  expect(points).toBe(0);
  expect(finale).toBeUndefined();
});

test("right answers earn all points and the finale; each test of a task earns its share", async () => {
  const { course, checker, file } = await begun();
  const stub = readFileSync(file, "utf8");
  writeFileSync(file, solve(stub, "01.double", "return x === 3 ? 6 : 0;"));
  const half = await checker.check();
  expect(half.tasks[0]).toMatchObject({ state: "fail", points: 2, maxPoints: 4 });
  recordResult(course, half);
  expect(readProgress(course).tasks["01.double"]).toEqual({ state: "fail", points: 2 });

  let code = solve(stub, "01.double", "return two * x;");
  code = solve(code, "01.add", "this.count += n; return this.count;");
  writeFileSync(file, solve(code, "01.slope", "return 2 * x;"));
  const full = await checker.check();
  expect(full).toMatchObject({ points: 12, maxPoints: 12, finale: { ok: true, output: "2 1 2" } });
  expect(recordResult(course, full).finales).toEqual(["01"]);
});

test("a counterexample is shrunk, and a known mistake is recognised by its results alone", async () => {
  const { checker, file } = await begun();
  // Written otherwise than the mutant, with the same results.
  writeFileSync(file, solve(readFileSync(file, "utf8"), "01.double", "return x ** 2;"));
  const [double] = (await checker.check()).tasks;
  expect(double?.mistake).toBe("You square the number.");
  const law = double?.tests.find(({ title }) => title === "is linear");
  expect(law).toMatchObject({ state: "fail", seed: 20 });
  expect(law?.counterexample).toMatch(/^-?0(\.\d+)?, -?0(\.\d+)?$/);
});

test("a known mistake is recognised even where it does not come to an end", async () => {
  const { checker, file } = await begun();
  const body = "while (x !== 3); return x ** 2;";
  writeFileSync(file, solve(readFileSync(file, "utf8"), "01.double", body));
  const [double] = (await checker.check()).tasks;
  expect(double).toMatchObject({ state: "timeout", mistake: "You square the number." });
});

test("a file that is no TypeScript is an error with its place, and costs no points", async () => {
  const { course, checker, file } = await begun();
  const stub = readFileSync(file, "utf8");
  writeFileSync(file, solve(stub, "01.double", "return two * x;"));
  recordResult(course, await checker.check());
  writeFileSync(file, solve(stub, "01.double", "return (two * ;"));
  const broken = await checker.check();
  expect(broken.broken).toMatch(/^toy\.ts:5:\d+ /);
  expect(broken.tasks.every(({ state }) => state === "error")).toBe(true);
  recordResult(course, broken);
  expect(readProgress(course).tasks["01.double"]).toEqual({ state: "pass", points: 4 });
});

test("starting again overwrites nothing, and a reset keeps what was written", async () => {
  const { course, lesson, file } = await begun();
  writeFileSync(file, "// mine\n");
  startWork(lesson);
  expect(readFileSync(file, "utf8")).toBe("// mine\n");
  const backup = resetWork(course, lesson) as string;
  expect(readFileSync(join(backup, "toy.ts"), "utf8")).toBe("// mine\n");
  expect(readFileSync(file, "utf8")).toBe(readFileSync(join(lesson.folder, "toy.ts"), "utf8"));
});

test("a progress file that cannot be read is set aside, not lost", async () => {
  const { course, checker } = await begun();
  recordResult(course, await checker.check());
  writeFileSync(progressFile(course), '{"version": 1, "tas');
  expect(readProgress(course).tasks).toEqual({});
  expect(readFileSync(`${progressFile(course)}.broken`, "utf8")).toContain('"tas');
  expect(existsSync(progressFile(course))).toBe(false);
});

// Type-checks the library four times and runs some thirty child processes.
test("the author's laws hold for a good lesson but for its size, and each planted breach is named", async () => {
  const { course, lesson } = await begun();
  const good = await devCheck(course, course.lessons, silent);
  expect(good.faults).toEqual([
    "01: has 3 tasks, should have 4 to 8",
    "01: has 1 mutants, should have at least 6",
  ]);
  expect(good).toMatchObject({ killed: 1, diagnosed: 1 });
  expect(good.asOf.map(({ lesson: n, sound }) => [n, sound])).toEqual([
    ["01", true],
    ["02", true],
  ]);

  const mutants = join(lesson.solution, "mutants");
  const yaml = (body: string, caughtBy: string) =>
    `task: 01.double\nwrong: w\ncaughtBy: ${caughtBy}\nmessage:\n  en: m\nbody: |\n  ${body}\n`;
  writeFileSync(join(mutants, "right.yaml"), yaml("return 2 * x;", "is linear"));
  writeFileSync(join(mutants, "nowhere.yaml"), yaml("return 0;", "no such test"));
  writeFileSync(join(lesson.folder, "toy.ts"), "// edited by hand\n");
  writeFileSync(join(lesson.folder, "notes.txt"), "");
  writeFileSync(join(lesson.folder, "package.json"), "{}");
  writeFileSync(join(lesson.folder, "finale.ts"), 'import { double } from "@gradus/toy/toy";\ndouble(1);\n');
  const bad = (await devCheck(course, course.lessons, silent)).faults.join("\n");
  expect(bad).toContain('mutant right survives "is linear" (pass)');
  expect(bad).toContain('mutant nowhere: 01.double has no test "no such test"');
  expect(bad).toContain("exercises/01-toys/toy.ts differs: run gradus dev stubs");
  expect(bad).toContain("exercises/01-toys/notes.txt does not belong there");
  expect(bad).toContain("the finale does not need 01.add");
  expect(bad).toContain('exercises/01-toys/package.json: the script "test" should be "node');
  await writeStubs(course, course.lessons);
  expect((await staleFiles(course, course.lessons)).size).toBe(0);
}, 60_000);
