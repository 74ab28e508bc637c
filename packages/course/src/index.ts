export { devCheck, type Findings, type LessonFindings } from "./author/dev-check.ts";
export { UserError } from "./failure.ts";
export { type Course, findCourse, findLesson, findTask, type Lesson } from "./lesson/lessons.ts";
export type { Manifest, ProbeCall, Task } from "./lesson/manifest.ts";
export type { Language, Text } from "./lesson/text.ts";
export type { FinaleResult } from "./run/finale.ts";
export type { LessonResult, TaskResult, TestResult } from "./run/results.ts";
export { Checker } from "./student/check.ts";
export type { Outcome, State } from "./testing/outcome.ts";
