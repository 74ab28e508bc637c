/** Bringing a tensor elsewhere while everybody who holds it keeps holding it. */
import type { Device, Storage } from "./backend/backend.ts";
import type { DType } from "./dtype.ts";
import { noGrad } from "./engine/recording.ts";
import { clone, to } from "./ops/copy.ts";
import { keep } from "./scope.ts";
import { show } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Brings a tensor itself, not a copy of it, to another device or to another type, and its gradient with it. Optimizers and
 * modules that hold it hold it still. Views made before stay where they were. Returns `x`.
 *
 * @throws Error if it was computed under recording, carries a tangent, or is a view of a part of another tensor; or if the
 *   device has not been set up
 */
export function relocate(x: Tensor, target: Device | DType): Tensor {
  const op = x.node?.op ?? null;
  if (op !== null || x.dual !== null || !x.isContiguous || x.size !== x.storage.length)
    throw new Error(
      `relocate: the tensor of shape ${show(x.shape)} ${op === null ? "is a view, or carries a tangent" : `was computed by ${op.name}`}; ` +
        `only a tensor of its own can be moved: x.to("${target}") gives a moved copy`,
    );
  const moved = noGrad(() => to(x, target));
  if (moved !== x) {
    keep(moved);
    // A backward pass that saved the old elements must notice, as it does after an assignment.
    moved.storage.version = x.storage.version + 1;
    (x as { storage: Storage }).storage = moved.storage;
  }
  if (x.grad !== null) {
    const grad = x.grad;
    x.grad = noGrad(() => keep(to(grad.isContiguous ? grad : clone(grad), target)));
  }
  return x;
}
