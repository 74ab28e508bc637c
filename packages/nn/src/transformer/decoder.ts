/** Layers that write one text while they look at another. */
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

/** What a call of a decoder may be given besides the texts. */
export interface DecoderCall {
  /** Who of the target may not look at whom of it, as `attnMask` of `MultiheadAttention`. */
  readonly tgtMask?: Tensor | null | undefined;
  /** Who of the target may not look at whom of the memory. */
  readonly memoryMask?: Tensor | null | undefined;
  /** What of the target is padding, as `keyPaddingMask` of `MultiheadAttention`. */
  readonly tgtKeyPaddingMask?: Tensor | null | undefined;
  /** What of the memory is padding. */
  readonly memoryKeyPaddingMask?: Tensor | null | undefined;
  /** Whether a token of the target sees only those up to its own place; no by default. */
  readonly tgtIsCausal?: boolean;
  /** What was read before, and the memory's projections. */
  readonly cache?: KeyValueCache | undefined;
}

/**
 * Self-attention, attention to a memory, then two products for each token, each added to its input and normalised (Vaswani
 * et al. 2017, "Attention is all you need", section 3.1): `norm1`, `norm2`, `norm3` in this order; with `normFirst` inputs are
 * normalised in place of sums. The memory is taken as it is.
 *
 * `tgt: [L, N, E]`, `memory: [S, N, E]`, or N first with `batchFirst`, or without N → as `tgt`.
 */
export class TransformerDecoderLayer extends Module<[tgt: Tensor, memory: Tensor, call?: DecoderCall]> {
  readonly selfAttn: MultiheadAttention;
  readonly multiheadAttn: MultiheadAttention;
  readonly linear1: Linear;
  readonly dropout: Dropout;
  readonly linear2: Linear;
  readonly norm1: LayerNorm;
  readonly norm2: LayerNorm;
  readonly norm3: LayerNorm;
  readonly dropout1: Dropout;
  readonly dropout2: Dropout;
  readonly dropout3: Dropout;
  readonly normFirst: boolean;
  readonly between: (x: Tensor) => Tensor;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super();
    const parts = partsOf("TransformerDecoderLayer", dModel, nhead, options);
    this.selfAttn = new MultiheadAttention(dModel, nhead, parts.attention);
    this.multiheadAttn = new MultiheadAttention(dModel, nhead, parts.attention);
    this.linear1 = parts.linear1;
    this.dropout = parts.dropout();
    this.linear2 = parts.linear2;
    this.norm1 = new LayerNorm(dModel, parts.norm);
    this.norm2 = new LayerNorm(dModel, parts.norm);
    this.norm3 = new LayerNorm(dModel, parts.norm);
    this.dropout1 = parts.dropout();
    this.dropout2 = parts.dropout();
    this.dropout3 = parts.dropout();
    this.normFirst = options.normFirst ?? false;
    this.between = parts.between;
  }

  override held(): object {
    return inSnakeCase(this);
  }

  forward(tgt: Tensor, memory: Tensor, call: DecoderCall = {}): Tensor {
    if (this.normFirst) {
      const x = tgt.add(this.#attend(this.norm1.forward(tgt), call));
      const looked = x.add(this.#look(this.norm2.forward(x), memory, call));
      return looked.add(this.#feedForward(this.norm3.forward(looked)));
    }
    const x = this.norm1.forward(tgt.add(this.#attend(tgt, call)));
    const looked = this.norm2.forward(x.add(this.#look(x, memory, call)));
    return this.norm3.forward(looked.add(this.#feedForward(looked)));
  }

  #attend(x: Tensor, { tgtMask, tgtKeyPaddingMask, tgtIsCausal = false, cache }: DecoderCall): Tensor {
    const [y] = this.selfAttn.forward(x, undefined, undefined, {
      attnMask: tgtMask,
      keyPaddingMask: tgtKeyPaddingMask,
      isCausal: tgtIsCausal,
      cache,
      needWeights: false,
    });
    return this.dropout1.forward(y);
  }

  #look(x: Tensor, memory: Tensor, { memoryMask, memoryKeyPaddingMask, cache }: DecoderCall): Tensor {
    const [y] = this.multiheadAttn.forward(x, memory, memory, {
      attnMask: memoryMask,
      keyPaddingMask: memoryKeyPaddingMask,
      cache,
      needWeights: false,
    });
    return this.dropout2.forward(y);
  }

  #feedForward(x: Tensor): Tensor {
    const hidden = this.dropout.forward(this.between(this.linear1.forward(x)));
    return this.dropout3.forward(this.linear2.forward(hidden));
  }
}

/** Decoder layers one after the other, made as those of `TransformerEncoder`. */
export class TransformerDecoder extends Module<[tgt: Tensor, memory: Tensor, call?: DecoderCall]> {
  readonly layers: readonly TransformerDecoderLayer[];
  readonly norm: Module | null;

  /** @param makeLayer makes the layer of the given place */
  constructor(
    makeLayer: (place: number) => TransformerDecoderLayer,
    numLayers: number,
    norm: Module | null = null,
  ) {
    super();
    checkSizes("TransformerDecoder", { numLayers });
    this.layers = Array.from({ length: numLayers }, (_, place) => makeLayer(place));
    this.norm = norm;
  }

  forward(tgt: Tensor, memory: Tensor, call: DecoderCall = {}): Tensor {
    const y = this.layers.reduce((x, layer) => layer.forward(x, memory, call), tgt);
    return this.norm === null ? y : this.norm.forward(y);
  }
}
