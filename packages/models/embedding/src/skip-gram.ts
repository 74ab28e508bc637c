/** Words as vectors, learned from the words around them. */
import { Embedding, init, type LayerOptions, Module } from "@gradus/nn";
import { bceWithLogitsLoss, Generator, type Tensor } from "@gradus/tensor";

/** What a {@link SkipGram} is made of. */
export interface SkipGramOptions extends LayerOptions {
  /** V: how many words there are. */
  readonly vocabulary: number;
  /** D: numbers that a word becomes; 50 by default. */
  readonly dimensions?: number;
}

/**
 * Skip-gram: how likely does one word stand near another?
 *
 *     s(c, o) = u_o · v_c,    v in `center.weight [V, D]`, u in `context.weight [V, D]`
 *
 * v begins uniform in ±0.5/D and u with 0. What one is after is v.
 *
 * @see T. Mikolov, I. Sutskever, K. Chen, G. Corrado, J. Dean, "Distributed representations of words and phrases and their
 *   compositionality", 2013
 */
export class SkipGram extends Module<[center: Tensor, context: Tensor]> {
  readonly vocabulary: number;
  readonly dimensions: number;
  readonly center: Embedding;
  readonly context: Embedding;

  /** @throws RangeError if a size is no whole number above 0 */
  constructor(options: SkipGramOptions) {
    super();
    const { vocabulary, dimensions = 50 } = options;
    this.vocabulary = vocabulary;
    this.dimensions = dimensions;
    this.center = new Embedding(vocabulary, dimensions, options);
    this.context = new Embedding(vocabulary, dimensions, options);
    init.uniform(this.center.weight, -0.5 / dimensions, 0.5 / dimensions, options);
    init.zeros(this.context.weight);
  }

  /**
   * s of each word and those that may stand near it: int32 `[B]` and `[B, N]` → `[B, N]`.
   *
   * @throws RangeError if shapes do not fit, or a number is no word
   */
  forward(center: Tensor, context: Tensor): Tensor {
    if (center.rank !== 1 || context.rank !== 2 || center.shape[0] !== context.shape[0])
      throw new RangeError(
        `SkipGram: words have shape [${center.shape.join(", ")}], those near them [${context.shape.join(", ")}]; ` +
          "they must be [B] and [B, N]",
      );
    const v = this.center.forward(center).unsqueeze(1); // [B, 1, D]
    const u = this.context.forward(context); // [B, N, D]
    return u.mul(v).sum(2); // [B, N]
  }
}

/** A model whose first values follow from a seed: 0 by default. */
export function build({ seed = 0, ...options }: SkipGramOptions & { readonly seed?: number }): SkipGram {
  return new SkipGram({ generator: new Generator(seed), ...options });
}

/**
 * Negative sampling (Mikolov et al. 2013, eq. 4), the mean over the batch of
 *
 *     -ln σ(u_o · v_c) - Σ_k ln σ(-u_k · v_c)
 *
 * the word that was there told from K that were drawn.
 *
 * @param scores `[B, N]`
 * @param label 1 where the word was there, 0 where it was drawn: `[B, N]`
 */
export function negativeSamplingLoss(scores: Tensor, label: Tensor): Tensor {
  return bceWithLogitsLoss(scores, label, { reduction: "sum" }).div(scores.shape[0] as number);
}
