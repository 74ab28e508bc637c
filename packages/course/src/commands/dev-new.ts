/** `gradus dev new NN-name`: the skeleton of a lesson. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { testScript } from "../author/laws.ts";
import { cannotWrite, UserError } from "../failure.ts";
import type { Course } from "../lesson/lessons.ts";

/** Writes the files that an author fills in; returns their folders. Overwrites nothing. */
export function newLesson(course: Course, name: string): string[] {
  if (!/^\d\d-[a-z][a-z0-9-]*$/.test(name))
    throw new UserError(
      `a lesson is named like 06-tensors (two digits, a hyphen, small letters), not "${name}"`,
    );
  const number = name.slice(0, 2);
  const taken = course.lessons.find((lesson) => lesson.number === number);
  if (taken !== undefined) throw new UserError(`lesson ${number} exists already: exercises/${taken.name}`);
  const exercise = join(course.root, "exercises", name);
  const solution = join(course.root, "solutions", name);
  for (const folder of [exercise, solution])
    if (existsSync(folder)) throw new UserError(`${folder} exists already; remove it or choose another name`);
  try {
    mkdirSync(join(exercise, "tests"), { recursive: true });
    mkdirSync(join(solution, "mutants"), { recursive: true });
    for (const [path, content] of Object.entries(skeleton(number, name)))
      writeFileSync(join(course.root, path), content);
  } catch (error) {
    throw cannotWrite(exercise, error);
  }
  return [`exercises/${name}`, `solutions/${name}`];
}

function skeleton(number: string, name: string): Record<string, string> {
  const manifest = {
    title: { en: "TITLE" },
    summary: { en: "ONE SENTENCE" },
    tasks: [
      {
        id: `${number}.name`,
        file: "packages/PACKAGE/src/FILE.ts",
        symbol: "name",
        points: 2,
        hints: [{ en: "A nudge." }, { en: "The idea." }, { en: "Almost the answer." }],
        fingerprint: [{ call: "name", args: [1] }],
      },
    ],
  };
  const common = { version: "0.0.0", private: true, license: "MIT", type: "module" };
  const exercise = {
    name: `@gradus/exercise-${name}`,
    ...common,
    scripts: { test: testScript(number) },
    dependencies: { "@gradus/course": "workspace:*" },
  };
  const solution = { name: `@gradus/solution-${name}`, ...common, exports: "./index.ts" };
  return {
    [`exercises/${name}/exercise.json`]: json(manifest),
    [`exercises/${name}/package.json`]: json(exercise),
    [`exercises/${name}/README.md`]: `# Lesson ${number}: TITLE\n`,
    [`exercises/${name}/finale.ts`]: "/** The finale: a program that uses every task of the lesson. */\n",
    [`exercises/${name}/tests/NAME.test.ts`]: testSkeleton(number),
    [`solutions/${name}/package.json`]: json(solution),
    [`solutions/${name}/index.ts`]: 'export {} from "@gradus/PACKAGE";\n',
    [`solutions/${name}/README.md`]: `# Lesson ${number}, solved\n`,
    [`solutions/${name}/mutants/NAME.yaml`]: mutantSkeleton(number),
  };
}

function testSkeleton(number: string): string {
  return `import { close, law, number, remote, task, worked } from "@gradus/course/testing";

const subject = remote<typeof import("../FILE.ts")>();

task("${number}.name", () => {
  worked("a worked example", async () => {
    close(await subject.name(1), 2, "name(1)");
  });
  law("a law", [number(-5, 5)], async (x) => {
    close(await subject.name(x), x + 1, \`name(\${x})\`);
  });
});
`;
}

function mutantSkeleton(number: string): string {
  return `task: ${number}.name
wrong: What is wrong, for authors.
caughtBy: a law
message:
  en: What a student reads whose results are the same.
body: |
  return 0;
`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
