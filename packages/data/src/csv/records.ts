/** CSV as records of strings, each with the place it comes from. */
import { CsvError, parse } from "csv-parse/sync";

/** Where a text comes from, and how to find a line in it. */
export interface Source {
  readonly name: string;
  readonly bytes: Buffer;
}

/** One record: the values of a line (or of several, where a quoted value holds line ends). */
export interface CsvRecord {
  readonly values: readonly string[];
  /** The first byte. */
  readonly start: number;
}

/** @throws Error where quotes do not match, with the line */
export function recordsOf(source: Source, delimiter: string): CsvRecord[] {
  try {
    return parseRecords(source, delimiter);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const unclosed = error.code === "CSV_QUOTE_NOT_CLOSED";
    const { bytes, records } = error as CsvError & { bytes: number; records: number };
    // The parser stands at the end of the file then; the quote stands in the record after the last complete one.
    const start = records === 0 ? 0 : (parseRecords(source, delimiter, records).at(-1)?.end ?? 0);
    const line = lineAt(source, unclosed ? start : bytes);
    // The parser's own count takes "\r\n" inside of quotes for two lines.
    const message = error.message.replace(/ at line \d+/, "");
    const what = unclosed ? "a quote in the record that begins here is never closed" : message;
    throw new Error(`${source.name}:${line}: ${what}; quotes inside of quoted values are doubled ("")`, {
      cause: error,
    });
  }
}

function parseRecords(
  source: Source,
  delimiter: string,
  count = -1,
): (CsvRecord & { readonly end: number })[] {
  const parsed = parse(source.bytes, {
    delimiter,
    to: count,
    bom: true,
    info: true,
    // Rows of other lengths are refused later, by their line.
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ["\r\n", "\n", "\r"],
  }) as unknown as readonly { readonly record: string[]; readonly info: { readonly bytes: number } }[];
  return parsed.map(({ record, info }, i) => ({
    values: record,
    start: parsed[i - 1]?.info.bytes ?? 0,
    end: info.bytes,
  }));
}

const [LF, CR] = [10, 13];

/** The number of the line, from 1, on which a record that begins at or after `start` begins. */
export function lineAt({ bytes }: Source, start: number): number {
  let at = start;
  while (bytes[at] === LF || bytes[at] === CR) at++;
  let line = 1;
  for (let i = 0; i < at; i++) if (bytes[i] === LF || (bytes[i] === CR && bytes[i + 1] !== LF)) line++;
  return line;
}
