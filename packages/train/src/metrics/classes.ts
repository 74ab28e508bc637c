/** From outputs to classes. */
import type { Values } from "./metric.ts";

/** How classes are read from outputs and targets. */
export interface ClassOptions {
  /**
   * For two classes told apart by one score: class 1 where the score is above this. 0 for logits, 0.5 for probabilities.
   */
  readonly threshold?: number;
  /** Targets of this value do not count, as in the cross entropy. */
  readonly ignoreIndex?: number;
}

/**
 * Calls `visit` with the predicted and the true class of each example that counts. Outputs are
 *
 * - scores `[N, C, ...]` for targets `[N, ...]`: the class with the highest score, the first of equals;
 * - scores `[N, ...]` (or `[N, 1, ...]`) of class 1 for targets `[N, ...]`, with `threshold`;
 * - classes (int32 or bool) in the shape of the targets.
 *
 * @throws RangeError if shapes do not fit; TypeError if one score has no threshold
 */
export function eachClass(
  name: string,
  output: Values,
  target: Values,
  { threshold, ignoreIndex }: ClassOptions,
  visit: (predicted: number, actual: number) => void,
): void {
  const classes = classCount(name, output, target);
  const single = classes === null || classes === 1;
  if (single && threshold === undefined && isScore(output))
    throw new TypeError(
      `${name}: outputs [${output.shape}] are one score for each target [${target.shape}]; ` +
        "give a threshold: 0 for logits, 0.5 for probabilities",
    );
  const predict = (i: number): number => {
    if (!single) return argmax(output.data, layout(output, target, classes), i);
    const value = output.data[i] as number;
    return threshold === undefined || !isScore(output) ? value : Number(value > threshold);
  };
  for (let i = 0; i < target.data.length; i++) {
    const actual = target.data[i] as number;
    if (actual !== ignoreIndex) visit(predict(i), actual);
  }
}

/** Where the scores of an example lie: `offset + c·step`. */
export interface Layout {
  readonly classes: number;
  /** Elements between two classes. */
  readonly step: number;
}

/**
 * How many classes outputs have beside targets; `null` where shapes are equal.
 *
 * @throws RangeError if shapes do not fit
 */
export function classCount(name: string, output: Values, target: Values): number | null {
  if (`${output.shape}` === `${target.shape}`) return null;
  const axis = Math.min(1, output.shape.length - 1);
  if (
    `${output.shape.toSpliced(axis, 1)}` !== `${target.shape}` ||
    output.shape.length !== target.shape.length + 1
  )
    throw new RangeError(
      `${name}: outputs [${output.shape}], targets [${target.shape}]; outputs are [N, C, ...] for targets [N, ...], ` +
        "or both have one shape",
    );
  return output.shape[axis] as number;
}

/** See {@link Layout}. */
export function layout(output: Values, target: Values, classes: number): Layout {
  const examples = output.shape.length === 1 ? 1 : (output.shape[0] as number);
  return { classes, step: examples === 0 ? 0 : target.data.length / examples };
}

/** The place of the first score of example `i`. */
export function offsetOf({ classes, step }: Layout, i: number): number {
  return Math.floor(i / step) * classes * step + (i % step);
}

function argmax(scores: ArrayLike<number>, at: Layout, i: number): number {
  const offset = offsetOf(at, i);
  let best = 0;
  for (let c = 1; c < at.classes; c++)
    if ((scores[offset + c * at.step] as number) > (scores[offset + best * at.step] as number)) best = c;
  return best;
}

function isScore({ dtype }: Values): boolean {
  return dtype === "float32" || dtype === "float64";
}
