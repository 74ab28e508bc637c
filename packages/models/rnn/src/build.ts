/** Models with a seed. */
import type { LayerOptions } from "@gradus/nn";
import { Generator } from "@gradus/tensor";

/**
 * A model whose first values, and whatever it drops out in training, follow from a seed: `build(CharacterModel, { vocabulary: 27 })`.
 *
 * @param options the model's own, and the seed: 0 by default
 */
export function build<O extends LayerOptions, M>(
  model: new (options: O) => M,
  { seed = 0, ...options }: Omit<O, "generator"> & { readonly seed?: number },
): M {
  return new model({ ...options, generator: new Generator(seed) } as unknown as O);
}
