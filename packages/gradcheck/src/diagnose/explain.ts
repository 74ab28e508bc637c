import { isClose, RTOL } from "../compare.ts";
import type { Evidence, Probe } from "../evidence.ts";
import { SMOOTH } from "../kinks.ts";
import { type Diagnosis, type DiagnosisName, makeDiagnosis } from "./messages.ts";

/** Looks at the numbers of one failing slot and names the fault, or does not. */
export type Rule = (evidence: Evidence, slot: number) => Promise<Diagnosis | null>;

/** What would have come back if the fault were this one; null where that cannot be told. */
export type Hypothesis = (probe: Probe) => Promise<ArrayLike<number> | null> | ArrayLike<number> | null;

export function probesOf(evidence: Evidence, slot: number): Probe[] {
  return evidence.probes.filter((p) => p.slot === slot);
}

/** Whether entry e can be judged at all. */
export function counts(probe: Probe, e: number): boolean {
  return probe.verdict[e] === SMOOTH;
}

/** Whether entry e is wrong. */
export function isWrong(probe: Probe, e: number): boolean {
  const [analytic, numeric] = [probe.analytic[e] as number, probe.numeric[e] as number];
  return counts(probe, e) && !isClose(analytic, numeric, probe.tolerance[e] as number);
}

/** Whether the entry is zero as far as finite differences can tell. */
export function isZero(probe: Probe, e: number): boolean {
  return Math.abs(probe.numeric[e] as number) <= (probe.tolerance[e] as number);
}

/**
 * Whether a hypothesis reproduces what came back, entry by entry, at every point and for every cotangent. One
 * that does not reproduce a single wrong entry explains nothing.
 */
export async function explains(probes: readonly Probe[], hypothesis: Hypothesis): Promise<boolean> {
  let explained = 0;
  for (const probe of probes) {
    const supposed = await hypothesis(probe);
    if (supposed === null) return false;
    const judged = probe.returned.length === probe.length && supposed.length === probe.indices.length;
    const actual = judged ? probe.analytic : probe.returned;
    if (supposed.length !== actual.length) return false;
    const widest = probe.tolerance.reduce((a, b) => Math.max(a, b), 0);
    for (let e = 0; e < supposed.length; e++) {
      if (judged && !counts(probe, e)) continue;
      const value = supposed[e] as number;
      // The supposed value has an error of its own, which may be another entry's.
      const own = (judged ? (probe.tolerance[e] as number) : 0) + RTOL * Math.abs(value);
      if (!isClose(actual[e] as number, value, own + widest / 100)) return false;
      if (!judged || isWrong(probe, e)) explained++;
    }
  }
  return explained > 0;
}

/** A rule that is one hypothesis. */
export function supposing(name: DiagnosisName, hypothesis: Hypothesis): Rule {
  return async (evidence, slot) =>
    (await explains(probesOf(evidence, slot), hypothesis)) ? makeDiagnosis(name, slot) : null;
}
