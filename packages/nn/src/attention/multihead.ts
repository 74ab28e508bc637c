/** Several attentions side by side. */
import { linear, matmul, mean, narrow, type Tensor } from "@gradus/tensor";
import { xavierUniform, zeros } from "../init/index.ts";
import { checkFeatures, checkProbability, checkSizes, type LayerOptions, made } from "../layer.ts";
import { dropout } from "../layers/dropout.ts";
import { Linear } from "../layers/linear.ts";
import { Module } from "../module.ts";
import { inSnakeCase } from "../names.ts";
import type { KeysAndValues, KeyValueCache } from "./cache.ts";
import { asNumbers } from "./masks.ts";
import { attentionWeights } from "./scaled-dot-product.ts";

/** Options of {@link MultiheadAttention}. */
export interface MultiheadAttentionOptions extends LayerOptions {
  /** With what probability a weight is left out in training; 0 by default. */
  readonly dropout?: number;
  /** Whether all projections add a bias; yes by default. */
  readonly bias?: boolean;
  /** Features of keys, if not `embedDim`. */
  readonly kdim?: number;
  /** Features of values, if not `embedDim`. */
  readonly vdim?: number;
  /** Whether inputs are `[N, L, E]` in place of `[L, N, E]`; no by default, as in PyTorch. */
  readonly batchFirst?: boolean;
}

/** What a call of {@link MultiheadAttention} may be given besides its inputs. */
export interface AttentionCall {
  /** `[L, S]` or `[N·heads, L, S]`: bool, true where query i may not look at key j, or numbers added to the scores. */
  readonly attnMask?: Tensor | null | undefined;
  /**
   * `[N, S]`: bool, true where a key is padding, or numbers added to the scores. What stands there has no effect, as long as it
   * is finite. With a cache S counts all keys so far.
   */
  readonly keyPaddingMask?: Tensor | null | undefined;
  /** Whether a query sees only keys up to its own place; no by default. */
  readonly isCausal?: boolean;
  /** Whether weights are returned; yes by default. */
  readonly needWeights?: boolean;
  /** Whether these are averaged over heads; yes by default. */
  readonly averageAttnWeights?: boolean;
  /**
   * What was read before. Self-attention (no key given) puts its own behind it; attention to something else projects it once
   * and then remembers it.
   */
  readonly cache?: KeyValueCache | undefined;
}

/**
 * Queries look at keys and take values, with `numHeads` attentions of `embedDim / numHeads` features each:
 * `y = concat(head₁, ..., head_h)·Wᴼ`, `headᵢ = attention(q·Wᵢᵠ, k·Wᵢᴷ, v·Wᵢⱽ)` (Vaswani et al. 2017, "Attention is all you
 * need", section 3.2.2).
 *
 * As in PyTorch: `in_proj_weight [3E, E]` stacks the projections of queries, keys and values (with `kdim` or `vdim`:
 * `q_proj_weight [E, E]`, `k_proj_weight [E, kdim]`, `v_proj_weight [E, vdim]`), `in_proj_bias [3E]`, `out_proj.weight [E, E]`,
 * `out_proj.bias [E]`. First values: Xavier uniform for the projections, 0 for their biases, those of `Linear` for `out_proj`,
 * whose bias is 0.
 */
export class MultiheadAttention extends Module<
  [query: Tensor, key?: Tensor | undefined, value?: Tensor | undefined, call?: AttentionCall],
  readonly [y: Tensor, weights: Tensor | null]
> {
  readonly embedDim: number;
  readonly numHeads: number;
  readonly kdim: number;
  readonly vdim: number;
  readonly dropout: number;
  readonly batchFirst: boolean;
  readonly inProjWeight: Tensor | null = null;
  readonly qProjWeight: Tensor | null = null;
  readonly kProjWeight: Tensor | null = null;
  readonly vProjWeight: Tensor | null = null;
  readonly inProjBias: Tensor | null = null;
  readonly outProj: Linear;
  readonly #generator: LayerOptions["generator"];

  /** @throws RangeError unless `numHeads` divides `embedDim` */
  constructor(embedDim: number, numHeads: number, options: MultiheadAttentionOptions = {}) {
    super();
    const { dropout: p = 0, bias = true, kdim = embedDim, vdim = embedDim, batchFirst = false } = options;
    checkSizes("MultiheadAttention", { embedDim, numHeads, kdim, vdim });
    checkProbability("MultiheadAttention", p);
    if (embedDim % numHeads !== 0)
      throw new RangeError(
        `MultiheadAttention: embedDim ${embedDim} does not divide into ${numHeads} heads; choose a divisor of ${embedDim}`,
      );
    this.embedDim = embedDim;
    this.numHeads = numHeads;
    this.kdim = kdim;
    this.vdim = vdim;
    this.dropout = p;
    this.batchFirst = batchFirst;
    this.#generator = options.generator;
    const draw = (x: Tensor) => xavierUniform(x, 1, options);
    if (kdim === embedDim && vdim === embedDim)
      this.inProjWeight = made([3 * embedDim, embedDim], options, draw);
    else {
      this.qProjWeight = made([embedDim, embedDim], options, draw);
      this.kProjWeight = made([embedDim, kdim], options, draw);
      this.vProjWeight = made([embedDim, vdim], options, draw);
    }
    if (bias) this.inProjBias = made([3 * embedDim], options, zeros);
    this.outProj = new Linear(embedDim, embedDim, { ...options, bias });
    if (this.outProj.bias !== null) zeros(this.outProj.bias);
  }

  override held(): object {
    return inSnakeCase(this);
  }

  /**
   * `query: [L, N, E]`, `key: [S, N, kdim]`, `value: [S, N, vdim]` → `y: [L, N, E]` and weights `[N, L, S]` (each head's:
   * `[N, heads, L, S]`); N comes first with `batchFirst`, and may be left out everywhere.
   *
   * @param key what is looked at; the query itself by default
   * @param value the key by default
   * @throws RangeError if the shapes do not fit
   */
  forward(
    query: Tensor,
    key?: Tensor,
    value?: Tensor,
    call: AttentionCall = {},
  ): readonly [y: Tensor, weights: Tensor | null] {
    if (query.rank !== 2) return this.#attend(query, key, value, call);
    const axis = this.batchFirst ? 0 : 1;
    const lone = query.unsqueeze(axis);
    const batch = (x: Tensor | undefined) => (x === query ? lone : x?.unsqueeze(axis));
    const [y, weights] = this.#attend(lone, batch(key), batch(value), {
      ...call,
      keyPaddingMask: call.keyPaddingMask?.unsqueeze(0),
    });
    return [y.squeeze(axis), weights?.squeeze(0) ?? null];
  }

  #attend(
    query: Tensor,
    key: Tensor | undefined,
    value: Tensor | undefined,
    call: AttentionCall,
  ): readonly [y: Tensor, weights: Tensor | null] {
    const { needWeights = true, averageAttnWeights = true, cache } = call;
    const isSelf = key === undefined || key === query;
    const memory = key ?? query;
    this.#check(query, memory, value ?? memory);
    const past = isSelf ? (cache?.lengthOf(this) ?? 0) : 0;
    const projected = (): KeysAndValues => ({
      key: this.#project(memory, 1),
      value: this.#project(value ?? memory, 2),
    });
    const own = isSelf ? cache?.append(this, projected()) : cache?.once(this, projected);
    const { key: keys, value: values } = own ?? projected(); // [N, heads, S, d]
    const queries = this.#project(query, 0); // [N, heads, L, d]
    const attnMask = this.#mask(queries, keys, call);
    const weights = attentionWeights(queries, keys, { attnMask, isCausal: call.isCausal ?? false, past });
    const kept = this.training ? dropout(weights, this.dropout, { generator: this.#generator }) : weights;
    const y = this.outProj.forward(this.#join(matmul(kept, values)));
    if (!needWeights) return [y, null];
    return [y, averageAttnWeights ? mean(kept, 1) : kept];
  }

  #check(query: Tensor, key: Tensor, value: Tensor): void {
    for (const [what, x, features] of [
      ["query", query, this.embedDim],
      ["key", key, this.kdim],
      ["value", value, this.vdim],
    ] as const) {
      const layer = `MultiheadAttention, ${what}`;
      if (x.rank !== 3)
        throw new RangeError(
          `${layer}: the input has shape [${x.shape.join(", ")}]; it must be ${this.batchFirst ? "[N, L, E]" : "[L, N, E]"} or ` +
            "[L, E], all of them alike: reshape it",
        );
      const name = what === "query" ? "embedDim" : what === "key" ? "kdim" : "vdim";
      checkFeatures(layer, x, -1, features, name);
    }
    const batch = this.batchFirst ? 0 : 1;
    if (
      query.shape[batch] !== key.shape[batch] ||
      key.shape.slice(0, 2).join() !== value.shape.slice(0, 2).join()
    )
      throw new RangeError(
        `MultiheadAttention: query [${query.shape.join(", ")}], key [${key.shape.join(", ")}], value ` +
          `[${value.shape.join(", ")}]; all must have the same batch (axis ${batch}; batchFirst is ${this.batchFirst}), ` +
          "key and value the same length",
      );
  }

  /** Queries (0), keys (1) or values (2) of each head: `[N, heads, L, d]`. */
  #project(x: Tensor, part: 0 | 1 | 2): Tensor {
    const { embedDim, numHeads } = this;
    // Parts of the weight are cut out, not parts of one big product: the gradients of small views are small.
    const cut = (all: Tensor) => narrow(all, 0, part * embedDim, embedDim);
    const weight =
      this.inProjWeight === null
        ? ([this.qProjWeight, this.kProjWeight, this.vProjWeight][part] as Tensor)
        : cut(this.inProjWeight);
    const y = linear(x, weight, this.inProjBias === null ? null : cut(this.inProjBias));
    const heads = y.reshape([...y.shape.slice(0, 2), numHeads, embedDim / numHeads]);
    return heads.permute(this.batchFirst ? [0, 2, 1, 3] : [1, 2, 0, 3]);
  }

  /** `[N, heads, L, d]` → `[N, L, E]` or `[L, N, E]`. */
  #join(heads: Tensor): Tensor {
    const y = heads.permute(this.batchFirst ? [0, 2, 1, 3] : [2, 0, 1, 3]);
    return y.reshape([...y.shape.slice(0, 2), this.embedDim]);
  }

  /** Both masks as one, which broadcasts against `[N, heads, L, S]`. */
  #mask(queries: Tensor, keys: Tensor, { attnMask, keyPaddingMask }: AttentionCall): Tensor | null {
    const { dtype } = queries;
    const [batch, heads, length] = queries.shape as [number, number, number];
    const sources = keys.shape[2] as number;
    const masks: Tensor[] = [];
    if (attnMask) {
      const shape = attnMask.rank === 2 ? [1, 1, length, sources] : [batch, heads, length, sources];
      masks.push(
        fitted(
          "attnMask",
          attnMask,
          attnMask.rank === 2 ? [length, sources] : [batch * heads, length, sources],
          dtype,
          shape,
        ),
      );
    }
    if (keyPaddingMask)
      masks.push(fitted("keyPaddingMask", keyPaddingMask, [batch, sources], dtype, [batch, 1, 1, sources]));
    return masks.length === 0 ? null : masks.reduce((a, b) => a.add(b));
  }
}

/** A mask as numbers, in a shape that broadcasts. */
function fitted(
  what: string,
  mask: Tensor,
  expected: readonly number[],
  dtype: Tensor["dtype"],
  shape: readonly number[],
): Tensor {
  if (mask.shape.join() !== expected.join())
    throw new RangeError(
      `MultiheadAttention: ${what} has shape [${mask.shape.join(", ")}]; these queries and keys take [${expected.join(", ")}]`,
    );
  return asNumbers(`MultiheadAttention, ${what}`, mask, dtype).reshape(shape);
}
