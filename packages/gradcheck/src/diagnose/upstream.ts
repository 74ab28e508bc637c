import type { Evidence, Probe } from "../evidence.ts";
import { explains, isWrong, probesOf, type Rule, supposing } from "./explain.ts";
import { makeDiagnosis } from "./messages.ts";

/** `analytic = J^T 1` (jvp: `J 1`): the answer for an upstream of ones. */
export const ignoresUpstream: Rule = supposing("ignores-upstream", (p) => p.answer(p.upstream.map(() => 1)));

/** `analytic = J^T (g * g)` (jvp: `J (t * t)`). */
export const upstreamTwice: Rule = supposing("upstream-twice", (p) => p.answer(p.upstream.map((g) => g * g)));

/**
 * From the second call at a point on, what came back less what came back before is the right answer: the
 * earlier gradient was still there.
 */
export const notReset: Rule = async (evidence, slot) => {
  const later = probesOf(evidence, slot).filter((p) => p.draw > 0);
  const found = await explains(later, (p) => {
    const before = previous(evidence, p);
    return before === undefined ? null : p.numeric.map((x, e) => x + (before.analytic[e] as number));
  });
  return found ? makeDiagnosis("not-reset", slot) : null;
};

function previous(evidence: Evidence, probe: Probe): Probe | undefined {
  return evidence.probes.find(
    (p) => p.slot === probe.slot && p.point === probe.point && p.draw === probe.draw - 1,
  );
}

/**
 * The same cotangent gives the same gradient at every point, although the numeric one changes: the point, or
 * the answer at one point, was written into the code.
 */
export const onePointOnly: Rule = async (evidence, slot) => {
  const probes = probesOf(evidence, slot);
  const atFirst = (p: Probe): Probe => probes.find((q) => q.point === 0 && q.draw === p.draw) as Probe;
  const elsewhere = probes.filter((p) => p.point > 0);
  const frozen = elsewhere.every((p) => p.analytic.every((a, e) => a === atFirst(p).analytic[e]));
  const moves = elsewhere.some((p) =>
    p.numeric.some((x, e) => {
      const [here, there] = [p.tolerance[e] as number, atFirst(p).tolerance[e] as number];
      return Math.abs(x - (atFirst(p).numeric[e] as number)) > here + there;
    }),
  );
  return frozen && moves ? makeDiagnosis("one-point-only", slot) : null;
};

/** Every wrong entry has the same index, and there are other entries. */
export const singleEntry: Rule = async (evidence, slot) => {
  const wrong = new Set<number>();
  for (const p of probesOf(evidence, slot)) {
    if (!p.complete || p.length < 2) return null;
    for (const e of p.analytic.keys()) if (isWrong(p, e)) wrong.add(p.indices[e] as number);
  }
  const [index] = wrong;
  return wrong.size === 1 && index !== undefined ? makeDiagnosis("single-entry", slot, { index }) : null;
};
