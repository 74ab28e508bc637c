import type { Expression } from "oxc-parser";
import { parseSync, Visitor } from "oxc-parser";

/** One place where a file names another module. */
export interface Import {
  readonly specifier: string;
  /** Gone at run time: `import type`, `export type`, or a type written `import("x").T`. */
  readonly typeOnly: boolean;
  readonly line: number;
}

/**
 * Every module that a file names, in whichever way: import, export from, dynamic import, `import("x").T` as a
 * type, `import x = require("x")`, `require("x")`, `import.meta.resolve("x")`.
 *
 * @throws SyntaxError where the file does not parse, with its first error and the line
 */
export function importsOf(file: string, source: string): Import[] {
  const { program, errors } = parseSync(file, source);
  const lineOf = (offset: number): number => source.slice(0, offset).split("\n").length;
  const first = errors[0];
  if (first !== undefined) {
    throw new SyntaxError(`line ${lineOf(first.labels[0]?.start ?? 0)}: ${first.message}`);
  }
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean, offset: number): void => {
    found.push({ specifier, typeOnly, line: lineOf(offset) });
  };
  const addLiteral = (node: Expression | undefined, offset: number): void => {
    if (node?.type === "Literal" && typeof node.value === "string") add(node.value, false, offset);
  };
  new Visitor({
    ImportDeclaration(node) {
      // `import { type A } from "x"` still runs x under verbatimModuleSyntax.
      add(node.source.value, node.importKind === "type", node.start);
    },
    ExportAllDeclaration(node) {
      add(node.source.value, node.exportKind === "type", node.start);
    },
    ExportNamedDeclaration(node) {
      if (node.source) add(node.source.value, node.exportKind === "type", node.start);
    },
    ImportExpression(node) {
      addLiteral(node.source, node.start);
    },
    TSImportType(node) {
      add(node.source.value, true, node.start);
    },
    TSImportEqualsDeclaration(node) {
      const reference = node.moduleReference;
      if (reference.type === "TSExternalModuleReference") add(reference.expression.value, false, node.start);
    },
    CallExpression(node) {
      const argument = node.arguments[0];
      if (argument === undefined || argument.type === "SpreadElement") return;
      if (
        /^(require|require\.resolve|import\.meta\.resolve)$/.test(
          source.slice(node.callee.start, node.callee.end),
        )
      ) {
        addLiteral(argument, node.start);
      }
    },
  }).visit(program);
  return found;
}
