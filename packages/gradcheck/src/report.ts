import { type Diagnosis, diagnosisMessage } from "./diagnose/messages.ts";
import type { Mode } from "./types.ts";

/** The entry that is furthest off, in units of its tolerance. */
export interface WorstEntry {
  /** The distinct input; for a jvp the one whose tangent was set. Null when all tangents were. */
  readonly input: number | null;
  /** The flat index in the gradient (vjp) or the output tangent (jvp). Null for a random direction. */
  readonly index: number | null;
  /** 0 is `inputs`, 1 the first of `points`. */
  readonly point: number;
  readonly analytic: number;
  readonly numeric: number;
  /** `analytic / numeric` */
  readonly ratio: number;
  /** `|analytic - numeric|` */
  readonly error: number;
  readonly tolerance: number;
}

/** What a check found. */
export interface Report {
  readonly ok: boolean;
  /** The check's name, such as `mul vjp`. */
  readonly name: string;
  readonly mode: Mode;
  /** Also given when the check passed; null when nothing could be compared. */
  readonly worst: WorstEntry | null;
  readonly diagnosis: Diagnosis | null;
  /** Entries (or directions) compared. */
  readonly checked: number;
  /** Entries (or directions) left out because f has a kink there. */
  readonly skipped: number;
  readonly seed: number;
  /** One line: what is wrong and where, or that all is well. */
  readonly message: string;
}

type Facts = Omit<Report, "message">;

/** Completes a report with its one line. */
export function makeReport(facts: Facts): Report {
  return { ...facts, message: messageOf(facts) };
}

function messageOf(facts: Facts): string {
  const counts = `${facts.checked} ${facts.mode === "full" ? "entries" : "directions"}, ${facts.skipped} skipped`;
  if (facts.ok) return `${facts.name}: ok (${counts}, seed ${facts.seed})`;
  const where = facts.worst === null ? "" : `${placeOf(facts.worst)}: ${numbersOf(facts.worst)}: `;
  const what = facts.diagnosis === null ? "no diagnosis fits" : diagnosisMessage(facts.diagnosis);
  return `${facts.name}: ${where}${what} (seed ${facts.seed})`;
}

function placeOf(worst: WorstEntry): string {
  const input = worst.input === null ? "all arguments" : `argument ${worst.input}`;
  const index = worst.index === null ? "a random direction" : `index ${worst.index}`;
  return `${input}, ${index}, point ${worst.point}`;
}

function numbersOf(worst: WorstEntry): string {
  return `analytic ${short(worst.analytic)}, numeric ${short(worst.numeric)}, ratio ${short(worst.ratio)}`;
}

/** Eight digits: two more than a default tolerance can tell apart. */
function short(x: number): string {
  return String(Number(x.toPrecision(8)));
}

/**
 * The report as lines to read: op, argument, index, point, analytic, numeric, ratio, error against what is
 * allowed, diagnosis, counts and seed.
 */
export function formatReport(report: Report, language: "en" | "es" = "en"): string {
  const counted = report.mode === "full" ? "entries" : "directions";
  const counts = `${report.checked} ${counted} checked (${report.mode}), ${report.skipped} skipped at kinks`;
  const { worst, diagnosis } = report;
  if (report.ok) {
    const margin =
      worst === null
        ? ""
        : `, worst ${(worst.error / (worst.tolerance || 1)).toExponential(1)} of the tolerance`;
    return `ok    ${report.name}: ${counts}${margin}, seed ${report.seed}`;
  }
  const lines = [`FAIL  ${report.name}`];
  if (worst !== null) {
    lines.push(
      `      where      ${placeOf(worst)}`,
      `      analytic   ${short(worst.analytic)}`,
      `      numeric    ${short(worst.numeric)}`,
      `      ratio      ${short(worst.ratio)}`,
      `      error      ${worst.error.toExponential(2)}, allowed ${worst.tolerance.toExponential(2)}`,
    );
  }
  if (diagnosis !== null) {
    const whose =
      diagnosis.input === null || diagnosis.input === worst?.input ? "" : `argument ${diagnosis.input}: `;
    lines.push(`      diagnosis  ${whose}${diagnosisMessage(diagnosis, language)} [${diagnosis.name}]`);
  }
  lines.push(`      counts     ${counts}`, `      seed       ${report.seed}`);
  return lines.join("\n");
}
