/** Models with a seed. */
import type { AnyModule, LayerOptions } from "@gradus/nn";
import { Generator } from "@gradus/tensor";

/** A class of models that are made of options. */
type ModelClass = new (options: never) => AnyModule;
type OptionsOf<C extends ModelClass> = NonNullable<ConstructorParameters<C>[0]>;

/**
 * A model whose first values, and whatever it drops out in training, follow from a seed: `build(CharacterModel, { vocabulary: 27 })`.
 *
 * @param options the model's own, and the seed: 0 by default
 */
export function build<C extends ModelClass>(
  model: C,
  { seed = 0, ...options }: Omit<OptionsOf<C>, "generator"> & { readonly seed?: number },
): InstanceType<C> {
  const made: LayerOptions = { ...options, generator: new Generator(seed) };
  return new model(made as never) as InstanceType<C>;
}
