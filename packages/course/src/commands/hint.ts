/** `gradus hint`: three levels, one after the other. */
import { UserError } from "../failure.ts";
import { type Course, findTask } from "../lesson/lessons.ts";
import type { Task } from "../lesson/manifest.ts";
import { type Language, say } from "../lesson/text.ts";
import { block } from "../report/style.ts";
import { readProgress, writeProgress } from "../student/progress.ts";

/** The next hint for a task that has not been read yet; after the third, the third again. Remembers it. */
export function nextHint(course: Course, task: Task, language: Language): { level: number; text: string } {
  const progress = readProgress(course);
  const level = Math.min((progress.hints[task.id] ?? 0) + 1, task.hints.length);
  progress.hints[task.id] = level;
  writeProgress(course, progress);
  return { level, text: say(task.hints[level - 1] as Task["hints"][0], language) };
}

/** Prints a hint: the wanted level, or the next one. */
export function hint(course: Course, wanted: string, level: string | undefined, language: Language): void {
  const { task } = findTask(course, wanted);
  if (level !== undefined) {
    const text = task.hints[Number(level) - 1];
    if (text === undefined)
      throw new UserError(`there is no hint level "${level}"; the levels are 1, 2 and 3`);
    console.log(block(`Hint ${level} of 3 for ${task.id}: ${say(text, language)}`, 0));
    return;
  }
  const next = nextHint(course, task, language);
  console.log(block(`Hint ${next.level} of 3 for ${task.id}: ${next.text}`, 0));
}
