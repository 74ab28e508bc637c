/** Text files. */
import { isUtf8 } from "node:buffer";
import { readFile } from "node:fs/promises";

/**
 * The text of a file in UTF-8: without a byte order mark, every line end as "\n".
 *
 * @throws Error where the file cannot be read or is not UTF-8, with the first line that is not
 */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path);
  if (!isUtf8(bytes))
    throw new Error(
      `${path}:${brokenLine(bytes)}: this line is not UTF-8; convert the file, for example with iconv`,
    );
  return new TextDecoder().decode(bytes).replaceAll(/\r\n?/g, "\n");
}

/** The lines of a file, without their ends. Throws as {@link readText} does. */
export async function readLines(path: string): Promise<string[]> {
  const lines = (await readText(path)).split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function brokenLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(10, start);
    // No byte of a longer character is a line feed, so lines can be looked at one by one.
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) break;
    start = end + 1;
  }
  return line;
}
