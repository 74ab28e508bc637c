import { expect, test } from "vitest";
import type { Course, Lesson } from "../lesson/lessons.ts";
import type { LessonResult, TaskResult } from "../run/results.ts";
import { details, lessonReport } from "./lesson.ts";

const lesson = {
  number: "01",
  name: "01-toys",
  title: { en: "Toys" },
  summary: { en: "Toys." },
  folder: "/toys/exercises/01-toys",
  solution: "/toys/solutions/01-toys",
  work: "/toys/learn/01-toys",
  tasks: [],
} satisfies Lesson;
const course: Course = { root: "/toys", lessons: [lesson] };

const passed = (id: string): TaskResult => ({
  id,
  state: "pass",
  points: 2,
  maxPoints: 2,
  tests: [{ title: "is right", state: "pass", message: "" }],
});
const failed: TaskResult = {
  id: "01.wrong",
  state: "fail",
  points: 1,
  maxPoints: 2,
  mistake: "You forgot the sign.",
  tests: [
    { title: "starts well", state: "pass", message: "" },
    {
      title: "is odd",
      state: "fail",
      message: "f(1)\n  expected  -1\n  got       1\u001b[2J",
      counterexample: "1",
      output: `${"\u001b[2Jboo\n".repeat(20)}`,
    },
    { title: "is smooth", state: "fail", message: "f(0)" },
  ],
};
const open: TaskResult = { id: "01.later", state: "todo", points: 0, maxPoints: 2, tests: [] };

function result(tasks: TaskResult[]): LessonResult {
  return { lesson, started: true, tasks, points: 3, maxPoints: 10 };
}

const report = (detail: (typeof details)[number]) =>
  lessonReport(course, result([passed("01.a"), passed("01.b"), failed, open, open]), "en", detail);

test("however short, a report names the task, the test, what was expected, and the diagnosis", () => {
  for (const detail of details) {
    for (const part of ["01.wrong", "✗ is odd", "expected  -1", "You forgot the sign."])
      expect(report(detail)).toContain(part);
  }
});

test("each version is shorter than the one before; what is done goes first", () => {
  const [all, less, focus] = details.map(report) as [string, string, string];
  const length = (text: string) => text.split("\n").length;
  expect(length(less)).toBeLessThan(length(all));
  expect(length(focus)).toBeLessThan(length(less));
  expect(all).toContain("✓ starts well");
  expect(less).toContain("✓ 2 tasks done");
  expect(less).toContain("· 2 tasks not started");
  expect(less).not.toContain("starts well");
  expect(focus).not.toContain("is smooth");
});

test("what went wrong stands under the test that it belongs to", () => {
  const all = report("all");
  expect(all.indexOf("is odd")).toBeLessThan(all.indexOf("expected  -1"));
  expect(all.indexOf("expected  -1")).toBeLessThan(all.indexOf("is smooth"));
});

test("what a student prints or throws cannot move the cursor, nor fill the screen", () => {
  expect(report("all")).not.toContain("\u001b[2J");
  expect(report("all").match(/boo/g)).toHaveLength(8);
  expect(report("all")).toContain("… and 12 more lines");
});

test("a finale keeps its colours and nothing else that a terminal obeys, and says what is next", () => {
  const output = "\u001b[36m***\u001b[39m\u001b[2J\u001b]0;title\u0007";
  const finished = { ...result([passed("01.a")]), finale: { ok: true, output, error: "" } };
  const text = lessonReport(course, finished, "en");
  expect(text).toContain("\u001b[36m***\u001b[39m�[2J�]0;title�");
  expect(text).toContain("That was the last lesson");
});

test("a folder that is gone says how to bring it back, and no task is called not started", () => {
  const text = lessonReport(course, { ...result([failed, open]), started: false }, "en");
  expect(text).toContain("learn/01-toys/ is gone");
  expect(text).not.toContain("not started");
});

test("a file that cannot be read is told alone: no task is to blame", () => {
  const broken = { ...result([failed]), broken: "toy.ts:5:3 Expected `)`" };
  const text = lessonReport(course, broken, "en");
  expect(text).toContain("! toy.ts:5:3");
  expect(text).not.toContain("01.wrong");
});
