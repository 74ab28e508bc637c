import type { Evidence } from "../evidence.ts";
import { unsummedBroadcast } from "./broadcast.ts";
import { probesOf, type Rule } from "./explain.ts";
import { transposed } from "./layout.ts";
import { type Diagnosis, makeDiagnosis } from "./messages.ts";
import { ignoresUpstream, notReset, onePointOnly, singleEntry, upstreamTwice } from "./upstream.ts";
import { detachedSecondUse, firstOutputOnly, lastOutputOnly, overwritten, swappedArguments } from "./uses.ts";
import { constantFactor, inf, nan, sign, zero } from "./values.ts";

/** Rules that also explain a gradient of the wrong length; the others compare entry by entry. */
const ANY_LENGTH: readonly Rule[] = [unsummedBroadcast, swappedArguments];

const wrongLength: Rule = async (evidence, slot) => {
  const odd = probesOf(evidence, slot).find((p) => p.returned.length !== p.length);
  if (odd === undefined) return null;
  const values = { input: slot, got: odd.returned.length, expected: odd.length };
  return makeDiagnosis("wrong-length", slot, values);
};

/**
 * In the order of how much a match says. A rule that names a mechanism must reproduce every number from it, so
 * it goes before one that only describes the numbers: `x * x` with one use lost is also "off by 1/2". What
 * makes comparison impossible goes first; among the rest, zero goes before the uses (a lost use may be the only
 * one that mattered), arguments before layout before upstream, and last what fits most faults.
 */
const RULES: readonly Rule[] = [
  nan,
  inf,
  zero,
  overwritten,
  detachedSecondUse,
  swappedArguments,
  transposed,
  unsummedBroadcast,
  ignoresUpstream,
  upstreamTwice,
  sign,
  lastOutputOnly,
  firstOutputOnly,
  notReset,
  constantFactor,
  onePointOnly,
  singleEntry,
];

/** The fault that the numbers of the failing slots point to, null where no rule fits. */
export async function diagnose(evidence: Evidence, failing: readonly number[]): Promise<Diagnosis | null> {
  for (const slot of failing) {
    const fits = probesOf(evidence, slot).every((p) => p.returned.length === p.length);
    for (const rule of fits ? RULES : [...ANY_LENGTH, wrongLength]) {
      const found = await rule(evidence, slot);
      if (found !== null) return makeDiagnosis(found.name, found.input, found.values, evidence.kind);
    }
  }
  return null;
}
