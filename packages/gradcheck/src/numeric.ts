import { type Line, measureLine } from "./line.ts";
import { lineStep, stepSize } from "./step.ts";
import type { Awaitable, CheckedFunction, Vector } from "./types.ts";

/** f, always on fresh copies and always giving a Float64Array of one length. */
export type Evaluate = (args: readonly Float64Array[]) => Promise<Float64Array>;

/**
 * A copy as float64. What is no number becomes NaN: another process sends NaN as `null` when it speaks JSON,
 * and `null` must not turn into 0.
 */
export function toVector(data: Vector | number): Float64Array {
  if (typeof data === "number") return Float64Array.of(data);
  return Float64Array.from(data, (x: unknown) => (typeof x === "number" ? x : NaN));
}

export function isVector(data: unknown): data is Vector | number {
  if (typeof data === "number") return true;
  return (
    typeof data === "object" && data !== null && typeof (data as { length?: unknown }).length === "number"
  );
}

/** @throws when f gives no vector, or vectors of different lengths. */
export function evaluator(
  f: (...args: Float64Array[]) => Awaitable<Vector | number>,
  name: string,
): Evaluate {
  let length: number | undefined;
  return async (args) => {
    const data: unknown = await f(...args.map((a) => a.slice()));
    if (!isVector(data)) {
      throw new Error(`${name}: f returned ${describe(data)}; return a number or a flat array of numbers`);
    }
    const output = toVector(data);
    length ??= output.length;
    if (output.length !== length) {
      throw new Error(
        `${name}: f returned ${length} numbers at one point and ${output.length} at another; ` +
          "the output's length must not depend on the values of the inputs",
      );
    }
    return output;
  };
}

/** What a value is, in a few words for a message. */
export function describe(data: unknown): string {
  if (data === null || data === undefined) return String(data);
  if (Array.isArray(data)) return `an array of ${data.length}`;
  if (typeof data !== "object") return `the ${typeof data} ${String(data)}`;
  const length = (data as { length?: unknown }).length;
  return `a ${data.constructor?.name ?? "plain object"}${length === undefined ? "" : ` of ${length}`}`;
}

/** The derivative of f along `directions`, one direction per argument. */
export function along(
  evaluate: Evaluate,
  args: readonly Float64Array[],
  directions: readonly Float64Array[],
  center: Float64Array,
  step: number = lineStep(args, directions),
): Promise<Line> {
  const at = (t: number): Promise<Float64Array> =>
    evaluate(args.map((x, k) => x.map((xi, i) => xi + t * ((directions[k] as Float64Array)[i] as number))));
  return measureLine(at, center, step);
}

/**
 * Columns of the Jacobian: `df/dx_i` for the given indices, where x is what the arguments in `group` all are
 * (an input used twice moves in both places).
 */
export async function columns(
  evaluate: Evaluate,
  args: readonly Float64Array[],
  group: readonly number[],
  center: Float64Array,
  indices?: readonly number[],
): Promise<Line[]> {
  const x = args[group[0] as number] as Float64Array;
  const lines: Line[] = [];
  for (const i of indices ?? x.keys()) {
    const xi = x[i] as number;
    const at = (t: number): Promise<Float64Array> =>
      evaluate(args.map((arg, k) => (group.includes(k) ? arg.with(i, xi + t) : arg)));
    lines.push(await measureLine(at, center, stepSize(xi)));
  }
  return lines;
}

function finiteInputs(name: string, inputs: readonly Vector[]): Float64Array[] {
  return inputs.map((x, k) => {
    const vector = toVector(x);
    const bad = vector.findIndex((xi) => !Number.isFinite(xi));
    if (bad >= 0) {
      throw new Error(`${name}: input ${k}, index ${bad} is ${vector[bad]}; differences need finite inputs`);
    }
    return vector;
  });
}

/**
 * The whole Jacobian by central differences, `J_k[j, i] = df_j / dx_k,i`: one row-major matrix
 * `[output length, input length]` per input.
 *
 * @throws if an input is not finite, or f gives no vector of one length.
 */
export async function numericJacobian(options: {
  readonly f: CheckedFunction;
  readonly inputs: readonly Vector[];
}): Promise<Float64Array[]> {
  const inputs = finiteInputs("numericJacobian", options.inputs);
  const evaluate = evaluator(options.f, "numericJacobian");
  const center = await evaluate(inputs);
  const jacobians: Float64Array[] = [];
  for (const [k, x] of inputs.entries()) {
    const lines = await columns(evaluate, inputs, [k], center);
    const jacobian = new Float64Array(center.length * x.length);
    for (const [i, line] of lines.entries()) {
      for (let j = 0; j < center.length; j++) jacobian[j * x.length + i] = line.value[j] as number;
    }
    jacobians.push(jacobian);
  }
  return jacobians;
}

/**
 * The directional derivative `sum_k J_k t_k ~ (f(x + h t) - f(x - h t)) / 2h`, one tangent per input.
 *
 * @throws if tangents and inputs differ in number or length, or an input is not finite.
 */
export async function numericJvp(options: {
  readonly f: CheckedFunction;
  readonly inputs: readonly Vector[];
  readonly tangents: readonly Vector[];
}): Promise<Float64Array> {
  const inputs = finiteInputs("numericJvp", options.inputs);
  const tangents = options.tangents.map(toVector);
  if (tangents.length !== inputs.length || tangents.some((t, k) => t.length !== inputs[k]?.length)) {
    throw new Error(
      `numericJvp: inputs have lengths [${inputs.map((x) => x.length)}], ` +
        `tangents [${tangents.map((t) => t.length)}]; give one tangent per input, each as long as it`,
    );
  }
  const evaluate = evaluator(options.f, "numericJvp");
  return (await along(evaluate, inputs, tangents, await evaluate(inputs))).value;
}
