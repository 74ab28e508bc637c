/** The elements of a tensor where they lie, so that an update rule is one loop over them. */
import type { Tensor } from "@gradus/tensor";
import { elements as onCpu } from "@gradus/tensor/backend/cpu/storage";
import { elementsOf as onWasm } from "@gradus/tensor/backend/wasm/move";
import { isReleased, releasedMessage } from "@gradus/tensor/engine/lifetime";

/** What can be read and written element by element. Arithmetic on them is float64, and rounded when it is stored. */
export type Elements = Float32Array | Float64Array;

/**
 * The elements of contiguous tensors, not copied: writing to them changes the tensors. They are good until the next
 * tensor is made, because memory may grow or move then: take all of them at once.
 *
 * @throws Error on a device whose memory cannot be reached from here, or if a tensor was disposed of
 */
export function elementsOf<T extends readonly Tensor[]>(...tensors: T): { [i in keyof T]: Elements } {
  return tensors.map(elements) as { [i in keyof T]: Elements };
}

function elements(tensor: Tensor): Elements {
  if (isReleased(tensor.storage)) throw new Error(releasedMessage("optim"));
  if (tensor.device === "cpu") return onCpu(tensor) as Elements;
  if (tensor.device === "wasm") return onWasm(tensor) as Elements;
  throw new Error(
    `optim: the elements of a tensor on ${tensor.device} cannot be updated in place; ` +
      'keep parameters on "wasm" or "cpu"',
  );
}
