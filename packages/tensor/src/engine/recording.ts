/** Whether ops are recorded for the backward pass. */

let recording = true;

/** Whether ops are recorded right now. */
export function isRecording(): boolean {
  return recording;
}

/** Runs `f` with recording switched on or off; nested calls may switch it again. */
export function withRecording<T>(on: boolean, f: () => T): T {
  const before = recording;
  recording = on;
  try {
    return f();
  } finally {
    recording = before;
  }
}

/** Runs `f` without recording: what it computes needs no gradient. `f` must not be async: it would end before its work. */
export function noGrad<T>(f: () => T): T {
  return withRecording(false, f);
}
