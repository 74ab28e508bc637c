import type { FunctionLiteral } from "../runtime/protocol.ts";

/**
 * The functions of a module as a test calls them. They run in another process: each returns a promise, and where one
 * takes a function, a test gives its source, `fn("x => x * x")`.
 */
export type Remote<Module> = {
  readonly [Name in keyof Module as Module[Name] extends AnyFunction ? Name : never]: Module[Name] extends (
    ...args: infer Args
  ) => infer Result
    ? (...args: Sent<Args>) => Promise<Awaited<Result>>
    : never;
};

type AnyFunction = (...args: never[]) => unknown;
type Sent<Args extends unknown[]> = { [Index in keyof Args]: SentArgument<Args[Index]> };
// Distributes over unions, so that a function that may be left out may be left out.
type SentArgument<T> = T extends AnyFunction ? FunctionLiteral : T;
