/** How many elements a weight brings together. */
import type { Tensor } from "@gradus/tensor";

/** How many inputs reach an output, and how many outputs an input reaches. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** Which of both counts: `fanIn` keeps the variance of outputs, `fanOut` that of gradients. */
export type FanMode = "fanIn" | "fanOut";

/**
 * The fans of a weight `[out, in, ...kernel]`: `in · kernel` and `out · kernel`, kernel the product of the further extents.
 *
 * @throws RangeError if it has fewer than two axes
 */
export function fansOf({ shape }: Tensor): Fans {
  if (shape.length < 2)
    throw new RangeError(
      `init: fans need a weight of at least two axes, [out, in, ...kernel]; this one has shape [${shape.join(", ")}]: ` +
        "use init.uniform or init.normal with a bound of your own",
    );
  const [out, inputs, ...kernel] = shape as [number, number, ...number[]];
  const size = kernel.reduce((product, extent) => product * extent, 1);
  return { fanIn: inputs * size, fanOut: out * size };
}
