import fc from "fast-check";
import { formatReport, makeReport, type Report } from "../report.ts";
import type { Vector } from "../types.ts";
import { fastCheckParameters, type LawSettings } from "./settings.ts";

/** Inputs to draw: one arbitrary per input, or one for all of them where they depend on each other. */
export type DrawnInputs = readonly fc.Arbitrary<Vector>[] | fc.Arbitrary<readonly Vector[]>;

/** A law that does not hold. The message is for people, the fields are for programs. */
export class LawError extends Error {
  override readonly name = "LawError";
  /** The check at the shrunk inputs; null where the checked code threw. */
  readonly report: Report | null;
  readonly inputs: readonly (readonly number[])[];
  readonly seed: number;
  readonly path: string;

  constructor(
    message: string,
    found: { report: Report | null; inputs: number[][]; seed: number; path: string; cause?: unknown },
  ) {
    super(message, { cause: found.cause });
    this.report = found.report;
    this.inputs = found.inputs;
    this.seed = found.seed;
    this.path = found.path;
  }
}

/** A point and the seed of the check made there. */
type Case = [inputs: readonly Vector[], seed: number];

/** How a law looks at one point, and at further ones when asked for a diagnosis. */
export type CheckAt = (
  inputs: readonly Vector[],
  rest: { readonly points: readonly (readonly Vector[])[]; readonly seed: number },
) => Promise<Report>;

class WrongGradient extends Error {}

/** Points beside the shrunk one that a diagnosis must hold at, too. */
const WITNESSES = 4;

/**
 * Tries a check at random points and, where it fails, shrinks the point. A shrunk point is short to read but
 * poor in evidence (at zero, most faults look alike), so the diagnosis is that of the shrunk point together with
 * a few ordinary ones, and the shrunk point's own only where those allow none.
 *
 * @throws LawError with the report, the seed, the path and the shrunk inputs.
 */
export async function runLaw(
  name: string,
  drawn: DrawnInputs,
  settings: LawSettings,
  checkAt: CheckAt,
): Promise<void> {
  const inputs: fc.Arbitrary<readonly Vector[]> = "generate" in drawn ? drawn : fc.tuple(...drawn);
  const parameters = fastCheckParameters(settings);
  const property = fc.asyncProperty(inputs, fc.noShrink(fc.nat()), async (point, seed) => {
    const report = await checkAt(point, { points: [], seed });
    fc.pre(report.diagnosis?.name !== "all-skipped");
    if (!report.ok) throw new WrongGradient(report.message);
  });
  const outcome = await fc.check<Case>(property as fc.IAsyncProperty<Case>, parameters);
  if (!outcome.failed) return;

  const { counterexample, counterexamplePath, seed, errorInstance: error } = outcome;
  if (counterexample === null) {
    throw new Error(
      `${name}: ${outcome.numSkips} points were drawn and nearly all are kinks of f; narrow their domain`,
    );
  }
  const path = counterexamplePath ?? "";
  const [point, checkSeed] = counterexample;
  const plain = point.map((x) => Array.from(x));
  const found = { inputs: plain, seed, path };
  const where = [
    `      inputs     ${plain.map((x) => `[${x.join(", ")}]`).join(", ")}`,
    `      again      seed: ${seed}, path: "${path}" (after ${outcome.numRuns} runs and ${outcome.numShrinks} shrinks)`,
  ].join("\n");
  if (!(error instanceof WrongGradient)) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LawError(`${reason}\n      law        ${name}\n${where}`, {
      ...found,
      report: null,
      cause: error,
    });
  }
  const points = fc.sample(fc.noBias(inputs), { numRuns: WITNESSES, seed });
  const local = await checkAt(point, { points: [], seed: checkSeed });
  const wide = await checkAt(point, { points, seed: checkSeed });
  const report = makeReport({ ...local, diagnosis: wide.diagnosis ?? local.diagnosis });
  throw new LawError(`${report.message}\n${formatReport(report)}\n${where}`, { ...found, report });
}
