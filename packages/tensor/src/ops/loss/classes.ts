/** Class targets: which class is right for each example, and what to do with those to be ignored. */
import { apply } from "../../engine/apply.ts";
import { sameShape, show } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { notEqual, where } from "../compare.ts";
import { gatherOp, indexSelect } from "../index.ts";
import { checkIndices } from "../indices.ts";
import { reshape } from "../stretch.ts";

/** Classes of examples, in the shape of the input without its class axis. */
export interface ClassTargets {
  /** Of the input: 1, or 0 where the input is one example `[C]`. */
  readonly axis: number;
  /** The right class, int32; 0 where the example is ignored. */
  readonly index: Tensor;
  /** Whether an example counts, bool; `null` where all do. */
  readonly kept: Tensor | null;
  /** A factor for each class. */
  readonly weight: Tensor | null;
}

/**
 * The axis that counts classes.
 *
 * @throws RangeError if the input is a scalar
 */
export function classAxis(name: string, x: Tensor): number {
  if (x.rank === 0)
    throw new RangeError(
      `${name}: the input is a scalar; it must be [C], [N, C] or [N, C, ...], C the number of classes`,
    );
  return x.rank === 1 ? 0 : 1;
}

/** What a loss of classes may be told of them. */
export interface ClassOptions {
  /** A factor for each class, `[C]`. */
  readonly weight?: Tensor | null;
  /** A target that stands for "does not count": loss and gradient 0, and not in the divisor. -100 by default; `null`: none. */
  readonly ignoreIndex?: number | null;
}

/**
 * Class indices and what goes with them, checked.
 *
 * @throws RangeError if the target has another shape than the input without its class axis, a class does not exist, or
 * there is not one weight for each class
 * @throws TypeError if the target is not int32
 */
export function classTargets(
  name: string,
  x: Tensor,
  target: Tensor,
  { weight = null, ignoreIndex = -100 }: ClassOptions,
): ClassTargets {
  const axis = classAxis(name, x);
  const expected = x.shape.toSpliced(axis, 1);
  if (!sameShape(target.shape, expected))
    throw new RangeError(
      `${name}: the input has shape ${show(x.shape)}, the target ${show(target.shape)}; class indices for it have shape ` +
        `${show(expected)}, without the class axis ${axis}`,
    );
  if (weight !== null) checkClassWeight(name, weight, x, axis);
  // Indices are read for the check anyway; most often none is to be ignored, and masks would be in vain.
  const ignoring = ignoreIndex !== null && (!target.isReadable || target.dataSync().includes(ignoreIndex));
  const kept = ignoring ? notEqual(target, ignoreIndex) : null;
  const index = kept === null ? target : where(kept, target, 0);
  checkIndices(name, index, axis, x.shape[axis] as number);
  return { axis, index, kept, weight };
}

/** The element of each example's own class: `y[n, ...] = x[n, index[n, ...], ...]`. */
export function pickClass(x: Tensor, { axis, index }: Pick<ClassTargets, "axis" | "index">): Tensor {
  const wide = reshape(index, x.shape.with(axis, 1));
  return reshape(apply(gatherOp, [x, wide], { axis }), index.shape);
}

/** The weight of each example's own class. */
export function pickWeight(weight: Tensor, { index }: ClassTargets): Tensor {
  return reshape(indexSelect(weight, 0, reshape(index, [-1])), index.shape);
}

/**
 * Weights of classes so that they broadcast against the input.
 *
 * @throws RangeError if there is not one for each class
 */
export function checkClassWeight(name: string, weight: Tensor, x: Tensor, axis: number): void {
  const classes = x.shape[axis] as number;
  if (!sameShape(weight.shape, [classes]))
    throw new RangeError(
      `${name}: weight has shape ${show(weight.shape)}, the input ${show(x.shape)} has ${classes} classes; ` +
        `give one weight for each class: [${classes}]`,
    );
}

/** `x` where the example counts, else 0. */
export function onlyKept(x: Tensor, { kept }: ClassTargets): Tensor {
  return kept === null ? x : where(kept, x, 0);
}
