import { ATOL, RTOL } from "./compare.ts";
import { type Evaluate, evaluator, toVector } from "./numeric.ts";
import type { CheckOptions, Mode, Shapes } from "./types.ts";

/** Up to this many input entries the default is to check every one of them. */
export const FULL_INPUTS = 256;

/** Above this many Jacobian entries the full mode would cost more memory than it is worth. */
const FULL_JACOBIAN = 2 ** 20;

/** One point: the distinct inputs, the arguments of f made of them, and f there. */
export interface Point {
  readonly inputs: readonly Float64Array[];
  readonly args: readonly Float64Array[];
  readonly output: Float64Array;
}

/** The options of a check, read, completed and found sound. */
export interface Problem {
  /** The check's name in every message, such as `mul vjp`. */
  readonly name: string;
  readonly evaluate: Evaluate;
  readonly points: readonly Point[];
  /** For every distinct input, the arguments of f that it is. */
  readonly uses: readonly (readonly number[])[];
  readonly shapes: Shapes | null;
  readonly mode: Mode;
  readonly seed: number;
  readonly rtol: number;
  readonly atol: number;
  readonly directions: number;
  readonly kinks: "skip" | "compare";
}

/** @throws one clear error for the first option that makes no sense, with both values and the next step. */
export async function prepare(kind: string, options: CheckOptions): Promise<Problem> {
  const name = options.name === undefined ? kind : `${options.name} ${kind}`;
  const fail = (what: string): never => {
    throw new Error(`${name}: ${what}`);
  };
  if (typeof options.f !== "function") fail(`f is ${typeof options.f}; give a function of Float64Arrays`);

  const inputLists = [options.inputs, ...(options.points ?? [])].map((list) => list.map(toVector));
  const lengths = (inputLists[0] as Float64Array[]).map((x) => x.length);
  checkInputs(inputLists, lengths, fail);
  const alias = checkAlias(options.alias, lengths, fail);
  const { seed = 1, rtol = RTOL, atol = ATOL, directions = 8, kinks = "skip" } = options;
  if (!Number.isSafeInteger(seed)) fail(`seed is ${seed}; give a whole number`);
  if (!(rtol >= 0 && rtol < 1)) fail(`rtol is ${rtol}; give a number from 0 to 1, such as ${RTOL}`);
  if (!(atol >= 0 && atol < 1)) fail(`atol is ${atol}; give a number from 0 to 1, such as ${ATOL}`);
  if (!(Number.isInteger(directions) && directions >= 1))
    fail(`directions is ${directions}; give at least 1`);

  const evaluate = evaluator(options.f, name);
  const points: Point[] = [];
  for (const inputs of inputLists) {
    const args = alias.map((i) => inputs[i] as Float64Array);
    points.push({ inputs, args, output: await evaluate(args) });
  }
  const outputs = (points[0] as Point).output.length;
  if (outputs === 0) fail("f returned an empty vector; there is nothing to differentiate");
  if (options.shapes) checkShapes(options.shapes, lengths, outputs, fail);

  const entries = lengths.reduce((a, b) => a + b, 0);
  const small = entries <= FULL_INPUTS && entries * outputs <= FULL_JACOBIAN;
  return {
    name,
    evaluate,
    points,
    uses: lengths.map((_, i) => [...alias.keys()].filter((k) => alias[k] === i)),
    shapes: options.shapes ?? null,
    mode: options.mode ?? (small ? "full" : "directional"),
    seed,
    rtol,
    atol,
    directions,
    kinks,
  };
}

type Fail = (what: string) => never;

function checkInputs(lists: readonly Float64Array[][], lengths: readonly number[], fail: Fail): void {
  if (lengths.length === 0) fail("inputs is empty; give one vector per distinct input");
  for (const [p, list] of lists.entries()) {
    if (list.length !== lengths.length || list.some((x, i) => x.length !== lengths[i])) {
      fail(
        `inputs have lengths [${lengths}], points[${p - 1}] has [${list.map((x) => x.length)}]; ` +
          "every point needs the same inputs",
      );
    }
    for (const [i, x] of list.entries()) {
      const bad = x.findIndex((xi) => !Number.isFinite(xi));
      if (bad >= 0) fail(`input ${i}, index ${bad} is ${x[bad]}; finite differences need finite inputs`);
    }
  }
  if (lengths.every((n) => n === 0)) fail("every input is empty; give at least one number");
}

function checkAlias(
  alias: readonly number[] | undefined,
  lengths: readonly number[],
  fail: Fail,
): readonly number[] {
  if (alias === undefined) return [...lengths.keys()];
  const stray = alias.find((i) => !(Number.isInteger(i) && i >= 0 && i < lengths.length));
  if (stray !== undefined) {
    fail(
      `alias names input ${stray}, but there are ${lengths.length} inputs; use 0 to ${lengths.length - 1}`,
    );
  }
  const unused = [...lengths.keys()].find((i) => !alias.includes(i));
  if (unused !== undefined)
    fail(`alias [${alias}] never uses input ${unused}; use it or leave it out of inputs`);
  return alias;
}

function checkShapes(shapes: Shapes, lengths: readonly number[], outputs: number, fail: Fail): void {
  const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
  if (shapes.inputs.length !== lengths.length) {
    fail(`shapes.inputs has ${shapes.inputs.length} shapes for ${lengths.length} inputs; give one each`);
  }
  for (const [i, shape] of shapes.inputs.entries()) {
    if (size(shape) !== lengths[i]) {
      fail(
        `shapes.inputs[${i}] is [${shape}] (${size(shape)} numbers), input ${i} has ${lengths[i]}; make them agree`,
      );
    }
  }
  if (size(shapes.output) !== outputs) {
    fail(
      `shapes.output is [${shapes.output}] (${size(shapes.output)} numbers), f returned ${outputs}; make them agree`,
    );
  }
}
