import { badness } from "./compare.ts";
import { diagnose } from "./diagnose/index.ts";
import { type Diagnosis, makeDiagnosis } from "./diagnose/messages.ts";
import type { Comparison, Evidence } from "./evidence.ts";
import { KINK, NOISY } from "./kinks.ts";
import type { Problem } from "./problem.ts";
import { makeReport, type Report, type WorstEntry } from "./report.ts";

/** The comparisons of one check, counted. */
export interface Verdicts {
  readonly checked: number;
  readonly skipped: number;
  readonly noisy: number;
  readonly worst: WorstEntry | null;
  /** Slots with a wrong entry, the worst first. */
  readonly failing: readonly number[];
}

/**
 * @param joint the slot that stands for all inputs together, if there is one.
 */
export function judge(comparisons: readonly Comparison[], joint: number | null = null): Verdicts {
  let [checked, skipped, noisy] = [0, 0, 0];
  let worst: WorstEntry | null = null;
  let worstBadness = -1;
  const bySlot = new Map<number, number>();
  for (const c of comparisons) {
    for (const [e, analytic] of c.analytic.entries()) {
      const [numeric, tolerance] = [c.numeric[e] as number, c.tolerance[e] as number];
      // A kink excuses any number but NaN, which never passes.
      const excused = c.verdict[e] === KINK && !Number.isNaN(analytic);
      // Every draw sees the same entries, so one of them counts them.
      if (c.draw === 0) {
        if (excused) skipped++;
        else checked++;
      }
      if (excused) continue;
      if (c.verdict[e] === NOISY) noisy++;
      const bad = badness(analytic, numeric, tolerance);
      bySlot.set(c.slot, Math.max(bySlot.get(c.slot) ?? 0, bad));
      if (bad > worstBadness) {
        worstBadness = bad;
        worst = {
          input: c.slot === joint ? null : c.slot,
          index: c.indices === null ? null : (c.indices[e] as number),
          point: c.point,
          analytic,
          numeric,
          ratio: analytic / numeric,
          error: Math.abs(analytic - numeric),
          tolerance,
        };
      }
    }
  }
  const failing = [...bySlot].filter(([, bad]) => bad > 1).sort(([s, a], [t, b]) => b - a || s - t);
  return { checked, skipped, noisy, worst, failing: failing.map(([slot]) => slot) };
}

/** The report on comparisons that were made; `evidence` is what the diagnosis of a failure looks at. */
export async function conclude(
  problem: Problem,
  verdicts: Verdicts,
  evidence: () => Promise<Evidence | null>,
): Promise<Report> {
  const { checked, skipped, noisy, worst, failing } = verdicts;
  const counts = { name: problem.name, mode: problem.mode, checked, skipped, seed: problem.seed };
  if (checked === 0)
    return makeReport({ ...counts, ok: false, worst, diagnosis: makeDiagnosis("all-skipped") });
  if (noisy > 0) return makeReport({ ...counts, ok: false, worst, diagnosis: makeDiagnosis("f-noisy") });
  if (failing.length === 0) return makeReport({ ...counts, ok: true, worst, diagnosis: null });
  const facts = await evidence();
  const diagnosis = facts === null ? null : await diagnose(facts, failing);
  return makeReport({ ...counts, ok: false, worst, diagnosis });
}

/** The report where no comparison could be made. */
export function failure(problem: Problem, diagnosis: Diagnosis): Report {
  const { name, mode, seed } = problem;
  return makeReport({ ok: false, name, mode, worst: null, diagnosis, checked: 0, skipped: 0, seed });
}

/** Where f itself is not finite there is nothing to compare with. */
export function domainFault(problem: Problem): Report | null {
  for (const { output } of problem.points) {
    const index = output.findIndex((y) => !Number.isFinite(y));
    if (index < 0) continue;
    return failure(problem, makeDiagnosis("f-not-finite", null, { value: output[index] as number, index }));
  }
  return null;
}
