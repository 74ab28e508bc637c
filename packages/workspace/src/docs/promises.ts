import MagicString from "magic-string";
import type { Comment, ExpressionStatement, Node, ParseResult } from "oxc-parser";
import { parseSync, Visitor } from "oxc-parser";

/** What a snippet's comments promise: the statement that ends on `line` prints, or is, `expected`. */
interface Promised {
  readonly statement: ExpressionStatement;
  readonly expected: string[];
}

/**
 * Makes a snippet keep its word: each statement that a comment `// → value` follows, on its line or on the
 * lines below, is wrapped in calls that compare. A call of `console` must print the value; any other
 * expression must be it, as `console.log` would show it. `…` stands for any text.
 *
 * @returns the code to run, line for line where it was
 * @throws SyntaxError where the code does not parse, or a promise follows no statement
 */
export function keepPromises(code: string): string {
  const text = new MagicString(code);
  for (const { statement, expected } of promisesOf(code)) {
    const line = lineAt(code, statement.start);
    const value = JSON.stringify(expected.join("\n"));
    if (isPrinting(code, statement.expression)) {
      text.appendLeft(statement.start, "__promise.listen(); ");
      text.appendRight(statement.end, ` __promise.printed(${line}, ${value});`);
    } else {
      text.appendLeft(statement.start, "__promise.is(");
      text.overwrite(statement.expression.end, statement.end, `, ${line}, ${value});`);
    }
  }
  return text.toString();
}

/** @throws SyntaxError with the line, counted from the snippet's first */
function parse(code: string): ParseResult {
  const result = parseSync("snippet.ts", code);
  const first = result.errors[0];
  if (first === undefined) return result;
  throw new SyntaxError(`line ${lineAt(code, first.labels[0]?.start ?? 0)}: ${first.message}`);
}

/**
 * Makes sure that a fragment parses: as a module, as the body of a function, as members of a class, an object, a list or a
 * union type.
 *
 * @throws SyntaxError of the first of these, where it is none
 */
export function parseFragment(code: string): void {
  // On one line with the code, so that lines are counted right.
  const readings = [
    code,
    `async function* f() { ${code}\n}`,
    `class C { ${code}\n}`,
    `({ ${code}\n})`,
    `[ ${code}\n]`,
    `type T = ${code}\n`,
  ];
  if (!readings.some((each) => parseSync("snippet.ts", each).errors.length === 0)) parse(code);
}

function promisesOf(code: string): Promised[] {
  const { program, comments } = parse(code);
  const statements = statementsIn(program);
  const promises = new Map<ExpressionStatement, string[]>();
  for (const comment of comments) {
    const expected = /^ ?→ ?(.*)$/.exec(comment.value)?.[1];
    if (expected === undefined) continue;
    const statement = statementBefore(comment, statements, code);
    if (statement === undefined) {
      throw new SyntaxError(`line ${lineAt(code, comment.start)}: "// →" follows no expression statement`);
    }
    promises.set(statement, [...(promises.get(statement) ?? []), expected.trimEnd()]);
  }
  return [...promises].map(([statement, expected]) => ({ statement, expected }));
}

/** Only statements in a row can be wrapped: not the lone body of an `if`. */
function statementsIn(program: Node): ExpressionStatement[] {
  const found: ExpressionStatement[] = [];
  const take = (body: readonly Node[]): void => {
    for (const node of body) if (node.type === "ExpressionStatement") found.push(node);
  };
  new Visitor({
    Program: (node) => take(node.body),
    BlockStatement: (node) => take(node.body),
  }).visit(program as Parameters<Visitor["visit"]>[0]);
  return found;
}

/** The last statement before a comment, if nothing but white space and comments lies between. */
function statementBefore(
  comment: Comment,
  statements: readonly ExpressionStatement[],
  code: string,
): ExpressionStatement | undefined {
  const before = statements.filter(({ end }) => end <= comment.start);
  const last = before.reduce((a, b) => (b.end > a.end ? b : a), before[0] as ExpressionStatement);
  if (last === undefined) return undefined;
  return /^(\s|\/\/[^\n]*\n)*$/.test(code.slice(last.end, comment.start)) ? last : undefined;
}

function isPrinting(code: string, expression: Node): boolean {
  return expression.type === "CallExpression" && /^console\./.test(code.slice(expression.callee.start));
}

function lineAt(code: string, offset: number): number {
  return code.slice(0, offset).split("\n").length;
}
