/** A text read as a whole, and told which class it belongs to. */
import {
  Embedding,
  init,
  LayerNorm,
  type LayerOptions,
  Linear,
  Module,
  SinusoidalPositions,
  TransformerEncoder,
  TransformerEncoderLayer,
} from "@gradus/nn";
import { cast, equal, notEqual, type Tensor } from "@gradus/tensor";
import { PAD } from "./pairs.ts";

/** Options of an {@link EncoderClassifier}. */
export interface EncoderClassifierOptions extends LayerOptions {
  /** How many different tokens there are, `PAD` included: V. */
  readonly vocabSize: number;
  /** K. */
  readonly numClasses: number;
  /** Numbers for each token: E; 32 by default. */
  readonly dModel?: number;
  /** 4 by default. */
  readonly nhead?: number;
  /** 2 by default. */
  readonly numLayers?: number;
  /** The longest text; 64 by default. */
  readonly maxLength?: number;
  /** 0 by default. */
  readonly dropout?: number;
}

/**
 * The encoder of "Attention is all you need" (normalised first), and the mean of what it makes of all tokens:
 * `logits = head(Σ_t encoder(√E·table[x] + positions)_t / T)`. Tokens of number `PAD` are no text: nobody looks at them, and they
 * do not count.
 */
export class EncoderClassifier extends Module<[tokens: Tensor]> {
  readonly maxLength: number;
  readonly embedding: Embedding;
  readonly positions: SinusoidalPositions;
  readonly encoder: TransformerEncoder;
  readonly head: Linear;

  constructor(options: EncoderClassifierOptions) {
    super();
    const { vocabSize, numClasses, dModel = 32, nhead = 4, numLayers = 2, maxLength = 64 } = options;
    const { dropout = 0, dtype = "float32", device, generator } = options;
    const own = { dtype, generator, ...(device === undefined ? {} : { device }) };
    const layer = { ...own, dropout, dimFeedforward: 4 * dModel, normFirst: true, batchFirst: true };
    this.maxLength = maxLength;
    this.embedding = new Embedding(vocabSize, dModel, own);
    init.normal(this.embedding.weight, 0, dModel ** -0.5, own);
    this.positions = new SinusoidalPositions(dModel, { ...own, maxLength, batchFirst: true });
    const encoderLayer = () => new TransformerEncoderLayer(dModel, nhead, layer);
    this.encoder = new TransformerEncoder(encoderLayer, numLayers, new LayerNorm(dModel, own));
    this.head = new Linear(dModel, numClasses, own);
  }

  /**
   * @param tokens int32 `[N, L]`, padded with `PAD`
   * @returns logits `[N, K]`
   * @throws RangeError if a text is too long
   */
  forward(tokens: Tensor): Tensor {
    const length = tokens.shape[1];
    if (tokens.rank !== 2 || length === undefined || length === 0 || length > this.maxLength)
      throw new RangeError(
        `EncoderClassifier: tokens of shape [${tokens.shape.join(", ")}]; they must be [N, L] with 1 to ${this.maxLength} ` +
          "places (maxLength): shorten the texts, or make the model with a larger maxLength",
      );
    const { weight } = this.embedding;
    const scaled = this.embedding.forward(tokens).mul(Math.sqrt(weight.shape[1] as number));
    const states = this.encoder.forward(this.positions.forward(scaled), {
      srcKeyPaddingMask: equal(tokens, PAD),
    });
    const counts = cast(notEqual(tokens, PAD), states.dtype).unsqueeze(-1); // [N, L, 1]
    return this.head.forward(states.mul(counts).sum(1).div(counts.sum(1)));
  }
}
