/** What strings stand for: numbers, truth values, categories or text. */
import type { ColumnType } from "../table/table.ts";

const NUMBER = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|Infinity)$/;

/** What no number begins with: 007 is a name. */
const CODE = /^[+-]?0\d/;

const TRUTH: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["false", false],
]);

/** The number that a string is, or `undefined`. Spaces around it do not matter. */
export function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  return NUMBER.test(trimmed) ? Number(trimmed) : undefined;
}

/** The truth value that a string is, or `undefined`: `true` and `false` in any case; where declared, also 1 and 0. */
export function booleanOf(text: string, declared = false): boolean | undefined {
  const trimmed = text.trim().toLowerCase();
  if (declared && (trimmed === "1" || trimmed === "0")) return trimmed === "1";
  return TRUTH.get(trimmed);
}

/**
 * The narrowest type that holds all values: boolean, number, category, text. Numbers with leading zeros are names. A column
 * of strings is of categories if it has at most `categories` different ones and each comes twice on average.
 */
export function inferType(values: readonly (string | null)[], categories: number): ColumnType {
  const present = values.filter((value) => value !== null);
  if (present.length === 0) return "text";
  if (present.every((value) => booleanOf(value) !== undefined)) return "boolean";
  if (present.every((value) => numberOf(value) !== undefined && !CODE.test(value.trim()))) return "number";
  const different = new Set(present).size;
  return different <= categories && 2 * different <= present.length ? "category" : "text";
}
