/** Finds the bodies of named functions in TypeScript source: the places that stubs and mutants are made at. */

import { type Function as FunctionNode, type Node, parseSync, type Statement } from "oxc-parser";
import { UserError } from "../failure.ts";

/** A stretch of source text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The body of the function that `symbol` names: `derivative` (a function), `Value.backward` (a method), `mul.da` (a
 * function in the object that a `const` is made from). Braces included; the bare expression of an arrow function.
 *
 * @throws UserError if the source has no such function
 */
export function findBody(code: string, symbol: string, file: string): Span {
  const [name, member] = symbol.split(".");
  for (const statement of parse(code, file)) {
    const declared = declaration(statement);
    const body = declared === undefined ? undefined : bodyIn(declared, name as string, member);
    if (body !== undefined) return { start: body.start, end: body.end };
  }
  throw new UserError(`${file} has no function ${symbol}, which a task's "symbol" in an exercise.json names`);
}

/** The module specifiers of all import and export statements, with the quotes. */
export function findSpecifiers(code: string, file: string): (Span & { value: string })[] {
  return parse(code, file).flatMap((statement) =>
    "source" in statement && statement.source !== null && typeof statement.source === "object"
      ? [{ start: statement.source.start, end: statement.source.end, value: String(statement.source.value) }]
      : [],
  );
}

/** The first syntax error of a file as `line:column message`, or `undefined`. */
export function syntaxError(code: string, file: string): string | undefined {
  const [error] = parseSync(file, code).errors;
  if (error === undefined) return undefined;
  const offset = error.labels[0]?.start ?? 0;
  const before = code.slice(0, offset).split("\n");
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1} ${error.message}`;
}

function parse(code: string, file: string): Statement[] {
  const { program, errors } = parseSync(file, code);
  if (errors.length > 0) throw new Error(`${file}:${syntaxError(code, file)}`);
  return program.body as Statement[];
}

function declaration(statement: Statement): Node | undefined {
  return statement.type === "ExportNamedDeclaration" ? (statement.declaration ?? undefined) : statement;
}

function bodyIn(node: Node, name: string, member: string | undefined): Node | undefined {
  if (node.type === "FunctionDeclaration" && member === undefined && node.id?.name === name)
    return body(node);
  if (node.type === "ClassDeclaration" && member !== undefined && node.id?.name === name) {
    for (const entry of node.body.body)
      if (entry.type === "MethodDefinition" && keyName(entry.key) === member) return body(entry.value);
  }
  if (node.type === "VariableDeclaration") {
    for (const { id, init } of node.declarations) {
      if (id.type !== "Identifier" || id.name !== name || init === null) continue;
      if (member === undefined) return functionBody(init);
      if (init.type !== "CallExpression") continue;
      for (const argument of init.arguments) {
        if (argument.type !== "ObjectExpression") continue;
        for (const entry of argument.properties)
          if (entry.type === "Property" && keyName(entry.key) === member) return functionBody(entry.value);
      }
    }
  }
  return undefined;
}

function functionBody(node: Node): Node | undefined {
  if (node.type === "ArrowFunctionExpression") return node.body;
  return node.type === "FunctionExpression" ? body(node) : undefined;
}

function body(node: FunctionNode): Node | undefined {
  return node.body ?? undefined;
}

function keyName(key: Node): string | undefined {
  return key.type === "Identifier" ? key.name : undefined;
}
