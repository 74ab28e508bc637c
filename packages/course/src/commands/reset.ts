/** `gradus reset`: a lesson afresh, with what was written kept aside. */
import { relative } from "node:path";
import { type Course, findLesson } from "../lesson/lessons.ts";
import { readProgress, writeProgress } from "../student/progress.ts";
import { resetWork } from "../student/work.ts";

/** Puts the stubs back. */
export function reset(course: Course, wanted: string): void {
  const lesson = findLesson(course, wanted);
  const backup = resetWork(course, lesson);
  const progress = readProgress(course);
  for (const { id } of lesson.tasks) delete progress.tasks[id];
  progress.finales = progress.finales.filter((number) => number !== lesson.number);
  writeProgress(course, progress);
  const kept = backup === undefined ? "" : ` What you had is kept in ${relative(course.root, backup)}/.`;
  console.log(`learn/${lesson.name}/ is as it was at the start.${kept}`);
}
