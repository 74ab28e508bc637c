/** Runs the tests of lessons with Vitest: this process judges, each test file talks to a child that runs the code. */
import type { TestCase, Vitest } from "vitest/node";
import type { Course } from "../lesson/lessons.ts";
import { type TaskResult, type TestResult, taskResult } from "./results.ts";
import { subjectConfig, type Variant } from "./variant.ts";

const conditions = ["@gradus/source", "module", "node", "import", "default"];

/** Runs the same variants as often as needed: once for a check, again and again in watch mode. */
export class Runner {
  readonly #vitest: Vitest;
  readonly #variants: readonly Variant[];

  private constructor(vitest: Vitest, variants: readonly Variant[]) {
    this.#vitest = vitest;
    this.#variants = variants;
  }

  static async create(course: Course, variants: readonly Variant[]): Promise<Runner> {
    // Loaded only where tests run: it takes longer than all the rest of the command.
    const { createVitest } = await import("vitest/node");
    const vitest = await createVitest(
      {
        root: course.root,
        config: false,
        watch: false,
        reporters: [{}],
        projects: variants.map((variant) => ({
          resolve: { conditions },
          ssr: { resolve: { conditions } },
          test: {
            name: variant.name,
            root: variant.lesson.folder,
            include: ["tests/**/*.test.ts"],
            isolate: false,
            pool: "threads",
            testTimeout: 120_000,
            hookTimeout: 120_000,
            provide: { subject: subjectConfig(course, variant) },
          },
        })),
      },
      { logLevel: "silent" },
    );
    return new Runner(vitest, variants);
  }

  /** Runs all tests; returns the results of each variant's tasks, by the variant's name. */
  async run(): Promise<Map<string, TaskResult[]>> {
    const specifications = await this.#vitest.globTestSpecifications();
    for (const { moduleId } of specifications) this.#vitest.invalidateFile(moduleId);
    // Vitest would end this process as failed because a test fails, as those of a stub must.
    const { exitCode } = process;
    const { testModules, unhandledErrors } = await this.#vitest.runTestSpecifications(specifications, true);
    process.exitCode = exitCode;
    for (const module of testModules) {
      const [error] = module.errors();
      if (error !== undefined) throw new Error(`${module.moduleId}: ${error.message}`);
    }
    if (unhandledErrors.length > 0) throw unhandledErrors[0];
    const tests = testModules.flatMap((module) => [...module.children.allTests()]);
    return new Map(
      this.#variants.map(({ name, lesson }) => {
        const own = tests.filter(({ project }) => project.name === name);
        const results = lesson.tasks.map((task) =>
          taskResult(task, own.filter((test) => taskOf(test) === task.id).map(testResult)),
        );
        return [name, results];
      }),
    );
  }

  async close(): Promise<void> {
    await this.#vitest.close();
  }
}

function taskOf(test: TestCase): string {
  return test.parent.type === "suite" ? test.parent.name : "";
}

function testResult(test: TestCase): TestResult {
  const { outcome } = test.meta();
  if (outcome !== undefined) return { title: test.name, ...outcome };
  const message = test.result().errors?.[0]?.message ?? "did not run";
  return { title: test.name, state: "error", message };
}
