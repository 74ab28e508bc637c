/** The ways in which a call of a student's function can end without a value. */
export type SubjectState = "thrown" | "broken" | "todo" | "timeout" | "exited" | "memory" | "output";

/** A call of a student's function that did not end with a value. */
export class SubjectError extends Error {
  override name = "SubjectError";
  readonly state: SubjectState;

  constructor(state: SubjectState, message: string) {
    super(message);
    this.state = state;
  }

  /** Whether the process is gone: every further call in the same test would only cost time. */
  get fatal(): boolean {
    return this.state !== "thrown" && this.state !== "todo";
  }
}

/** The task that a "TODO 04.backward" names, if the message is one. */
export function todoTask(message: string): string | undefined {
  return /TODO (\d\d\.\w+)/.exec(message)?.[1];
}
