/** `gradus learn`: opens a lesson, checks it again whenever a file is saved, and answers to a few keys. */
import { emitKeypressEvents } from "node:readline";
import chalk from "chalk";
import { watch } from "chokidar";
import { type Course, findLesson, type Lesson } from "../lesson/lessons.ts";
import type { Language } from "../lesson/text.ts";
import { climb } from "../report/climb.ts";
import { lessonReport, openTask } from "../report/lesson.ts";
import { block } from "../report/style.ts";
import type { LessonResult } from "../run/results.ts";
import { Checker } from "../student/check.ts";
import { nextLesson, readProgress, recordResult } from "../student/progress.ts";
import { startWork } from "../student/work.ts";
import { nextHint } from "./hint.ts";

const CLEAR = "\u001b[2J\u001b[3J\u001b[H";

/** Runs until the student quits. Without a terminal: checks once, prints, and returns. */
export async function learn(course: Course, wanted: string | undefined, language: Language): Promise<void> {
  const lesson = wanted === undefined ? nextLesson(course, readProgress(course)) : findLesson(course, wanted);
  if (lesson === undefined) {
    console.log(climb(course, readProgress(course), language));
    return;
  }
  const isNew = startWork(lesson);
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    const checker = new Checker(course, lesson, language);
    try {
      const result = await checker.check();
      recordResult(course, result);
      console.log(lessonReport(course, result, language));
    } finally {
      await checker.close();
    }
    return;
  }
  let next: Lesson | undefined = lesson;
  let fresh = isNew;
  while (next !== undefined) {
    next = await new Session(course, next, language, fresh).run();
    if (next !== undefined) fresh = startWork(next);
  }
}

/** One lesson in watch mode. */
class Session {
  readonly #course: Course;
  readonly #lesson: Lesson;
  readonly #language: Language;
  readonly #checker: Checker;
  readonly #isNew: boolean;
  #result: LessonResult | undefined;
  #note = "";
  #view: "task" | "list" = "task";
  #running = false;
  #again = false;
  #leave: (next: Lesson | undefined) => void = () => {};
  #fail: (error: unknown) => void = () => {};

  constructor(course: Course, lesson: Lesson, language: Language, isNew: boolean) {
    this.#course = course;
    this.#lesson = lesson;
    this.#language = language;
    this.#isNew = isNew;
    this.#checker = new Checker(course, lesson, language);
  }

  /** @returns the lesson to go on with, or `undefined` to quit */
  async run(): Promise<Lesson | undefined> {
    const done = new Promise<Lesson | undefined>((resolve, reject) => {
      this.#leave = resolve;
      this.#fail = reject;
    });
    if (this.#isNew) {
      const { name } = this.#lesson;
      this.#note = `Your copy of the lesson lies in learn/${name}/. Read exercises/${name}/README.md first, then edit and save.`;
    }
    const watcher = watch(this.#lesson.work, {
      ignoreInitial: true,
      ignored: (path) => path.endsWith(".svg"),
    });
    watcher.on("all", () => {
      this.#note = "";
      this.#check();
    });
    watcher.on("error", (error) => this.#fail(error));
    const onKey = (text: string | undefined, key: { name?: string; ctrl?: boolean }) => this.#key(text, key);
    const onResize = () => this.#draw();
    emitKeypressEvents(process.stdin);
    process.stdin.setRawMode(true).resume().on("keypress", onKey);
    process.stdout.on("resize", onResize);
    this.#check();
    try {
      return await done;
    } finally {
      process.stdin.off("keypress", onKey).setRawMode(false).pause();
      process.stdout.off("resize", onResize);
      await watcher.close();
      await this.#checker.close();
    }
  }

  #key(text: string | undefined, { name, ctrl }: { name?: string; ctrl?: boolean }): void {
    if (name === "q" || (ctrl === true && name === "c")) this.#leave(undefined);
    else if (name === "h") this.#hint();
    else if (name === "l") {
      this.#view = this.#view === "list" ? "task" : "list";
      this.#draw();
    } else if (name === "n") this.#next();
    else if (name === "r" || name === "return") this.#check();
    else if (text !== undefined && /[1-9]/.test(text) && this.#view === "list") {
      const lesson = this.#course.lessons[Number(text) - 1];
      if (lesson !== undefined) this.#leave(lesson);
    }
  }

  /** One check at a time; a save during a check starts another one after it. */
  async #check(): Promise<void> {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#again) {
        this.#again = false;
        this.#draw();
        this.#result = await this.#checker.check(chalk.level > 0);
        recordResult(this.#course, this.#result);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#running = false;
    }
    this.#draw();
  }

  #hint(): void {
    const open = this.#result === undefined ? undefined : openTask(this.#result);
    const task = this.#lesson.tasks.find(({ id }) => id === open?.id);
    if (task === undefined) return;
    const { level, text } = nextHint(this.#course, task, this.#language);
    this.#note = `Hint ${level} of 3 for ${task.id}: ${text}`;
    this.#draw();
  }

  #next(): void {
    const { lessons } = this.#course;
    const solved = this.#result !== undefined && openTask(this.#result) === undefined;
    const following = lessons[lessons.indexOf(this.#lesson) + 1];
    if (following === undefined) this.#note = "This is the last lesson that there is so far.";
    else if (!solved)
      this.#note = `Some tasks are still open. To go on all the same, press l and ${Number(following.number)}.`;
    else {
      this.#leave(following);
      return;
    }
    this.#draw();
  }

  #draw(): void {
    const parts: string[] = [];
    if (this.#view === "list") {
      parts.push(
        climb(this.#course, readProgress(this.#course), this.#language),
        "A digit opens that lesson.",
      );
    } else if (this.#result === undefined) {
      parts.push(`Checking lesson ${this.#lesson.number} ...`);
    } else {
      parts.push(lessonReport(this.#course, this.#result, this.#language));
    }
    if (this.#note !== "") parts.push(block(chalk.yellow(this.#note), 0));
    const busy = this.#running ? "checking ..." : "watching";
    const keys = ["h hint", "l list", "n next lesson", "r run again", "q quit"].join("  ");
    parts.push(chalk.dim(`${busy}: learn/${this.#lesson.name}/     ${keys}`));
    process.stdout.write(`${CLEAR}${parts.join("\n\n")}\n`);
  }
}
