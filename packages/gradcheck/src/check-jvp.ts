import { makeDiagnosis } from "./diagnose/messages.ts";
import type { Evidence, Probe } from "./evidence.ts";
import { conclude, domainFault, failure, judge } from "./judge.ts";
import type { Line } from "./line.ts";
import { type Expectation, shareNoise, times } from "./linear.ts";
import { along, columns, describe, isVector, toVector } from "./numeric.ts";
import { type Point, type Problem, prepare } from "./problem.ts";
import { createRandom, signedVector } from "./random.ts";
import type { Report } from "./report.ts";
import type { CheckOptions, JvpFunction } from "./types.ts";

export interface CheckJvpOptions extends CheckOptions {
  readonly jvp: JvpFunction;
}

const DRAWS = 2;

/**
 * Checks `jvp(inputs, tangents) = sum_i J_i t_i` against central differences of `f`, in float64.
 *
 * At every point and for two random draws, each input's tangent is set alone, so that a fault names its input,
 * and then all are set together. In the full mode the numeric side is the whole Jacobian times the tangent; in
 * the directional mode, for large inputs, it is `(f(x + h t) - f(x - h t)) / 2h`. Tolerance, kinks and the
 * treatment of what comes back are those of `checkVjp`; the index in the report is the output's.
 *
 * @throws if an option makes no sense (lengths, alias, shapes, tolerances), saying both values and what to do.
 */
export function checkJvp(options: CheckJvpOptions): Promise<Report> {
  return checkJvpAs("jvp", options);
}

/** {@link checkJvp} under another name in its messages. */
export async function checkJvpAs(kind: string, options: CheckJvpOptions): Promise<Report> {
  const problem = await prepare(kind, options);
  if (typeof options.jvp !== "function") {
    throw new Error(
      `${problem.name}: jvp is ${typeof options.jvp}; give a function (inputs, tangents) => tangent`,
    );
  }
  const fault = domainFault(problem);
  if (fault !== null) return fault;

  const inputs = problem.uses.length;
  const joint = inputs > 1 ? inputs : null;
  const random = createRandom(problem.seed);
  const draws = Array.from({ length: DRAWS }, () =>
    (problem.points[0] as Point).inputs.map((x) => signedVector(random, x.length)),
  );
  const outputs = (problem.points[0] as Point).output.length;
  const probes: Probe[] = [];
  for (const [pointIndex, point] of problem.points.entries()) {
    const jacobian = await measure(problem, point);
    for (const [draw, tangents] of draws.entries()) {
      for (let slot = 0; slot <= (joint ?? 0); slot++) {
        const given = tangents.map((t, i) => (slot === joint || i === slot ? t : new Float64Array(t.length)));
        const data: unknown = await options.jvp(
          point.inputs.map((x) => x.slice()),
          given.map((t) => t.slice()),
        );
        if (!isVector(data)) {
          return failure(
            problem,
            makeDiagnosis("wrong-count", null, { got: describe(data), expected: "one flat tangent" }, "jvp"),
          );
        }
        const returned = toVector(data);
        if (returned.length !== outputs) {
          const values = { input: slot, got: returned.length, expected: outputs };
          return failure(problem, makeDiagnosis("wrong-length", slot === joint ? null : slot, values, "jvp"));
        }
        const uses = problem.uses[slot] ?? [];
        probes.push({
          ...(await jacobian(given)),
          slot,
          point: pointIndex,
          draw,
          indices: [...returned.keys()],
          complete: true,
          analytic: returned,
          returned,
          length: outputs,
          upstream: tangents[slot] ?? new Float64Array(0),
          answer: async (u) =>
            slot === joint ? null : (await jacobian(given.map((zero, i) => (i === slot ? u : zero)))).numeric,
          contribution: async (use) =>
            slot === joint
              ? null
              : alone(problem, point, uses[use] as number, tangents[slot] as Float64Array),
          columns: null,
        });
      }
    }
  }
  const { uses, shapes } = problem;
  const evidence: Evidence = { kind: "jvp", probes, slots: inputs, uses, shapes, outputs };
  return conclude(problem, judge(probes, joint), async () => evidence);
}

/** The numeric product `sum_i J_i t_i` at a point, from the whole Jacobian or along the tangent itself. */
async function measure(
  problem: Problem,
  { args, output }: Point,
): Promise<(tangents: readonly Float64Array[]) => Promise<Expectation>> {
  if (problem.mode === "full") {
    const blocks: Line[][] = [];
    for (const group of problem.uses) blocks.push(await columns(problem.evaluate, args, group, output));
    shareNoise(blocks);
    return async (tangents) => times(problem, output.length, blocks, tangents);
  }
  const slotOf = args.map((_, k) => problem.uses.findIndex((group) => group.includes(k)));
  return async (tangents) => {
    const directions = slotOf.map((i) => tangents[i] as Float64Array);
    const line = await along(problem.evaluate, args, directions, output);
    return times(problem, output.length, [[line]], [Float64Array.of(1)]);
  };
}

/** What one argument of f alone contributes. */
async function alone(
  problem: Problem,
  point: Point,
  argument: number,
  tangent: Float64Array,
): Promise<Float64Array> {
  const directions = point.args.map((x, k) => (k === argument ? tangent : new Float64Array(x.length)));
  return (await along(problem.evaluate, point.args, directions, point.output)).value;
}
