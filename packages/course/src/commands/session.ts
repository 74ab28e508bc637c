import type { Stats } from "node:fs";
import { emitKeypressEvents } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import chalk from "chalk";
import { watch } from "chokidar";
import type { Course, Lesson } from "../lesson/lessons.ts";
import type { Language } from "../lesson/text.ts";
import { climb } from "../report/climb.ts";
import { details, lessonReport, openTask } from "../report/lesson.ts";
import { show } from "../report/screen.ts";
import { block } from "../report/style.ts";
import type { LessonResult } from "../run/results.ts";
import { Checker } from "../student/check.ts";
import { readProgress, recordResult } from "../student/progress.ts";
import { startWork } from "../student/work.ts";
import { nextHint } from "./hint.ts";

interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}

/** One lesson in watch mode: checks it again whenever a file is saved, and answers to a few keys. */
export class Session {
  readonly #course: Course;
  readonly #lesson: Lesson;
  readonly #language: Language;
  readonly #checker: Checker;
  readonly #isNew: boolean;
  #result: LessonResult | undefined;
  #note = "";
  #view: "task" | "list" = "task";
  #running = false;
  #over = false;
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
    // Pictures of a finale and an editor's own files are no reason to check.
    const ignored = (path: string, stats?: Stats) => stats?.isFile() === true && !path.endsWith(".ts");
    const watcher = watch(this.#lesson.work, { ignoreInitial: true, ignored });
    watcher.on("all", () => {
      this.#note = "";
      this.#check();
    });
    watcher.on("error", (error) => this.#fail(error));
    const onKey = (text: string | undefined, key: Key) => this.#orFail(() => this.#key(text, key));
    const onResize = () => this.#orFail(() => this.#draw());
    emitKeypressEvents(process.stdin);
    process.stdin.setRawMode(true).resume().on("keypress", onKey);
    process.stdout.on("resize", onResize);
    this.#check();
    try {
      return await done;
    } finally {
      this.#over = true;
      process.stdin.off("keypress", onKey).setRawMode(false).pause();
      process.stdout.off("resize", onResize);
      // A check that is still running may take its time to end; nobody waits for it.
      await Promise.race([Promise.all([watcher.close(), this.#checker.close()]), sleep(200)]);
    }
  }

  #orFail(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#fail(error);
    }
  }

  #key(text: string | undefined, { name, ctrl }: Key): void {
    if (name === "q" || (ctrl === true && name === "c")) this.#leave(undefined);
    else if (name === "h") this.#hint();
    else if (name === "l") {
      this.#view = this.#view === "list" ? "task" : "list";
      this.#draw();
    } else if (name === "n") this.#next();
    else if (name === "r" || name === "return") this.#restore();
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
        const result = await this.#checker.check(chalk.level > 0);
        if (this.#over) return;
        if (result.started) recordResult(this.#course, result);
        this.#result = result;
      }
      this.#running = false;
      this.#draw();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Checks, after bringing back the stub of a file that is gone. */
  #restore(): void {
    startWork(this.#lesson);
    this.#check();
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
    const busy = this.#running ? "checking" : "watching";
    const keys = ["h hint", "l list", "n next lesson", "r run again", "q quit"].join("  ");
    const below = [
      ...(this.#note === "" ? [] : [block(chalk.yellow(this.#note), 0)]),
      block(chalk.dim(`${busy} learn/${this.#lesson.name}/     ${keys}`), 0),
    ];
    // A finale is read from its beginning: where it is longer than the screen, it may scroll.
    const scrolls = this.#view === "task" && this.#result?.finale !== undefined;
    show(this.#versions(), below.join("\n\n"), scrolls);
  }

  /** What there is to see, from the fullest version to the shortest. */
  #versions(): (() => string)[] {
    const [course, language, result] = [this.#course, this.#language, this.#result];
    if (this.#view === "list")
      return [() => `${climb(course, readProgress(course), language)}\n\nA digit opens that lesson.`];
    if (result === undefined) return [() => `Checking lesson ${this.#lesson.number} ...`];
    return details.map((detail) => () => lessonReport(course, result, language, detail));
  }
}
