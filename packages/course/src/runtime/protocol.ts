/** What the process that checks and the process that runs a student's code say to each other. */
import type { Replacements } from "./plug-in.ts";

/** Given to the child at its start. */
export interface SubjectConfig {
  readonly replacements: Replacements;
  /** URLs of the modules whose exported functions can be called. */
  readonly modules: readonly string[];
  /** The child ends itself above this resident memory. Bytes. */
  readonly memoryLimit: number;
}

/** Parent to child. A ping is answered at once unless the child is busy. */
export type Request =
  | { readonly kind: "call"; readonly id: number; readonly name: string; readonly args: readonly unknown[] }
  | { readonly kind: "ping" };

/** Child to parent. */
export type Reply =
  | { readonly kind: "ready" }
  | { readonly kind: "pong" }
  | { readonly kind: "broken"; readonly error: Thrown }
  | { readonly kind: "value"; readonly id: number; readonly value: unknown }
  | { readonly kind: "thrown"; readonly id: number; readonly error: Thrown };

/** An error as plain data. */
export interface Thrown {
  readonly name: string;
  readonly message: string;
  /** Where in the student's files it was thrown: `value.ts:12:5`. */
  readonly at?: string;
}

/** A function as an argument: its source travels, never the function. */
export interface FunctionLiteral {
  readonly fn: string;
}

/** Whether an argument is a function literal. */
export function isFunctionLiteral(x: unknown): x is FunctionLiteral {
  return (
    typeof x === "object" &&
    x !== null &&
    Object.keys(x).length === 1 &&
    "fn" in x &&
    typeof x.fn === "string"
  );
}

/** The last words on standard error of a child that needed too much memory. */
export const OUT_OF_MEMORY = "\u0000gradus: out of memory\n";
