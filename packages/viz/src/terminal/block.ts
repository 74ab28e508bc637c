import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";

export type Align = "left" | "right" | "center";

/** Columns a line takes on the terminal: wide characters count twice, colours not at all. */
export function columnsOf(line: string): number {
  return stringWidth(line);
}

/** Text brought to exactly `width` columns: filled up with spaces, or cut, with an ellipsis, losing its colours. */
export function fit(text: string, width: number, align: Align = "left"): string {
  const content = columnsOf(text) > width ? cut(text, width) : text;
  const space = width - columnsOf(content);
  const before = align === "left" ? 0 : align === "right" ? space : Math.floor(space / 2);
  return " ".repeat(before) + content + " ".repeat(space - before);
}

function cut(text: string, width: number): string {
  if (width < 1) return "";
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(stripVTControlCharacters(text))) {
    if (columnsOf(`${kept}${segment}…`) > width) break;
    kept += segment;
  }
  return `${kept}…`;
}

/**
 * Blocks of lines set side by side, top-aligned, `gap` columns between them.
 */
export function beside(blocks: readonly string[], gap = 2): string {
  const columns = blocks.map((block) => {
    const lines = block.split("\n");
    const width = Math.max(...lines.map(columnsOf));
    return { lines, width };
  });
  const height = Math.max(0, ...columns.map(({ lines }) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    columns
      .map(({ lines, width }) => fit(lines[row] ?? "", width))
      .join(" ".repeat(gap))
      .trimEnd(),
  ).join("\n");
}

/** @throws Error where a block is to be smaller than it can be drawn */
export function checkSize(
  what: string,
  size: { readonly width: number; readonly height: number },
  least: { readonly width: number; readonly height: number },
): void {
  for (const side of ["width", "height"] as const) {
    if (!Number.isInteger(size[side]) || size[side] < least[side]) {
      throw new Error(`${what}: ${side} must be a whole number >= ${least[side]}, got ${size[side]}`);
    }
  }
}
