/** Tables from CSV files and back (RFC 4180). */
import { readFile } from "node:fs/promises";
import { stringify } from "csv-stringify/sync";
import { type Cell, type Column, type ColumnType, Table } from "../table/table.ts";
import { booleanOf, inferType, numberOf } from "./infer.ts";
import { type CsvRecord, lineAt, recordsOf, type Source } from "./records.ts";

/** Options of {@link readCsv} and {@link parseCsv}. */
export interface CsvOptions {
  /** Types of columns by name. What is not named is inferred: a typing error makes a column of numbers one of names. */
  readonly types?: { readonly [column: string]: ColumnType };
  /** Names of the columns where the file has no line of them. */
  readonly header?: readonly string[];
  /** Between values, "," where left out. */
  readonly delimiter?: string;
  /** What stands for a missing value; the empty string, NA, N/A, NaN and null where left out. */
  readonly missingValues?: readonly string[];
  /** Keep rows with missing values (NaN, null), drop them, or refuse the file. Kept where left out. */
  readonly missing?: "keep" | "drop" | "error";
  /** How many names an inferred column of categories may have, 100 where left out; beyond it is text. */
  readonly maxCategories?: number;
  /** The name of the file, for messages. */
  readonly name?: string;
}

const MISSING: readonly string[] = ["", "NA", "N/A", "NaN", "null"];

/** {@link parseCsv} of a file in UTF-8. @throws Error as it does, or where the file cannot be read */
export async function readCsv(path: string, options: CsvOptions = {}): Promise<Table> {
  return parse({ name: options.name ?? path, bytes: await readFile(path) }, options);
}

/**
 * A table from CSV text: values in quotes may hold delimiters and line ends, lines may end in any way, empty lines are
 * passed over. The first line names the columns.
 *
 * @throws Error where quotes do not match, a row has too few or too many values, a value is not of the declared type, or
 *   one is missing that must not be: each with the line and the column
 */
export function parseCsv(text: string, options: CsvOptions = {}): Table {
  return parse({ name: options.name ?? "CSV", bytes: Buffer.from(text) }, options);
}

/** The inverse of {@link parseCsv}: names in the first line, missing values empty. */
export function formatCsv(table: Table, { delimiter = "," }: { readonly delimiter?: string } = {}): string {
  const rows = Array.from({ length: table.length }, (_, i) =>
    Object.values(table.columns).map((column) => show(column.values[i] as Cell)),
  );
  // A row of one missing value would otherwise be an empty line, which readers pass over.
  return stringify([table.names, ...rows], { delimiter, quoted_empty: table.columns.length === 1 });
}

function parse(source: Source, options: CsvOptions): Table {
  const { types = {}, missingValues = MISSING, missing = "keep", maxCategories = 100 } = options;
  const records = recordsOf(source, options.delimiter ?? ",");
  const names = options.header ?? records.shift()?.values;
  if (names === undefined)
    throw new Error(`${source.name}: empty; the first line must name the columns, or pass \`header\``);
  const unknown = Object.keys(types).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`${source.name}: no column "${unknown}" to have a type; there are ${names.join(", ")}`);
  for (const record of records) checkLength(source, record, names);

  const holes = new Set(missingValues);
  const isMissing = ({ values }: CsvRecord) => values.findIndex((value) => holes.has(value));
  if (missing === "error") {
    const gap = records.find((record) => isMissing(record) >= 0);
    if (gap !== undefined)
      fail(
        source,
        gap,
        `column "${names[isMissing(gap)]}": the value is missing; fill it in, or let \`missing\` be "keep" or "drop"`,
      );
  }
  const kept = missing === "drop" ? records.filter((record) => isMissing(record) < 0) : records;
  return new Table(
    names.map((name, k) => {
      const values = kept.map((record) =>
        holes.has(record.values[k] as string) ? null : (record.values[k] as string),
      );
      const type = types[name] ?? inferType(values, maxCategories);
      return toColumn(source, kept, name, type, values);
    }),
  );
}

function toColumn(
  source: Source,
  records: readonly CsvRecord[],
  name: string,
  type: ColumnType,
  values: readonly (string | null)[],
): Column {
  const convert = <T>(what: string, hole: T, of: (text: string) => T | undefined): T[] =>
    values.map((value, i) => {
      if (value === null) return hole;
      const converted = of(value);
      if (converted !== undefined) return converted;
      const found = JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
      return fail(
        source,
        records[i] as CsvRecord,
        `column "${name}": ${found} is not ${what}; correct it, or add it to \`missingValues\``,
      );
    });
  switch (type) {
    case "number":
      return { name, type, values: Float64Array.from(convert("a number", Number.NaN, numberOf)) };
    case "boolean":
      return {
        name,
        type,
        values: convert<boolean | null>("true or false", null, (text) => booleanOf(text, true)),
      };
    case "category":
    case "text":
      return { name, type, values };
    default:
      throw new Error(
        `${source.name}: column "${name}" has the type "${String(type)}"; types are number, boolean, category, text`,
      );
  }
}

function checkLength(source: Source, record: CsvRecord, names: readonly string[]): void {
  const { length } = record.values;
  if (length === names.length) return;
  fail(
    source,
    record,
    `${length} value${length === 1 ? "" : "s"}, but ${names.length} columns (${names.join(", ")}); is a delimiter missing, or a quote?`,
  );
}

function fail(source: Source, record: CsvRecord, what: string): never {
  throw new Error(`${source.name}:${lineAt(source, record.start)}: ${what}`);
}

function show(value: Cell): string {
  if (value === null || Number.isNaN(value)) return "";
  return Object.is(value, -0) ? "-0" : String(value);
}
