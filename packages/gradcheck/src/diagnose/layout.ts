import type { Evidence } from "../evidence.ts";
import { explains, probesOf, type Rule } from "./explain.ts";
import { makeDiagnosis } from "./messages.ts";

/**
 * `analytic` is `numeric` with two axes exchanged. With shapes, any two axes of that shape; without, any matrix
 * the length can be: random entries do not fall into place by chance.
 */
export const transposed: Rule = async (evidence, slot) => {
  const probes = probesOf(evidence, slot);
  const [first] = probes;
  if (first === undefined || !probes.every((p) => p.complete)) return null;
  for (const view of threeAxes(shapeOf(evidence, slot), first.length)) {
    if (await explains(probes, (p) => exchange(p.numeric, view))) return makeDiagnosis("transposed", slot);
  }
  return null;
};

function shapeOf(evidence: Evidence, slot: number): readonly number[] | undefined {
  return evidence.kind === "vjp" ? evidence.shapes?.inputs[slot] : evidence.shapes?.output;
}

/** A view `[outer, a, middle, b, inner]` of flat data; axes a and b are to be exchanged. */
type View = readonly [outer: number, a: number, middle: number, b: number, inner: number];

function* threeAxes(shape: readonly number[] | undefined, length: number): Generator<View> {
  const size = (dims: readonly number[]): number => dims.reduce((x, y) => x * y, 1);
  if (shape === undefined) {
    for (let rows = 2; rows * 2 <= length; rows++)
      if (length % rows === 0) yield [1, rows, 1, length / rows, 1];
    return;
  }
  for (let i = 0; i < shape.length; i++) {
    for (let j = i + 1; j < shape.length; j++) {
      const [a, b] = [shape[i] as number, shape[j] as number];
      if (a > 1 && b > 1)
        yield [size(shape.slice(0, i)), a, size(shape.slice(i + 1, j)), b, size(shape.slice(j + 1))];
    }
  }
}

/** The flat data of `[outer, b, middle, a, inner]`. */
function exchange(data: Float64Array, [outer, a, middle, b, inner]: View): Float64Array {
  const result = new Float64Array(data.length);
  let at = 0;
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < b; j++) {
      for (let m = 0; m < middle; m++) {
        for (let i = 0; i < a; i++) {
          for (let n = 0; n < inner; n++) {
            result[at++] = data[(((o * a + i) * middle + m) * b + j) * inner + n] as number;
          }
        }
      }
    }
  }
  return result;
}
