/** The only change in place. */
import { backendOf } from "./backend/registry.ts";
import { isRecording, noGrad } from "./engine/recording.ts";
import { cast, constant, type Operand } from "./ops/pointwise.ts";
import { contiguous } from "./ops/stretch.ts";
import { broadcastShapes, broadcastStrides, sameShape, show } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/**
 * Overwrites the elements of `x` by those of `y`, which is broadcast to the shape of `x` and cast to its type. Everything
 * that shares memory with `x` (views, `detach`) changes too. Not recorded: a leaf stays a leaf. If the backward pass still
 * needs the old elements, it says so instead of using the new ones. Returns `x`.
 *
 * @throws RangeError if `y` does not broadcast to the shape of `x`
 * @throws TypeError if they are on different devices
 * @throws Error if `x` was computed under recording, carries a tangent, or is a view of a part of another tensor; or if
 *   the history of `y` would be lost
 */
export function assign(x: Tensor, y: Operand): Tensor {
  checkTarget(x);
  if (typeof y !== "number") checkSource(x, y);
  const source = noGrad(() => cast(typeof y === "number" ? constant(y, x) : y, x.dtype));
  if (!sameShape(broadcastShapes("assign", x.shape, source.shape), x.shape))
    throw new RangeError(
      `assign: shape ${show(source.shape)} does not broadcast to ${show(x.shape)}, the shape of what is assigned to`,
    );
  // Read as a whole before anything is written: the two may overlap.
  const own = source.storage === x.storage ? noGrad(() => contiguous(source)) : source;
  const strides = broadcastStrides(own.shape, own.strides, x.shape);
  backendOf(x.device).assign(x.storage, new Tensor(own.storage, x.shape, strides, own.offset));
  x.storage.version++;
  return x;
}

function checkTarget(x: Tensor): void {
  const op = x.node?.op ?? null;
  if (op !== null)
    throw new Error(
      `assign: the tensor of shape ${show(x.shape)} was computed by ${op.name}, and its history would no longer be ` +
        "true; assign to a leaf, or compute under noGrad",
    );
  if (x.dual !== null)
    throw new Error(
      "assign: the tensor carries a tangent, which would no longer be true; compute a new tensor",
    );
  if (!x.isContiguous || x.offset !== 0 || x.size !== x.storage.length)
    throw new Error(
      `assign: the tensor of shape ${show(x.shape)} is a view of another one with ${x.storage.length} elements; ` +
        "assign to that one, or to a copy: clone(x)",
    );
}

function checkSource(x: Tensor, y: Tensor): void {
  if (y.device !== x.device)
    throw new TypeError(
      `assign: the source is on ${y.device}, the target on ${x.device}; bring it there with .to("${x.device}")`,
    );
  if ((isRecording() && y.node !== null) || y.dual !== null)
    throw new Error(
      "assign: the source was computed from tensors that need gradients, and an assignment is not recorded; " +
        "write noGrad(() => x.assign(...)), or y.detach()",
    );
}
