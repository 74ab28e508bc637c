/** A line of the table over all layers: how to make one, and how to call it. */
import type { AnyModule } from "@gradus/nn";
import { type Generator, randn, Generator as Stream, setDefaultDevice, type Tensor } from "@gradus/tensor";

// Laws are checked on the living definition; tensor compares the other backends with it.
setDefaultDevice("cpu");

/** What a layer of the table is made with. */
export interface Making {
  readonly dtype: "float64";
  readonly generator: Generator;
}

/** One layer in the table, or one way to make it. */
export interface LayerCase<M extends AnyModule = AnyModule> {
  /** The name that the package exports it under. */
  readonly layer: string;
  /** What is special about this line, if it has several. */
  readonly variant?: string;
  readonly make: (options: Making) => M;
  /** Shapes of the inputs that gradients flow to. */
  readonly inputs: readonly (readonly number[])[];
  /** By default `forward` of the inputs. */
  readonly call?: (layer: M, x: Tensor[]) => Tensor;
}

/** A line with its types kept inside. */
export function layerCase<M extends AnyModule>(line: LayerCase<M>): LayerCase {
  return line as unknown as LayerCase;
}

/** How a line is called in reports. */
export function titleOf({ layer, variant }: LayerCase): string {
  return variant === undefined ? layer : `${layer}, ${variant}`;
}

/** The layer of a line, with parameters that are all random: gradients at 0 and 1 would hide factors. */
export function made(line: LayerCase, seed = 1): AnyModule {
  const generator = new Stream(seed);
  const module = line.make({ dtype: "float64", generator });
  for (const x of module.parameters())
    x.assign(x.detach().add(randn(x.shape, { std: 0.3, dtype: "float64", generator })));
  return module;
}

/** Inputs for a line, normally distributed. */
export function inputsOf(line: LayerCase, seed = 2): Tensor[] {
  const generator = new Stream(seed);
  return line.inputs.map((shape) => randn(shape, { dtype: "float64", generator }));
}

/** The layer's result. */
export function called(line: LayerCase, module: AnyModule, x: Tensor[]): Tensor {
  return line.call === undefined ? module.forward(...x) : line.call(module, x);
}
