/** How cases of the golden files are written with layers. */
import * as nn from "@gradus/nn";
import type { Tensor } from "@gradus/tensor";
import { expect } from "vitest";
import type { GoldenLayer } from "./golden.ts";
import { substitute } from "./substitute.ts";

type Tensors = Readonly<Record<string, Tensor>>;

/** A module that holds these tensors, under the names that PyTorch's state has, and no parameters but these. */
function holding<M extends nn.AnyModule>(module: M, state: Tensors): M {
  const own = module.namedParameters();
  const shapes = (named: readonly nn.Named<Tensor>[]) =>
    named.map(([name, x]) => `${name}: ${x.shape}`).sort();
  expect(shapes(own)).toEqual(shapes(Object.entries(state)));
  substitute(module, new Map(own.map(([name, x]) => [x, state[name] as Tensor])));
  return module;
}

const float64 = { dtype: "float64" } as const;

function loss(
  // biome-ignore lint/suspicious/noExplicitAny: options differ from loss to loss
  layer: new (options: any) => nn.Module<[Tensor, Tensor]>,
): GoldenLayer {
  return ({ x, target, ...weights }, attrs) => {
    const options = Object.entries({ ...attrs, ...weights })
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name.replace(/_(.)/g, (_all, letter) => letter.toUpperCase()), value]);
    return { y: new layer(Object.fromEntries(options)).forward(x!, target!) };
  };
}

export const goldenLayers: Readonly<Record<string, GoldenLayer>> = {
  batch_norm: ({ x, ...state }, { training, momentum, eps }) => {
    const options = { ...float64, momentum, eps, affine: state["weight"] !== undefined };
    const layer = x!.rank === 4 ? nn.BatchNorm2d : nn.BatchNorm1d;
    const { running_mean: mean, running_var: variance, ...affine } = state;
    const module = holding(new layer(x!.shape[1]!, options), affine).train(training);
    module.runningMean?.assign(mean!);
    module.runningVar?.assign(variance!);
    const y = module.forward(x!);
    return { y, running_mean_after: module.runningMean!, running_var_after: module.runningVar! };
  },
  layer_norm: ({ x, ...state }, { normalized_shape: shape, eps }) => {
    const module = new nn.LayerNorm(shape, { ...float64, eps, elementwiseAffine: "weight" in state });
    return { y: holding(module, state).forward(x!) };
  },
  group_norm: ({ x, ...state }, { num_groups: groups, eps }) => {
    const module = new nn.GroupNorm(groups, x!.shape[1]!, { ...float64, eps, affine: "weight" in state });
    return { y: holding(module, state).forward(x!) };
  },
  local_response_norm: ({ x }, { size, ...options }) => ({
    y: new nn.LocalResponseNorm(size, options).forward(x!),
  }),
  mse_loss: loss(nn.MSELoss),
  l1_loss: loss(nn.L1Loss),
  smooth_l1_loss: loss(nn.SmoothL1Loss),
  huber_loss: loss(nn.HuberLoss),
  hinge_loss: loss(nn.HingeLoss),
  hinge_embedding_loss: loss(nn.HingeEmbeddingLoss),
  multi_margin_loss: loss(nn.MultiMarginLoss),
  bce_loss: loss(nn.BCELoss),
  bce_with_logits_loss: loss(nn.BCEWithLogitsLoss),
  cross_entropy_loss: loss(nn.CrossEntropyLoss),
  nll_loss: loss(nn.NLLLoss),
  kl_div_loss: loss(nn.KLDivLoss),
  embedding: ({ index, ...state }, { padding_idx: padding, scale_grad_by_freq: scaleGradByFreq }) => {
    const [rows, width] = state["weight"]!.shape as [number, number];
    const options = { ...float64, scaleGradByFreq, ...(padding === null ? {} : { paddingIndex: padding }) };
    return { y: holding(new nn.Embedding(rows, width, options), state).forward(index!) };
  },
  embedding_bag: ({ index, offsets, ...state }, { mode }) => {
    const [rows, width] = state["weight"]!.shape as [number, number];
    const module = new nn.EmbeddingBag(rows, width, { ...float64, mode });
    return { y: holding(module, state).forward(index!, offsets) };
  },
  scaled_dot_product_attention: (
    { query, key, value, mask_blocked: blocked, attn_bias: bias },
    { is_causal: isCausal, scale },
  ) => {
    const options = { attnMask: blocked ?? bias, isCausal, scale };
    return {
      y: nn.scaledDotProductAttention(query!, key!, value!, options),
      attn_weights: nn.attentionWeights(query!, key!, options),
    };
  },
  multihead_attention: (inputs, attrs) => {
    const { query, key, value, attn_mask: attnMask, key_padding_mask: keyPaddingMask, ...state } = inputs;
    const { embed_dim: width, num_heads: heads, bias, batch_first: batchFirst } = attrs;
    const module = new nn.MultiheadAttention(width, heads, { ...float64, bias, batchFirst });
    const averageAttnWeights = attrs.average_attn_weights;
    const call = { attnMask, keyPaddingMask, averageAttnWeights };
    const [y, weights] = holding(module, state).forward(query!, key, value, call);
    return { y, attn_weights: weights! };
  },
  transformer_encoder_layer: (inputs, attrs) => {
    const { src, src_mask: srcMask, src_key_padding_mask: srcKeyPaddingMask, ...state } = inputs;
    const module = new nn.TransformerEncoderLayer(attrs.d_model, attrs.nhead, layerOptions(attrs));
    return { y: holding(module, state).forward(src!, { srcMask, srcKeyPaddingMask }) };
  },
  transformer_decoder_layer: (inputs, attrs) => {
    const { tgt, memory, tgt_mask: tgtMask, ...state } = inputs;
    const module = new nn.TransformerDecoderLayer(attrs.d_model, attrs.nhead, layerOptions(attrs));
    return { y: holding(module, state).forward(tgt!, memory!, { tgtMask }) };
  },
};

// biome-ignore lint/suspicious/noExplicitAny: as in the file
function layerOptions(attrs: any): nn.TransformerLayerOptions {
  return {
    ...float64,
    dropout: 0,
    dimFeedforward: attrs.dim_feedforward,
    activation: attrs.activation,
    layerNormEps: attrs.layer_norm_eps,
    batchFirst: attrs.batch_first,
    normFirst: attrs.norm_first,
  };
}
