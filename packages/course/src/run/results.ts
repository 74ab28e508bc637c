/** What became of a lesson's tasks: outcomes of single tests added up to states and points. */
import type { Lesson } from "../lesson/lessons.ts";
import type { Task } from "../lesson/manifest.ts";
import type { Outcome, State } from "../testing/outcome.ts";
import type { FinaleResult } from "./finale.ts";

/** One test of a task. */
export interface TestResult extends Outcome {
  readonly title: string;
}

/** One task. */
export interface TaskResult {
  readonly id: string;
  /** `pass` if every test passed, else the gravest of its tests' states. */
  readonly state: State;
  /** Points earned: each passed test brings its share, rounded down to a tenth. */
  readonly points: number;
  readonly maxPoints: number;
  readonly tests: readonly TestResult[];
  /** The message of the typical mistake whose results these are, if any. */
  readonly mistake?: string;
}

/** The order in which states hide each other: a timeout is worth knowing before a wrong value. */
const gravity: readonly State[] = ["timeout", "error", "fail", "todo", "pass"];

/** Adds up the tests of one task. */
export function taskResult(task: Task, tests: readonly TestResult[]): TaskResult {
  const passed = tests.filter(({ state }) => state === "pass").length;
  const state = gravity.find((candidate) => tests.some((test) => test.state === candidate)) ?? "error";
  const share = tests.length === 0 ? 0 : passed / tests.length;
  return {
    id: task.id,
    state,
    points: Math.floor(task.points * share * 10 + 1e-9) / 10,
    maxPoints: task.points,
    tests,
  };
}

/** What a check found. */
export interface LessonResult {
  readonly lesson: Lesson;
  readonly started: boolean;
  /** Why nothing could be run, if so: a file is missing, or is no TypeScript. */
  readonly broken?: string;
  readonly tasks: readonly TaskResult[];
  readonly points: number;
  readonly maxPoints: number;
  /** Run only when every task passes. */
  readonly finale?: FinaleResult;
}
