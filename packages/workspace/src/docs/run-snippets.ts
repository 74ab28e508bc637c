import { inspect } from "node:util";

/**
 * Runs the modules named on its command line, one after the other, and writes what became of each to its
 * parent: `null`, or the line of the error and what it says. A program of its own, because snippets patch,
 * print and end as they like.
 */

/** What is sent for each file. */
export interface Outcome {
  readonly file: string;
  readonly error: string | null;
}

let printed = "";

const promise = {
  listen(): void {
    printed = "";
  },
  printed(line: number, expected: string): void {
    compare(line, "prints", printed.trimEnd(), expected);
  },
  is(value: unknown, line: number, expected: string): void {
    compare(line, "is", typeof value === "string" ? value : inspect(value), expected);
  },
};

function compare(line: number, verb: string, got: string, expected: string): void {
  const pattern = expected
    .split("…")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[^]*");
  const trimmed = got.split("\n").map((text) => text.trimEnd());
  if (new RegExp(`^${pattern}$`).test(trimmed.join("\n"))) return;
  throw new Error(`code line ${line} promises "→ ${expected}", but it ${verb} ${got}`);
}

Object.assign(globalThis, { __promise: promise });

process.stdout.write = ((chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
  printed += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
  const done = rest.find((each) => typeof each === "function");
  if (done !== undefined) done();
  return true;
}) as typeof process.stdout.write;

for (const file of process.argv.slice(2)) {
  const error = await import(file).then(
    () => null,
    (reason: unknown) => (reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason)),
  );
  process.send?.({ file, error } satisfies Outcome);
}
process.disconnect?.();
