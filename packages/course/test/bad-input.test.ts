/** Whatever is asked of the command that it cannot do: one clear line, a non-zero exit, never a stack trace. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Course, Lesson } from "@gradus/course";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { writeStubs } from "../src/author/generate.ts";
import { startWork } from "../src/student/work.ts";
import { solve, toyCourse } from "./fixture.ts";

// Each of these starts processes, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 60_000 });

const cli = resolve(import.meta.dirname, "../src/cli.ts");
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function gradus(cwd: string, args: string[], settings: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, GRADUS_LANG: "en", ...settings };
  const node = ["--conditions=@gradus/source", `--import=${tsx}`, cli, ...args];
  return new Promise((done) => {
    const child = execFile(process.execPath, node, { cwd, env }, (_, out, err) => {
      done({ code: child.exitCode ?? -1, out, err });
    });
  });
}

async function stubbed(): Promise<Course> {
  const course = toyCourse();
  await writeStubs(course, course.lessons);
  return course;
}

/** What the command says is this one line and no other. */
async function refuses(
  cwd: string,
  args: string[],
  line: RegExp,
  settings?: NodeJS.ProcessEnv,
): Promise<void> {
  const { code, out, err } = await gradus(cwd, args, settings);
  expect(code).toBe(1);
  expect(out).toBe("");
  expect(err).toMatch(/^gradus: .+\n$/);
  expect(err).toMatch(line);
}

const wrongWords: readonly [args: string, line: RegExp][] = [
  ["lern", /there is no command "lern"; see: gradus --help/],
  ["learn 7", /there is no lesson "7"; the lessons are 01/],
  ["check 7", /there is no lesson "7"; the lessons are 01/],
  ["reset", /missing required argument 'lesson'; see: gradus --help/],
  ["check --jsn", /unknown option '--jsn' \(Did you mean --json\?\); see: gradus --help/],
  ["status 1 2", /too many arguments.*see: gradus --help/],
  ["hint 01.dubble", /no task "01.dubble"; its tasks are 01.double, 01.add, 01.slope/],
  ["hint 01.double --level 4", /no hint level "4"; the levels are 1, 2 and 3/],
  ["hint 01.double --level two", /no hint level "two"; the levels are 1, 2 and 3/],
  ["dev new six", /a lesson is named like 06-tensors .*, not "six"/],
  ["dev new 01-toys", /lesson 01 exists already/],
];

test("a wrong word on the command line", async () => {
  const { root } = await stubbed();
  await Promise.all(wrongWords.map(([args, line]) => refuses(root, args.split(" "), line)));
});

test("a setting that is no number", async () => {
  const { root } = await stubbed();
  await refuses(root, ["check"], /GRADUS_TIME_LIMIT is "2s"; it should be a number above 0, such as 2000/, {
    GRADUS_TIME_LIMIT: "2s",
  });
});

describe("a folder that is not as it should be", () => {
  test("no repository above", async () => {
    const folder = mkdtempSync(join(tmpdir(), "gradus-test-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    await refuses(folder, ["learn"], /no exercises\/ folder in .+ or above it; run gradus inside/);
  });

  test("learn/ cannot be written", async () => {
    const { root } = await stubbed();
    // A file where the folder should be: that stops everyone, root too.
    writeFileSync(join(root, "learn"), "");
    await refuses(root, ["learn", "1"], /cannot write .+01-toys: .+; make it writable and try again/);
  });

  test("a manifest is no JSON, or not a manifest", async () => {
    const { root, lessons } = await stubbed();
    const manifest = join((lessons[0] as Lesson).folder, "exercise.json");
    const text = readFileSync(manifest, "utf8");
    writeFileSync(manifest, text.slice(0, 40));
    await refuses(root, ["status"], /exercise\.json: not JSON: /);
    writeFileSync(manifest, text.replace('"points":4', '"points":"four"'));
    await refuses(root, [], /exercise\.json: at tasks\.0\.points: .*number/);
  });

  test("a task in a file that does not exist, and of a function that does not", async () => {
    const { root, lessons } = await stubbed();
    const manifest = join((lessons[0] as Lesson).folder, "exercise.json");
    const text = readFileSync(manifest, "utf8");
    writeFileSync(manifest, text.replace("toy.ts", "top.ts"));
    await refuses(root, ["dev", "stubs"], /there is no packages\/toy\/src\/top\.ts/);
    writeFileSync(manifest, text.replace('"symbol":"double"', '"symbol":"triple"'));
    await refuses(root, ["dev", "stubs"], /toy\.ts has no function triple/);
  });

  test("a mutant of no task", async () => {
    const { root, lessons } = await stubbed();
    const mutants = join((lessons[0] as Lesson).solution, "mutants");
    mkdirSync(mutants, { recursive: true });
    writeFileSync(
      join(mutants, "lost.yaml"),
      "task: 09.gone\nwrong: w\ncaughtBy: t\nmessage: { en: m }\nbody: x\n",
    );
    await refuses(root, ["dev", "stubs"], /lost\.yaml: lesson 01 has no task 09\.gone/);
  });
});

describe("the exit code of", () => {
  test("a check: 0 only when every task passes", async () => {
    const course = await stubbed();
    const lesson = course.lessons[0] as Lesson;
    expect((await gradus(course.root, ["check", "1"])).code).toBe(1);
    startWork(lesson);
    expect(await gradus(course.root, ["check"])).toMatchObject({ code: 1, err: "" });
    const file = join(lesson.work, "toy.ts");
    let code = readFileSync(file, "utf8");
    code = solve(code, "01.double", "return two * x;");
    code = solve(code, "01.add", "this.count += n; return this.count;");
    writeFileSync(file, solve(code, "01.slope", "return 2 * x;"));
    expect(await gradus(course.root, ["check"])).toMatchObject({ code: 0, err: "" });
  });

  // The tests of a stub fail, and Vitest would count that against the whole process.
  test("learn without a terminal, home and status: 0, whatever the tasks say", async () => {
    const { root } = await stubbed();
    for (const args of [["learn"], [], ["status", "--json"]])
      expect(await gradus(root, args)).toMatchObject({ code: 0, err: "" });
  });
});
