import { isClose, RTOL } from "../compare.ts";
import { counts, isZero, probesOf, type Rule, supposing } from "./explain.ts";
import { makeDiagnosis } from "./messages.ts";

/** Some entry is NaN. */
export const nan: Rule = async (evidence, slot) => {
  const count = probesOf(evidence, slot).reduce((sum, p) => sum + p.returned.filter(Number.isNaN).length, 0);
  return count > 0 ? makeDiagnosis("nan", slot, { count }) : null;
};

/** Some entry is infinite where the numeric one is not that infinity. */
export const inf: Rule = async (evidence, slot) => {
  let count = 0;
  for (const p of probesOf(evidence, slot)) {
    for (const [e, a] of p.analytic.entries()) {
      if (Math.abs(a) === Infinity && counts(p, e) && a !== p.numeric[e]) count++;
    }
  }
  return count > 0 ? makeDiagnosis("inf", slot, { count }) : null;
};

/** `analytic = 0` in every entry. */
export const zero: Rule = supposing("zero", (p) => new Float64Array(p.numeric.length));

/** `analytic = -numeric` in every entry. */
export const sign: Rule = supposing("sign", (p) => p.numeric.map((x) => -x));

/** `analytic = c numeric` with one c for every entry, point and cotangent; c by least squares. */
const factor =
  (plainOnly: boolean): Rule =>
  async (evidence, slot) => {
    const probes = probesOf(evidence, slot);
    // Divided by the largest entry, so that squares neither overflow nor vanish.
    const largest = Math.max(...probes.flatMap((p) => [...p.numeric].map(Math.abs)));
    let [products, squares, witnesses] = [0, 0, 0];
    for (const p of probes) {
      for (const [e, numeric] of p.numeric.entries()) {
        if (!counts(p, e) || isZero(p, e)) continue;
        products += ((p.analytic[e] as number) / largest) * (numeric / largest);
        squares += (numeric / largest) ** 2;
        if (p.draw === 0) witnesses++;
      }
    }
    const c = products / squares;
    if (isClose(c, 1, 2 * RTOL)) return null;
    // A single entry at a single point has some ratio whatever the fault; only a plain one says something.
    if (!Number.isFinite(c) || ((plainOnly || witnesses < 2) && !isPlain(c))) return null;
    const rule = supposing("constant-factor", (p) => p.numeric.map((x) => c * x));
    if ((await rule(evidence, slot)) === null) return null;
    return makeDiagnosis("constant-factor", slot, { factor: nameFactor(c) });
  };

export const constantFactor: Rule = factor(false);

function isPlain(c: number): boolean {
  return [c, 1 / c].some((k) => Math.abs(k) < 12.5 && isClose(k, Math.round(k), 1e-5 * Math.abs(k)));
}

/** `2`, `1/6`, `-3/2`, or five digits such as `1.0005`. */
export function nameFactor(c: number): string {
  for (let denominator = 1; denominator <= 64; denominator++) {
    const numerator = Math.round(c * denominator);
    if (numerator !== 0 && isClose(c, numerator / denominator, 1e-6 * Math.abs(c))) {
      return denominator === 1 ? String(numerator) : `${numerator}/${denominator}`;
    }
  }
  return String(Number(c.toPrecision(5)));
}
