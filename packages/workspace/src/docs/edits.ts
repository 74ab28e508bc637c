import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Paragraph, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";

/** What a document tells its reader to do with a block of code. */
export interface Edit {
  /** The file, from the folder that the document speaks of. */
  readonly file: string;
  readonly code: string;
  /** Where in the file: after this line, or in its place; `null`: the block is the whole file. */
  readonly place: { readonly how: "after" | "replace"; readonly line: string } | null;
  /** The line of the document on which the block begins, from 1. */
  readonly at: number;
}

const into = /(?:^|\s)In `([^`]+)`, (after|replace) the line `([^`]+)`,? (?:add|by):$/;
const whole = /(?:^|\s)Write `([^`]+)`:$/;

/**
 * The edits that a document asks for, in its order. The sentence before a block says where it goes:
 *
 * - "In `src/a.ts`, after the line `const a = [`, add:"
 * - "In `src/a.ts`, replace the line `const a = 1;` by:"
 * - "Write `src/a.ts`:"
 *
 * @throws Error where the sentence before a TypeScript block is none of these
 */
export function editsOf(markdown: string): Edit[] {
  const { children } = fromMarkdown(markdown);
  return children.flatMap((node, i) => {
    if (node.type !== "code" || node.lang !== "ts") return [];
    const at = (node.position?.start.line ?? 0) + 1;
    return [{ ...placeOf(sentenceOf(children[i - 1]), at), code: node.value, at }];
  });
}

function placeOf(sentence: string, at: number): Pick<Edit, "file" | "place"> {
  const [, file, how, line] = into.exec(sentence) ?? [];
  if (file !== undefined && line !== undefined) return { file, place: { how: how as "after", line } };
  const [, written] = whole.exec(sentence) ?? [];
  if (written !== undefined) return { file: written, place: null };
  throw new Error(
    `line ${at}: nothing says where this block goes; end the paragraph before it by "In \`file\`, after the line \`...\`, ` +
      `add:", "In \`file\`, replace the line \`...\` by:" or "Write \`file\`:"`,
  );
}

/** The text of a paragraph, code in backticks. */
function sentenceOf(node: RootContent | undefined): string {
  if (node?.type !== "paragraph") return "";
  const text = (child: Paragraph["children"][number]): string => {
    if (child.type === "inlineCode") return `\`${child.value}\``;
    if ("children" in child) return child.children.map(text).join("");
    return "value" in child ? child.value : "";
  };
  return node.children.map(text).join("").replace(/\s+/g, " ");
}

/**
 * Does what a document asks for.
 *
 * @throws Error if the line that it names is not in the file exactly once, or if a file to be written is there already
 */
export function follow(folder: string, { file, code, place, at }: Edit): void {
  const path = join(folder, file);
  if (place === null) {
    if (existsSync(path)) throw new Error(`line ${at}: ${file} is there already`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${code}\n`);
    return;
  }
  const lines = readFileSync(path, "utf8").split("\n");
  const found = [...lines.keys()].filter((i) => (lines[i] as string).trim() === place.line);
  const [index] = found;
  if (index === undefined || found.length > 1)
    throw new Error(`line ${at}: ${file} has the line ${place.line} ${found.length} times, not once`);
  const [from, removed] = place.how === "after" ? [index + 1, 0] : [index, 1];
  writeFileSync(path, lines.toSpliced(from, removed, ...code.split("\n")).join("\n"));
}
