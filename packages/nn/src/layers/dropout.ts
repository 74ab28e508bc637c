/** Elements left out at random, so that none is relied on. */
import { bernoulli, type Generator, noGrad, type Tensor, zerosLike } from "@gradus/tensor";
import { checkProbability } from "../layer.ts";
import { Module } from "../module.ts";

/** Options of dropout. */
export interface DropoutOptions {
  /** The stream that says what is left out; by default the shared one (`manualSeed`). */
  readonly generator?: Generator | undefined;
}

/**
 * Each element 0 with probability `p`, the others divided by `1 - p`, so that the expectation stays (Srivastava et al. 2014,
 * "Dropout", section 10, inverted: nothing is left to do in use).
 *
 * @throws RangeError if `p` is no probability
 */
export function dropout(x: Tensor, p = 0.5, options: DropoutOptions = {}): Tensor {
  return leaveOut("dropout", x, x.shape, p, options);
}

function leaveOut(
  name: string,
  x: Tensor,
  shape: readonly number[],
  p: number,
  { generator }: DropoutOptions,
): Tensor {
  checkProbability(name, p);
  if (p === 0) return x;
  if (p === 1) return x.mul(noGrad(() => zerosLike(x)));
  const { dtype, device } = x;
  const factors = noGrad(() => bernoulli(1 - p, shape, { dtype, device, generator }).mul(1 / (1 - p)));
  return x.mul(factors);
}

/** {@link dropout} in training; in use (`eval`) everything passes. */
export class Dropout extends Module {
  readonly p: number;
  readonly options: DropoutOptions;

  constructor(p = 0.5, options: DropoutOptions = {}) {
    super();
    checkProbability("Dropout", p);
    this.p = p;
    this.options = options;
  }

  forward(x: Tensor): Tensor {
    return this.training ? leaveOut("Dropout", x, x.shape, this.p, this.options) : x;
  }
}

/**
 * Whole channels left out: neighbours in an image say the same, so that single elements would not be missed (Tompson et al.
 * 2015, "Efficient object localization using convolutional networks", section 3.2). `[N, C, ...]`, shape kept.
 */
export class Dropout2d extends Module {
  readonly p: number;
  readonly options: DropoutOptions;

  constructor(p = 0.5, options: DropoutOptions = {}) {
    super();
    checkProbability("Dropout2d", p);
    this.p = p;
    this.options = options;
  }

  /** @throws RangeError if `x` has fewer than two axes */
  forward(x: Tensor): Tensor {
    if (x.rank < 2)
      throw new RangeError(
        `Dropout2d: the input has shape [${x.shape.join(", ")}]; it must be [N, C, ...]: use Dropout for single elements`,
      );
    if (!this.training) return x;
    const channels = x.shape.map((extent, axis) => (axis < 2 ? extent : 1));
    return leaveOut("Dropout2d", x, channels, this.p, this.options);
  }
}
