/** What optimizers need beside `assign`: elements where they lie, and update rules in one pass. */
import type { UpdateRules } from "./backend/backend.ts";
import { backendOf } from "./backend/registry.ts";
import type { TypedArray } from "./dtype.ts";
import { isReleased, releasedMessage } from "./engine/lifetime.ts";
import { show } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The elements of contiguous tensors, not copied: writing to them changes the tensors. They are good until the next tensor is
 * made, because memory may grow or move then: take all of them at once. Nobody notices what is written; a backward pass that
 * saved the old elements would use the new ones.
 *
 * @throws Error on a device whose memory cannot be reached from here, or if a tensor is a strided view or was disposed of
 */
export function elementsOf<T extends readonly Tensor[]>(...tensors: T): { [i in keyof T]: TypedArray } {
  for (const x of tensors) {
    if (isReleased(x.storage)) throw new Error(releasedMessage("elementsOf"));
    if (!x.isContiguous)
      throw new Error(
        `elementsOf: the elements of a tensor of shape ${show(x.shape)} lie at strides ${show(x.strides)}, not one after ` +
          "the other; take contiguous(x)",
      );
  }
  return tensors.map(elements) as { [i in keyof T]: TypedArray };
}

function elements(x: Tensor): TypedArray {
  const backend = backendOf(x.device);
  if (backend.elements === undefined)
    throw new Error(
      `elementsOf: the elements of a tensor on ${x.device} cannot be reached from here; ` +
        'read them with await x.data(), or keep the tensor on "wasm" or "cpu"',
    );
  return backend.elements(x);
}

/** How many tensors a rule is for; the last ones may be missing. */
const places: { readonly [rule in keyof UpdateRules]: number } = {
  ...{ sgd: 2, momentum: 3, adam: 5, nadam: 4, adagrad: 3, rmsprop: 5, adadelta: 4, average: 2 },
};

/**
 * One step of an update rule by the device's own kernel, in place: the parameter, its gradient, and state, all contiguous and of
 * the same size. False, and nothing has changed, where the device has no kernel for them: then loop over `elementsOf`, which is
 * the definition. Rules and numbers: `UpdateRules` in backend/backend.ts.
 *
 * @throws Error if a tensor was disposed of
 */
export function updateInPlace<K extends keyof UpdateRules>(
  rule: K,
  tensors: readonly (Tensor | null)[],
  numbers: UpdateRules[K],
): boolean {
  const [first] = tensors as [Tensor];
  for (const x of tensors) if (x !== null && isReleased(x.storage)) throw new Error(releasedMessage(rule));
  const views = Array.from({ length: places[rule] }, (_, i) => tensors[i] ?? null);
  return backendOf(first.device).update?.(rule, views, numbers) ?? false;
}
