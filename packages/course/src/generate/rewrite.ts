/**
 * Makes versions of a library file: with some bodies replaced. Stubs, the library as of a lesson, and mutants all come
 * from here, and from nothing but the library's own source.
 */
import { posix } from "node:path";
import MagicString from "magic-string";
import { findBody, findSpecifiers } from "./bodies.ts";

/** What to put in place of one function's body. */
export interface Replacement {
  readonly symbol: string;
  /** Statements, or an expression in parentheses, without the outer braces. */
  readonly body: string;
}

/** The body of a task that nobody has solved yet. Imports nothing, so that a stub needs nothing for it. */
export function todo(id: string): string {
  return `throw new Error("TODO ${id}");`;
}

/**
 * The file with the bodies replaced and its relative imports named by package (`./op.ts` in `packages/scalar/src` is
 * `@gradus/scalar/op`), so that it can lie anywhere; imports of `siblings`, which move along with it, stay relative.
 *
 * @param file path of `code` from the root of the repository
 * @param siblings such paths
 */
export function rewrite(
  code: string,
  file: string,
  replacements: readonly Replacement[],
  siblings: readonly string[] = [],
): string {
  const out = new MagicString(code);
  for (const { symbol, body } of replacements) {
    const { start, end } = findBody(code, symbol, file);
    const indent = indentOf(code, start);
    const lines = body.trimEnd().split("\n");
    const inner = lines.map((line) => (line === "" ? "" : `${indent}  ${line}`)).join("\n");
    out.update(start, end, `{\n${inner}\n${indent}}`);
  }
  for (const { start, end, value } of findSpecifiers(code, file)) {
    if (!value.startsWith(".")) continue;
    const target = posix.join(posix.dirname(file), value);
    const specifier = siblings.includes(target) ? `./${posix.basename(target)}` : packageSpecifier(target);
    out.update(start, end, JSON.stringify(specifier));
  }
  return out.toString();
}

/** `packages/scalar/src/op.ts` → `@gradus/scalar/op`. */
function packageSpecifier(file: string): string {
  const match = /^packages\/(?:models\/)?([^/]+)\/src\/(.+)\.ts$/.exec(file);
  if (match === null) throw new Error(`${file} is not a source file of a package`);
  return match[2] === "index" ? `@gradus/${match[1]}` : `@gradus/${match[1]}/${match[2]}`;
}

function indentOf(code: string, offset: number): string {
  const line = code.slice(code.lastIndexOf("\n", offset - 1) + 1);
  return /^\s*/.exec(line)?.[0] ?? "";
}
