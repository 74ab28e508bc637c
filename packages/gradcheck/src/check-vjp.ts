import { diagnose } from "./diagnose/index.ts";
import { type Diagnosis, makeDiagnosis } from "./diagnose/messages.ts";
import { compareDirections, findIndex, sampleIndices } from "./directions.ts";
import type { Comparison, Evidence, Probe } from "./evidence.ts";
import { conclude, domainFault, failure, judge } from "./judge.ts";
import type { Line } from "./line.ts";
import { shareNoise, transposedTimes } from "./linear.ts";
import { columns, describe, isVector, toVector } from "./numeric.ts";
import { type Point, type Problem, prepare } from "./problem.ts";
import { createRandom, type Random, signedVector } from "./random.ts";
import type { Report } from "./report.ts";
import type { CheckOptions, VjpFunction } from "./types.ts";

export interface CheckVjpOptions extends CheckOptions {
  readonly vjp: VjpFunction;
}

/** Two, so that what does not depend on the cotangent as it should cannot agree with both. */
const DRAWS = 2;

/** One call of the checked vjp. */
interface Call {
  readonly point: Point;
  readonly pointIndex: number;
  readonly draw: number;
  readonly cotangent: Float64Array;
  /** One gradient per distinct input, as it came back. */
  readonly gradients: readonly Float64Array[];
}

/**
 * Checks `vjp(inputs, g) = (g^T J_1, ..., g^T J_n)` against central differences of `f`, in float64.
 *
 * At every point the vjp is called with two random cotangents. In the full mode each entry is compared with the
 * numeric `sum_j g_j (f_j(x + h e_i) - f_j(x - h e_i)) / 2h`; in the directional mode, for large inputs, random
 * directions v are: `<vjp(g), v>` with `<g, Jv>`, and a failing direction is halved down to an entry.
 * An entry passes when `|analytic - numeric| <= rtol |numeric| + atol max|gradient| + e`, e being the measured
 * uncertainty of the numeric entry itself. Entries at a kink of f are left out and counted.
 *
 * What the vjp returns is never trusted: wrong counts, lengths and NaN are reported, not thrown. What `f` or
 * `vjp` throws comes through.
 *
 * @throws if an option makes no sense (lengths, alias, shapes, tolerances), saying both values and what to do.
 */
export function checkVjp(options: CheckVjpOptions): Promise<Report> {
  return checkVjpAs("vjp", options);
}

/** {@link checkVjp} under another name in its messages. */
export async function checkVjpAs(kind: string, options: CheckVjpOptions): Promise<Report> {
  const problem = await prepare(kind, options);
  if (typeof options.vjp !== "function") {
    throw new Error(
      `${problem.name}: vjp is ${typeof options.vjp}; give a function (inputs, cotangent) => gradients`,
    );
  }
  const fault = domainFault(problem);
  if (fault !== null) return fault;

  const random = createRandom(problem.seed);
  const cotangents = Array.from({ length: DRAWS }, () => signedVector(random, outputsOf(problem)));
  const calls: Call[] = [];
  for (const [pointIndex, point] of problem.points.entries()) {
    for (const [draw, cotangent] of cotangents.entries()) {
      const data: unknown = await options.vjp(
        point.inputs.map((x) => x.slice()),
        cotangent.slice(),
      );
      const gradients = readGradients(data, problem.uses.length);
      if (gradients === null) return failure(problem, wrongCount(data, problem.uses.length));
      calls.push({ point, pointIndex, draw, cotangent, gradients });
    }
  }
  const misfit = problem.uses.findIndex((_, s) =>
    calls.some((c) => c.gradients[s]?.length !== lengthOf(c, s)),
  );
  const full = problem.mode === "full";
  if (misfit >= 0) {
    const evidence = await gather(problem, calls, full ? allIndices(problem) : problem.uses.map(() => []));
    const named = await diagnose(evidence, [misfit]);
    return failure(problem, named ?? makeDiagnosis("wrong-length", misfit, {}, "vjp"));
  }
  return full ? checkEntries(problem, calls) : checkDirections(problem, calls, random);
}

async function checkEntries(problem: Problem, calls: readonly Call[]): Promise<Report> {
  const evidence = await gather(problem, calls, allIndices(problem));
  return conclude(problem, judge(evidence.probes), async () => evidence);
}

async function checkDirections(problem: Problem, calls: readonly Call[], random: Random): Promise<Report> {
  const comparisons: Comparison[] = [];
  for (const call of calls) {
    for (const slot of problem.uses.keys()) {
      const { point, cotangent } = call;
      const gradient = call.gradients[slot] as Float64Array;
      const numbers = await compareDirections(problem, { point, slot, cotangent, gradient }, random);
      comparisons.push({ ...numbers, slot, point: call.pointIndex, draw: call.draw, indices: null });
    }
  }
  const verdicts = judge(comparisons);
  const slot = verdicts.failing[0];
  if (slot === undefined) return conclude(problem, verdicts, async () => null);

  // The failing direction names no entry: search for one, then look at it and at a sample of the others.
  let found: number | null = null;
  for (const call of calls) {
    if (call.pointIndex !== verdicts.worst?.point || found !== null) continue;
    const { point, cotangent } = call;
    const gradient = call.gradients[slot] as Float64Array;
    found = await findIndex(problem, { point, slot, cotangent, gradient }, random);
  }
  const sample = (problem.points[0] as Point).inputs.map((x, s) =>
    sampleIndices(x.length, s === slot ? found : null, random),
  );
  const evidence = await gather(problem, calls, sample);
  const entries = judge(evidence.probes);
  const worst = entries.failing.length > 0 ? entries.worst : verdicts.worst;
  return conclude(problem, { ...verdicts, worst }, async () => evidence);
}

/** Measures the Jacobian's columns at every point and sets them beside what came back. */
async function gather(
  problem: Problem,
  calls: readonly Call[],
  indices: readonly (readonly number[])[],
): Promise<Evidence> {
  const measure = (point: Point, slot: number, group: readonly number[]): Promise<Line[]> =>
    columns(problem.evaluate, point.args, group, point.output, indices[slot]);
  const jacobians: Line[][][] = [];
  for (const point of problem.points) {
    const blocks: Line[][] = [];
    for (const [slot, group] of problem.uses.entries()) blocks.push(await measure(point, slot, group));
    shareNoise(blocks);
    jacobians.push(blocks);
  }
  const probes: Probe[] = [];
  for (const call of calls) {
    for (const [slot, uses] of problem.uses.entries()) {
      const lines = (jacobians[call.pointIndex] as Line[][])[slot] as Line[];
      const returned = call.gradients[slot] as Float64Array;
      const chosen = indices[slot] as readonly number[];
      const length = lengthOf(call, slot);
      probes.push({
        ...transposedTimes(problem, lines, call.cotangent),
        slot,
        point: call.pointIndex,
        draw: call.draw,
        indices: chosen,
        complete: chosen.length === length,
        returned,
        length,
        analytic:
          returned.length === length
            ? Float64Array.from(chosen, (i) => returned[i] as number)
            : new Float64Array(0),
        upstream: call.cotangent,
        answer: async (u) => transposedTimes(problem, lines, u).numeric,
        contribution: async (use) =>
          transposedTimes(problem, await measure(call.point, slot, [uses[use] as number]), call.cotangent)
            .numeric,
        columns: lines,
      });
    }
  }
  const { uses, shapes } = problem;
  return { kind: "vjp", probes, slots: uses.length, uses, shapes, outputs: outputsOf(problem) };
}

function outputsOf(problem: Problem): number {
  return (problem.points[0] as Point).output.length;
}

function lengthOf(call: Call, slot: number): number {
  return (call.point.inputs[slot] as Float64Array).length;
}

function allIndices(problem: Problem): number[][] {
  return (problem.points[0] as Point).inputs.map((x) => [...x.keys()]);
}

function readGradients(data: unknown, count: number): Float64Array[] | null {
  if (typeof data !== "object" || !isVector(data)) return null;
  const list: unknown[] = Array.from(data);
  return list.length === count && list.every(isVector) ? list.map(toVector) : null;
}

function wrongCount(data: unknown, count: number): Diagnosis {
  const expected = `a list of ${count} gradients, one vector per distinct input,`;
  const list: unknown[] = typeof data === "object" && isVector(data) ? Array.from(data) : [];
  const odd = list.findIndex((gradient) => !isVector(gradient));
  const detail =
    odd >= 0
      ? ` (entry ${odd}: ${describe(list[odd])})`
      : list.length > 0 && list.every((x) => typeof x === "number")
        ? " (of numbers)"
        : "";
  return makeDiagnosis("wrong-count", null, { got: describe(data) + detail, expected }, "vjp");
}
