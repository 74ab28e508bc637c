/** Checks a student's copy of a lesson: tests, points, diagnosis, and the finale once everything passes. */
import { readFingerprints, recognise, takeFingerprints } from "../lesson/fingerprints.ts";
import type { Course, Lesson } from "../lesson/lessons.ts";
import { type Language, say } from "../lesson/text.ts";
import { runFinale } from "../run/finale.ts";
import { type LessonResult, type TaskResult, taskResult } from "../run/results.ts";
import { Runner } from "../run/runner.ts";
import { filesIn, type Variant } from "../run/variant.ts";
import { brokenFile, isStarted } from "./work.ts";

/** Checks one lesson, as often as wanted. */
export class Checker {
  readonly #course: Course;
  readonly #lesson: Lesson;
  readonly #variant: Variant;
  readonly #language: Language;
  #runner: Runner | undefined;

  constructor(course: Course, lesson: Lesson, language: Language) {
    this.#course = course;
    this.#lesson = lesson;
    this.#variant = { name: `${lesson.name}/learn`, lesson, standIns: filesIn(lesson, lesson.work) };
    this.#language = language;
  }

  /** @param color whether the finale prints for a terminal */
  async check(color = false): Promise<LessonResult> {
    if (!isStarted(this.#lesson)) return this.#result(false, this.#all("todo", "not started"));
    const broken = this.#brokenFiles();
    if (broken.size > 0) {
      // Files of a lesson import each other: while one cannot be read, none can be run.
      const [message] = broken.values();
      return { ...this.#result(true, this.#all("error", message as string)), broken: message as string };
    }
    this.#runner ??= await Runner.create(this.#course, [this.#variant]);
    const tasks = (await this.#runner.run()).get(this.#variant.name) ?? [];
    const diagnosed = await this.#diagnose(tasks);
    if (diagnosed.some(({ state }) => state !== "pass")) return this.#result(true, diagnosed);
    const finale = await runFinale(this.#course, this.#variant, this.#lesson.work, color);
    return { ...this.#result(true, diagnosed), finale };
  }

  async close(): Promise<void> {
    await this.#runner?.close();
    this.#runner = undefined;
  }

  #brokenFiles(): Map<string, string> {
    const files = new Set(this.#lesson.tasks.map(({ file }) => file));
    const broken = new Map<string, string>();
    for (const file of files) {
      const message = brokenFile(this.#lesson, file);
      if (message !== undefined) broken.set(file, message);
    }
    return broken;
  }

  #all(state: "todo" | "error", message: string): TaskResult[] {
    return this.#lesson.tasks.map((task) => taskResult(task, [{ title: "can be run", state, message }]));
  }

  #result(started: boolean, tasks: readonly TaskResult[]): LessonResult {
    const sum = (key: "points" | "maxPoints") =>
      Math.round(tasks.reduce((total, task) => total + task[key], 0) * 10) / 10;
    return { lesson: this.#lesson, started, tasks, points: sum("points"), maxPoints: sum("maxPoints") };
  }

  /** Looks up wrong values among the typical mistakes. */
  async #diagnose(results: readonly TaskResult[]): Promise<TaskResult[]> {
    // Code that does not come to an end everywhere may still give a telling answer where it does.
    const wrong = results.filter(({ tests }) => tests.some(({ state }) => state === "fail"));
    const tasks = this.#lesson.tasks.filter(({ id }) => wrong.some((result) => result.id === id));
    if (tasks.length === 0) return [...results];
    const taken = await takeFingerprints(this.#course, this.#variant, tasks);
    const known = readFingerprints(this.#lesson);
    return results.map((result) => {
      const mistake = recognise(known, result.id, taken.get(result.id) ?? []);
      return mistake === undefined ? result : { ...result, mistake: say(mistake, this.#language) };
    });
  }
}
