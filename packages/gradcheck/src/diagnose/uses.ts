import type { Probe } from "../evidence.ts";
import type { Line } from "../line.ts";
import { explains, probesOf, type Rule } from "./explain.ts";
import { makeDiagnosis } from "./messages.ts";

/** One of the uses of an aliased input stands for all of them. */
const oneUseOnly =
  (name: "overwritten" | "detached-second-use", pick: (uses: readonly number[]) => number): Rule =>
  async (evidence, slot) => {
    const uses = evidence.uses[slot] ?? [];
    if (uses.length < 2) return null;
    const found = await explains(probesOf(evidence, slot), (p) => p.contribution(pick(uses)));
    return found ? makeDiagnosis(name, slot) : null;
  };

/** `analytic = J_last^T g`: each use wrote its own gradient over the earlier one. */
export const overwritten: Rule = oneUseOnly("overwritten", (uses) => uses.length - 1);

/** `analytic = J_first^T g`: the later uses are cut off. */
export const detachedSecondUse: Rule = oneUseOnly("detached-second-use", () => 0);

/**
 * The same two faults inside one argument that feeds several outputs: of the sum `sum_j g_j J_ji` only the last
 * (or first) term that is not zero came back, as when a loop assigns where it must add.
 */
const oneOutputOnly =
  (name: "overwritten" | "detached-second-use", last: boolean): Rule =>
  async (evidence, slot) => {
    const found = await explains(probesOf(evidence, slot), (p) => terms(p, last));
    return found ? makeDiagnosis(name, slot) : null;
  };

export const lastOutputOnly: Rule = oneOutputOnly("overwritten", true);
export const firstOutputOnly: Rule = oneOutputOnly("detached-second-use", false);

function terms(probe: Probe, last: boolean): Float64Array | null {
  if (probe.columns === null) return null;
  return Float64Array.from(probe.columns, (column) => {
    const j = last
      ? column.value.findLastIndex((_, k) => feeds(column, k))
      : column.value.findIndex((_, k) => feeds(column, k));
    return j < 0 ? 0 : (probe.upstream[j] as number) * (column.value[j] as number);
  });
}

/** Whether the column's input entry reaches output j at all, as far as finite differences can tell. */
export function feeds(column: Line, j: number): boolean {
  return Math.abs(column.value[j] as number) > (column.error[j] as number);
}

/**
 * `analytic_s = numeric_t` and `analytic_t = numeric_s` (jvp: `J_t t_s` and `J_s t_t`) for two slots, both wrong.
 */
export const swappedArguments: Rule = async (evidence, slot) => {
  for (let other = 0; other < evidence.slots; other++) {
    if (other === slot) continue;
    const asOther = (p: Probe): Promise<ArrayLike<number> | null> | ArrayLike<number> | null => {
      const partner = evidence.probes.find(
        (q) => q.slot === (p.slot === slot ? other : slot) && q.point === p.point && q.draw === p.draw,
      );
      if (partner === undefined || !partner.complete || !p.complete) return null;
      if (evidence.kind === "vjp") return partner.numeric;
      return partner.upstream.length === p.upstream.length ? partner.answer(p.upstream) : null;
    };
    const pair = [slot, other].map((s) => probesOf(evidence, s));
    const both = await Promise.all(pair.map((probes) => explains(probes, asOther)));
    if (both.every(Boolean)) {
      return makeDiagnosis("swapped-arguments", null, {
        first: Math.min(slot, other),
        second: Math.max(slot, other),
      });
    }
  }
  return null;
};
