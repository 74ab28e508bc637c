/** Layer and group normalisation: each example by itself. */
import { type Shape, sameShape, show, sizeOf } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { mul } from "../pointwise.ts";
import { reshape } from "../stretch.ts";
import { checkChannels, perChannel, shifted } from "./moments.ts";
import { normalize } from "./normalize.ts";

/** Options of {@link layerNorm} and {@link groupNorm}. */
export interface AffineNormOptions {
  /** Factors, 1 if there are none. */
  readonly weight?: Tensor | null;
  /** Shifts, 0 if there are none. */
  readonly bias?: Tensor | null;
  /** Keeps the root away from 0: 1e-5 by default. */
  readonly eps?: number;
}

/**
 * Layer normalisation, over the last axes of each example: `y = (x - μ) / √(σ² + eps) · weight + bias`, with the biased
 * variance (Ba, Kiros and Hinton 2016, "Layer normalization", equation 3).
 *
 * @param normalizedShape the extents of the last axes; a number for the last one alone. Weight and bias have this shape
 * @throws RangeError if `x` does not end in these extents, or weight or bias has another shape
 */
export function layerNorm(
  x: Tensor,
  normalizedShape: number | Shape,
  { weight = null, bias = null, eps = 1e-5 }: AffineNormOptions = {},
): Tensor {
  const tail = typeof normalizedShape === "number" ? [normalizedShape] : normalizedShape;
  const lead = x.rank - tail.length;
  if (tail.length === 0 || lead < 0 || !sameShape(x.shape.slice(lead), tail))
    throw new RangeError(
      `layerNorm: normalizedShape is ${show(tail)}, the input has shape ${show(x.shape)}; name its last extents, ` +
        `for example [${x.shape.at(-1) ?? ""}]`,
    );
  for (const [what, values] of [
    ["weight", weight],
    ["bias", bias],
  ] as const)
    if (values !== null && !sameShape(values.shape, tail))
      throw new RangeError(
        `layerNorm: ${what} has shape ${show(values.shape)}, normalizedShape is ${show(tail)}; they must be the same`,
      );
  return normalize(x, lead, eps, weight, bias);
}

/**
 * Group normalisation: channels in groups, each normalised over its channels and all positions of one example, by the
 * biased variance; then `· weight_c + bias_c` for each channel (Wu and He 2018, "Group normalization", equations 1-7).
 * As many groups as channels give instance normalisation.
 *
 * @param x `[N, C, ...]`; C a multiple of `numGroups`. Weight and bias have shape `[C]`
 * @throws RangeError if C is no multiple of `numGroups`, or shapes do not fit
 */
export function groupNorm(
  x: Tensor,
  numGroups: number,
  { weight, bias, eps = 1e-5 }: AffineNormOptions = {},
): Tensor {
  checkChannels("groupNorm", x);
  const [examples, channels] = x.shape as [number, number];
  if (!Number.isInteger(numGroups) || numGroups < 1 || channels % numGroups !== 0)
    throw new RangeError(
      `groupNorm: ${channels} channels do not divide into ${numGroups} groups; choose a divisor of ${channels}`,
    );
  const w = perChannel("groupNorm", "weight", weight, x);
  const b = perChannel("groupNorm", "bias", bias, x);
  const size = sizeOf(x.shape.slice(1)) / numGroups;
  const groups = reshape(x, [examples, numGroups, size]); // [N, C, ...] → [N, G, C/G·...]
  const normal = reshape(normalize(groups, 2, eps), x.shape);
  return shifted(w === null ? normal : mul(normal, w), b);
}
