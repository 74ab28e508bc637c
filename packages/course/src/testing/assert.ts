/** Assertions that say what was expected, what came, and for which expression. */
import { isDeepStrictEqual } from "node:util";
import { stringify } from "fast-check";

/** A value that is not the one it should be. */
export class Mismatch extends Error {
  override name = "Mismatch";
  readonly diagnosis: string | undefined;

  constructor(message: string, diagnosis?: string) {
    super(message);
    this.diagnosis = diagnosis;
  }
}

/**
 * Numbers, or nested arrays of numbers, that should be equal up to rounding:
 * `|got - expected| <= tolerance · max(1, |expected|)`. NaN equals NaN, an infinity equals only itself.
 *
 * @param what the expression that was computed, for the message
 */
export function close(got: unknown, expected: unknown, what: string, tolerance = 1e-9): void {
  if (!near(got, expected, tolerance)) throw mismatch(got, expected, what);
}

/** Values that should be equal, deeply and exactly. */
export function same(got: unknown, expected: unknown, what: string): void {
  if (!isDeepStrictEqual(got, expected)) throw mismatch(got, expected, what);
}

/** A condition that should hold; `what` states it. */
export function holds(condition: boolean, what: string): void {
  if (!condition) throw new Mismatch(`should hold, but does not: ${what}`);
}

/** The report of a gradient check that should be good. */
export function passes(report: {
  readonly ok: boolean;
  readonly message: string;
  readonly diagnosis: { readonly message: string } | null;
}): void {
  if (!report.ok) throw new Mismatch(report.message, report.diagnosis?.message);
}

function mismatch(got: unknown, expected: unknown, what: string): Mismatch {
  return new Mismatch(`${what}\n  expected  ${stringify(expected)}\n  got       ${stringify(got)}`);
}

function near(got: unknown, expected: unknown, tolerance: number): boolean {
  if (isList(expected)) {
    return (
      isList(got) && got.length === expected.length && expected.every((e, i) => near(got[i], e, tolerance))
    );
  }
  if (typeof got !== "number" || typeof expected !== "number") return false;
  if (Object.is(got, expected) || got === expected) return true;
  return Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected));
}

function isList(x: unknown): x is ArrayLike<unknown> & { every: unknown[]["every"] } {
  return Array.isArray(x) || ArrayBuffer.isView(x);
}
