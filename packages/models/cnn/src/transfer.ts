/** What was learned on one task, used for another. */
import { BatchNorm2d, Linear } from "@gradus/nn";
import type { Generator } from "@gradus/tensor";
import type { Callback } from "@gradus/train";
import type { ConvNet } from "./model.ts";

/**
 * Puts a new last layer in the place of the old one, for other classes.
 *
 * @throws RangeError unless `classes` is a whole number above 0
 */
export function swapHead(
  model: ConvNet,
  classes: number,
  { generator }: { readonly generator?: Generator } = {},
): void {
  const { inFeatures, weight } = model.fc;
  const dtype = weight.dtype === "float64" ? "float64" : "float32";
  model.fc = new Linear(inFeatures, classes, {
    dtype,
    device: weight.device,
    ...(generator && { generator }),
  });
}

/**
 * Freezes everything but the head; `model.unfreeze()` undoes it.
 *
 * @returns to be passed to `train` among its callbacks: batch norm then keeps its running statistics too, which are not
 *   weights, and would go on following the new images
 */
export function freezeBody(model: ConvNet): Callback {
  model.freeze();
  model.fc.unfreeze();
  return {
    name: "frozen body",
    onFitStart: () => {
      for (const [, module] of model.namedModules()) if (module instanceof BatchNorm2d) module.eval();
    },
  };
}
