import { fromMarkdown } from "mdast-util-from-markdown";
import { visit } from "unist-util-visit";

/** A TypeScript block of a Markdown file. */
export interface Snippet {
  readonly code: string;
  /** The line of the Markdown file on which the code begins, from 1. */
  readonly line: number;
  /** Marked `ts fragment`: part of a program, which is parsed but not run. */
  readonly fragment: boolean;
}

/**
 * The blocks marked `ts` or `typescript`. What follows the language says how: nothing, or `fragment`.
 *
 * @throws Error where something else follows it, because a misspelt `fragment` should not go unnoticed
 */
export function snippetsOf(markdown: string): Snippet[] {
  const found: Snippet[] = [];
  visit(fromMarkdown(markdown), "code", (node) => {
    if (node.lang !== "ts" && node.lang !== "typescript") return;
    const line = (node.position?.start.line ?? 0) + 1;
    if (node.meta && node.meta !== "fragment") {
      throw new Error(`line ${line - 1}: a ts block is marked "${node.meta}"; write "fragment" or nothing`);
    }
    found.push({ code: node.value, line, fragment: node.meta === "fragment" });
  });
  return found;
}
