/** Class targets: which class is right for each example, and what to do with those to be ignored. */
import { apply } from "../../engine/apply.ts";
import { type Shape, sameShape, show } from "../../shape.ts";
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

/** The shape of the targets of an input: without the class axis. */
export function targetShape(x: Tensor, axis: number): Shape {
  return x.shape.toSpliced(axis, 1);
}

/**
 * Class indices, checked.
 *
 * @throws RangeError if the target has another shape than the input without its class axis, or a class does not exist
 * @throws TypeError if the target is not int32
 */
export function classTargets(name: string, x: Tensor, target: Tensor, ignoreIndex?: number): ClassTargets {
  const axis = classAxis(name, x);
  const expected = targetShape(x, axis);
  if (!sameShape(target.shape, expected))
    throw new RangeError(
      `${name}: the input has shape ${show(x.shape)}, the target ${show(target.shape)}; class indices for it have shape ` +
        `${show(expected)}, without the class axis ${axis}`,
    );
  const kept = ignoreIndex === undefined ? null : notEqual(target, ignoreIndex);
  const index = kept === null ? target : where(kept, target, 0);
  checkIndices(name, index, axis, x.shape[axis] as number);
  return { axis, index, kept };
}

/** The element of each example's own class: `y[n, ...] = x[n, index[n, ...], ...]`. */
export function pickClass(x: Tensor, { axis, index }: ClassTargets): Tensor {
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
