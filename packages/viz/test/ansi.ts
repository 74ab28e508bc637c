/** A character as a terminal shows it: colours are "r,g,b", or undefined where none is set. */
export interface Cell {
  readonly character: string;
  readonly foreground: string | undefined;
  readonly background: string | undefined;
}

/** The cells of each line of a text with 24-bit colours; any other escape sequence throws. */
export function cellsOf(text: string): Cell[][] {
  let [foreground, background]: [string | undefined, string | undefined] = [undefined, undefined];
  return text.split("\n").map((line) => {
    const cells: Cell[] = [];
    for (const [, code, character] of line.matchAll(/\u001b\[([\d;]*)m|(.)/gu)) {
      if (character !== undefined) cells.push({ character, foreground, background });
      else if (code === "39") foreground = undefined;
      else if (code === "49") background = undefined;
      else if (code?.startsWith("38;2;")) foreground = code.slice(5).replaceAll(";", ",");
      else if (code?.startsWith("48;2;")) background = code.slice(5).replaceAll(";", ",");
      else if (code !== "1" && code !== "22") throw new Error(`unexpected escape sequence ${code}`);
    }
    return cells;
  });
}

export function channels(color: string | undefined): [red: number, green: number, blue: number] {
  return (color ?? "").split(",").map(Number) as [number, number, number];
}
