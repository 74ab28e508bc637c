/** A GPT: reads tokens from left to right and says at each place which one may come next. */
import {
  attentionWeights,
  Dropout,
  Embedding,
  init,
  type KeyValueCache,
  LayerNorm,
  type LayerOptions,
  Linear,
  Module,
} from "@gradus/nn";
import { arange, gelu, linear, matmul, narrow, type Tensor } from "@gradus/tensor";

/** Options of a {@link Gpt}; the names are nanoGPT's. */
export interface GptOptions extends LayerOptions {
  /** How many different tokens there are: V. */
  readonly vocabSize: number;
  /** The most tokens that it can look back on, the newest included. */
  readonly blockSize: number;
  readonly nLayer: number;
  readonly nHead: number;
  /** Numbers for each token: C. */
  readonly nEmbd: number;
  /** The width between the two products for each token; `4·nEmbd` by default. */
  readonly nInner?: number;
  /** With what probability elements are left out in training; 0 by default. */
  readonly dropout?: number;
  /** Whether tokens are written by the table that reads them (Press and Wolf 2017); no by default. */
  readonly tieWeights?: boolean;
}

/** What a call of a {@link Gpt} may be given besides the tokens. */
export interface GptCall {
  /** What it has read before: then `index` holds only what is new. */
  readonly cache?: KeyValueCache | undefined;
}

/** Each token looks at itself and at those before it: `softmax(q·kᵀ/√d + mask)·v` in each head. */
export class CausalSelfAttention extends Module<[x: Tensor, call?: GptCall]> {
  readonly qkv: Linear;
  readonly proj: Linear;
  readonly dropout: Dropout;
  readonly nHead: number;

  constructor({ nEmbd, nHead, dropout = 0, ...own }: GptOptions) {
    super();
    if (nEmbd % nHead !== 0)
      throw new RangeError(`Gpt: nEmbd ${nEmbd} does not divide into ${nHead} heads; choose a divisor`);
    this.qkv = new Linear(nEmbd, 3 * nEmbd, own);
    this.proj = new Linear(nEmbd, nEmbd, own);
    this.dropout = new Dropout(dropout, own);
    this.nHead = nHead;
  }

  forward(x: Tensor, { cache }: GptCall = {}): Tensor {
    const [B, T, C] = x.shape as [number, number, number];
    const past = cache?.lengthOf(this) ?? 0;
    const own = { key: this.#heads(x, 1), value: this.#heads(x, 2) };
    const { key, value } = cache?.append(this, own) ?? own; // [B, heads, S, d]
    const weights = attentionWeights(this.#heads(x, 0), key, { isCausal: true, past }); // [B, heads, T, S]
    const y = matmul(this.dropout.forward(weights), value); // [B, heads, T, d]
    return this.proj.forward(y.permute([0, 2, 1, 3]).reshape([B, T, C]));
  }

  /** How much each token of `x`, read at once, takes of each: `[B, T, C]` → `[B, heads, T, T]`. */
  weights(x: Tensor): Tensor {
    return attentionWeights(this.#heads(x, 0), this.#heads(x, 1), { isCausal: true });
  }

  /** Queries (0), keys (1) or values (2) of each head: `[B, T, C]` → `[B, heads, T, d]`. */
  #heads(x: Tensor, part: 0 | 1 | 2): Tensor {
    const [B, T, C] = x.shape as [number, number, number];
    // The weight is cut, not the product: the gradients of small views are small.
    const cut = (all: Tensor) => narrow(all, 0, part * C, C);
    const y = linear(x, cut(this.qkv.weight), cut(this.qkv.bias as Tensor));
    return y.reshape([B, T, this.nHead, C / this.nHead]).permute([0, 2, 1, 3]);
  }
}

/** Two products for each token by itself. */
export class FeedForward extends Module {
  readonly fc: Linear;
  readonly proj: Linear;

  constructor({ nEmbd, nInner = 4 * nEmbd, ...own }: GptOptions) {
    super();
    this.fc = new Linear(nEmbd, nInner, own);
    this.proj = new Linear(nInner, nEmbd, own);
  }

  forward(x: Tensor): Tensor {
    return this.proj.forward(gelu(this.fc.forward(x), "tanh"));
  }
}

/** Both, each on the normalised input and added to it. */
export class Block extends Module<[x: Tensor, call?: GptCall]> {
  readonly ln1: LayerNorm;
  readonly attn: CausalSelfAttention;
  readonly ln2: LayerNorm;
  readonly mlp: FeedForward;
  readonly dropout: Dropout;

  constructor(options: GptOptions) {
    super();
    this.ln1 = new LayerNorm(options.nEmbd, options);
    this.attn = new CausalSelfAttention(options);
    this.ln2 = new LayerNorm(options.nEmbd, options);
    this.mlp = new FeedForward(options);
    this.dropout = new Dropout(options.dropout ?? 0, options);
  }

  forward(x: Tensor, call: GptCall = {}): Tensor {
    const attended = x.add(this.dropout.forward(this.attn.forward(this.ln1.forward(x), call)));
    return attended.add(this.dropout.forward(this.mlp.forward(this.ln2.forward(attended))));
  }
}

/**
 * The decoder-only transformer of Radford et al. 2019 ("Language models are unsupervised multitask learners"): learned
 * positions, normalisation before each part and at the end, gelu.
 *
 *     h = tok_emb[index] + pos_emb[0..T-1]
 *     h = h + attn(ln1(h));  h = h + mlp(ln2(h))        in each block
 *     logits = ln_f(h)·headᵀ
 *
 * First values as there: normal, 0.02, those that add to the sum `0.02/√(2·nLayer)`; biases 0.
 */
export class Gpt extends Module<[index: Tensor, call?: GptCall]> {
  readonly vocabSize: number;
  readonly blockSize: number;
  readonly tokEmb: Embedding;
  readonly posEmb: Embedding;
  readonly dropout: Dropout;
  readonly blocks: readonly Block[];
  readonly lnF: LayerNorm;
  /** `null` if the table of tokens serves. */
  readonly head: Linear | null;

  constructor(options: GptOptions) {
    super();
    const { vocabSize, blockSize, nLayer, nEmbd, dropout = 0, tieWeights = false } = options;
    this.vocabSize = vocabSize;
    this.blockSize = blockSize;
    this.tokEmb = new Embedding(vocabSize, nEmbd, options);
    this.posEmb = new Embedding(blockSize, nEmbd, options);
    this.dropout = new Dropout(dropout, options);
    this.blocks = Array.from({ length: nLayer }, () => new Block(options));
    this.lnF = new LayerNorm(nEmbd, options);
    this.head = tieWeights ? null : new Linear(nEmbd, vocabSize, { ...options, bias: false });
    for (const [name, x] of this.namedParameters()) {
      if (/\bln/.test(name)) continue;
      if (name.endsWith("bias")) init.zeros(x);
      else init.normal(x, 0, name.endsWith("proj.weight") ? 0.02 / Math.sqrt(2 * nLayer) : 0.02, options);
    }
  }

  override held(): object {
    const { tokEmb: tok_emb, posEmb: pos_emb, dropout, blocks, lnF: ln_f, head } = this;
    return { tok_emb, pos_emb, dropout, blocks, ln_f, head };
  }

  /**
   * @param index tokens, int32 `[B, T]`
   * @returns logits `[B, T, V]`: at each place, of the token that follows it
   * @throws RangeError if there are more tokens than it can look back on, or one that it does not know
   */
  forward(index: Tensor, call: GptCall = {}): Tensor {
    const past = call.cache?.length ?? 0;
    const T = index.shape[1];
    if (index.rank !== 2 || T === undefined || past + T > this.blockSize || T === 0)
      throw new RangeError(
        `Gpt: the input has shape [${index.shape.join(", ")}]${past > 0 ? `, behind ${past} tokens` : ""}; it must be [B, T], ` +
          `1 to ${this.blockSize} tokens (blockSize) in all: cut the text, or make the model with a larger blockSize`,
      );
    const places = arange(past, past + T, 1, { dtype: "int32", device: index.device });
    const h = this.tokEmb.forward(index).add(this.posEmb.forward(places)); // [B, T, C]
    const read = this.blocks.reduce((x, block) => block.forward(x, call), this.dropout.forward(h));
    const y = this.lnF.forward(read);
    return this.head === null ? linear(y, this.tokEmb.weight) : this.head.forward(y);
  }
}
