/** Layers that read a text as a whole, or, with a causal mask, from left to right. */
import type { Tensor } from "@gradus/tensor";
import type { KeyValueCache } from "../attention/cache.ts";
import { MultiheadAttention } from "../attention/multihead.ts";
import { checkSizes } from "../layer.ts";
import type { Dropout } from "../layers/dropout.ts";
import type { Linear } from "../layers/linear.ts";
import { LayerNorm } from "../layers/norm.ts";
import { Module } from "../module.ts";
import { inSnakeCase } from "../names.ts";
import { partsOf, type TransformerLayerOptions } from "./feed-forward.ts";

/** What a call of an encoder may be given besides the text. */
export interface EncoderCall {
  /** As `attnMask` of `MultiheadAttention`. */
  readonly srcMask?: Tensor | null | undefined;
  /** As `keyPaddingMask` of `MultiheadAttention`. */
  readonly srcKeyPaddingMask?: Tensor | null | undefined;
  /** Whether a token sees only those up to its own place; no by default. */
  readonly isCausal?: boolean;
  /** What was read before. */
  readonly cache?: KeyValueCache | undefined;
}

/**
 * Self-attention, then two products for each token, each added to its input:
 * `x = norm1(x + attention(x))`, `y = norm2(x + linear2(f(linear1(x))))` (Vaswani et al. 2017, "Attention is all you need",
 * section 3.1); with `normFirst` `x = x + attention(norm1(x))`, `y = x + linear2(f(linear1(norm2(x))))`.
 *
 * `[L, N, E]`, or `[N, L, E]` with `batchFirst`, or `[L, E]`; shape kept. With `isCausal` it is a layer of a GPT.
 */
export class TransformerEncoderLayer extends Module<[src: Tensor, call?: EncoderCall]> {
  readonly selfAttn: MultiheadAttention;
  readonly linear1: Linear;
  readonly dropout: Dropout;
  readonly linear2: Linear;
  readonly norm1: LayerNorm;
  readonly norm2: LayerNorm;
  readonly dropout1: Dropout;
  readonly dropout2: Dropout;
  readonly normFirst: boolean;
  readonly between: (x: Tensor) => Tensor;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super();
    const parts = partsOf("TransformerEncoderLayer", dModel, nhead, options);
    this.selfAttn = new MultiheadAttention(dModel, nhead, parts.attention);
    this.linear1 = parts.linear1;
    this.dropout = parts.dropout();
    this.linear2 = parts.linear2;
    this.norm1 = new LayerNorm(dModel, parts.norm);
    this.norm2 = new LayerNorm(dModel, parts.norm);
    this.dropout1 = parts.dropout();
    this.dropout2 = parts.dropout();
    this.normFirst = options.normFirst ?? false;
    this.between = parts.between;
  }

  override held(): object {
    return inSnakeCase(this);
  }

  forward(src: Tensor, call: EncoderCall = {}): Tensor {
    if (this.normFirst) {
      const x = src.add(this.#attend(this.norm1.forward(src), call));
      return x.add(this.#feedForward(this.norm2.forward(x)));
    }
    const x = this.norm1.forward(src.add(this.#attend(src, call)));
    return this.norm2.forward(x.add(this.#feedForward(x)));
  }

  #attend(x: Tensor, { srcMask, srcKeyPaddingMask, isCausal = false, cache }: EncoderCall): Tensor {
    const [y] = this.selfAttn.forward(x, undefined, undefined, {
      attnMask: srcMask,
      keyPaddingMask: srcKeyPaddingMask,
      isCausal,
      cache,
      needWeights: false,
    });
    return this.dropout1.forward(y);
  }

  #feedForward(x: Tensor): Tensor {
    const hidden = this.dropout.forward(this.between(this.linear1.forward(x)));
    return this.dropout2.forward(this.linear2.forward(hidden));
  }
}

/**
 * Encoder layers one after the other, and a normalisation at the end, if one is given. Names as in PyTorch: `layers.0.norm1`.
 *
 *     new TransformerEncoder(() => new TransformerEncoderLayer(64, 4), 6)
 *
 * Layers are made one by one: PyTorch copies one, so that all begin with the same values.
 */
export class TransformerEncoder extends Module<[src: Tensor, call?: EncoderCall]> {
  readonly layers: readonly TransformerEncoderLayer[];
  readonly norm: Module | null;

  /** @param makeLayer makes the layer of the given place */
  constructor(
    makeLayer: (place: number) => TransformerEncoderLayer,
    numLayers: number,
    norm: Module | null = null,
  ) {
    super();
    checkSizes("TransformerEncoder", { numLayers });
    this.layers = Array.from({ length: numLayers }, (_, place) => makeLayer(place));
    this.norm = norm;
  }

  forward(src: Tensor, call: EncoderCall = {}): Tensor {
    const y = this.layers.reduce((x, layer) => layer.forward(x, call), src);
    return this.norm === null ? y : this.norm.forward(y);
  }
}
