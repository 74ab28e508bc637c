/** The transformer of "Attention is all you need": reads one text as a whole, and writes another. */
import {
  Dropout,
  Embedding,
  init,
  type KeyValueCache,
  LayerNorm,
  type LayerOptions,
  Linear,
  Module,
  SinusoidalPositions,
  TransformerDecoder,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
} from "@gradus/nn";
import { equal, type Tensor } from "@gradus/tensor";
import { PAD } from "./pairs.ts";

/** Options of an {@link EncoderDecoder}; names and defaults follow the paper's, at a size for a CPU. */
export interface EncoderDecoderOptions extends LayerOptions {
  /** How many different tokens both texts have together: V. */
  readonly vocabSize: number;
  /** Numbers for each token: E; 64 by default. */
  readonly dModel?: number;
  readonly nhead?: number;
  /** Of the encoder, and of the decoder; 2 by default. */
  readonly numLayers?: number;
  /** `4·dModel` by default. */
  readonly dimFeedforward?: number;
  /** 0 by default: made-up data never run out. */
  readonly dropout?: number;
  /** The longest text; 64 by default. */
  readonly maxLength?: number;
  /** Whether each part normalises its input, not its sum with that input (as the paper does); no by default. */
  readonly normFirst?: boolean;
}

/** What a reader has made of texts: all that a writer looks at. */
export interface Memory {
  /** `[N, S, E]`. */
  readonly states: Tensor;
  /** `[N, S]`, bool: true where there is no text. */
  readonly padding: Tensor;
}

/**
 * Encoder and decoder of Vaswani et al. 2017 ("Attention is all you need", figure 1):
 *
 *     memory = encoder(√E·table[source] + positions)
 *     logits = head(decoder(√E·table[target] + positions, memory))
 *
 * One table serves both texts. Tokens of number `PAD` are no text: nobody looks at them.
 */
export class EncoderDecoder extends Module<[source: Tensor, target: Tensor]> {
  readonly maxLength: number;
  readonly embedding: Embedding;
  readonly positions: SinusoidalPositions;
  readonly dropout: Dropout;
  readonly encoder: TransformerEncoder;
  readonly decoder: TransformerDecoder;
  readonly head: Linear;

  constructor(options: EncoderDecoderOptions) {
    super();
    const { vocabSize, dModel = 64, nhead = 4, numLayers = 2, maxLength = 64, normFirst = false } = options;
    const { dimFeedforward = 4 * dModel, dropout = 0, dtype = "float32", device, generator } = options;
    const own = { dtype, generator, ...(device === undefined ? {} : { device }) };
    const layer = { ...own, dimFeedforward, dropout, normFirst, batchFirst: true };
    const norm = () => (normFirst ? new LayerNorm(dModel, own) : null);
    this.maxLength = maxLength;
    this.embedding = new Embedding(vocabSize, dModel, own);
    // The root of E is what the table is multiplied by.
    init.normal(this.embedding.weight, 0, dModel ** -0.5, own);
    this.positions = new SinusoidalPositions(dModel, { ...own, maxLength, batchFirst: true });
    this.dropout = new Dropout(dropout, own);
    const encoderLayer = () => new TransformerEncoderLayer(dModel, nhead, layer);
    this.encoder = new TransformerEncoder(encoderLayer, numLayers, norm());
    const decoderLayer = () => new TransformerDecoderLayer(dModel, nhead, layer);
    this.decoder = new TransformerDecoder(decoderLayer, numLayers, norm());
    this.head = new Linear(dModel, vocabSize, own);
  }

  /**
   * @param source int32 `[N, S]`, padded with `PAD`
   * @param target int32 `[N, T]`: what has been written so far, first `BEGIN`
   * @returns logits `[N, T, V]`: at each place, of the token that follows it
   */
  forward(source: Tensor, target: Tensor): Tensor {
    return this.decode(target, this.encode(source));
  }

  /** Reads. */
  encode(source: Tensor): Memory {
    const padding = equal(source, PAD);
    return { states: this.encoder.forward(this.#embed(source), { srcKeyPaddingMask: padding }), padding };
  }

  /** Says what may follow each token; with a cache, of those that are new. */
  decode(target: Tensor, { states, padding }: Memory, cache?: KeyValueCache): Tensor {
    const y = this.decoder.forward(this.#embed(target, cache?.length), states, {
      tgtIsCausal: true,
      memoryKeyPaddingMask: padding,
      cache,
    });
    return this.head.forward(y);
  }

  #embed(tokens: Tensor, offset = 0): Tensor {
    const length = tokens.shape[1];
    if (tokens.rank !== 2 || length === undefined || length === 0 || offset + length > this.maxLength)
      throw new RangeError(
        `EncoderDecoder: tokens of shape [${tokens.shape.join(", ")}]${offset > 0 ? ` from place ${offset} on` : ""}; they must be ` +
          `[N, L] with 1 to ${this.maxLength} places (maxLength): shorten the texts, or make the model with a larger maxLength`,
      );
    const { weight } = this.embedding;
    const scaled = this.embedding.forward(tokens).mul(Math.sqrt(weight.shape[1] as number));
    return this.dropout.forward(this.positions.forward(scaled, offset));
  }
}
