/** What encoder and decoder layers do to each token by itself. */
import type { LinearActivation, Tensor } from "@gradus/tensor";
import { checkSizes, type LayerOptions } from "../layer.ts";
import { Dropout } from "../layers/dropout.ts";
import { Linear } from "../layers/linear.ts";

/** Options of a layer of a transformer. */
export interface TransformerLayerOptions extends LayerOptions {
  /** The width between the two products for each token; 2048 by default. */
  readonly dimFeedforward?: number;
  /** With what probability elements are left out in training, wherever the paper does so; 0.1 by default. */
  readonly dropout?: number;
  /** Between the two products; "relu" by default. */
  readonly activation?: LinearActivation | ((x: Tensor) => Tensor);
  /** `eps` of the normalisations; 1e-5 by default. */
  readonly layerNormEps?: number;
  /** Whether inputs are `[N, L, E]` in place of `[L, N, E]`; no by default, as in PyTorch. */
  readonly batchFirst?: boolean;
  /**
   * Whether each part normalises its input (Xiong et al. 2020, "On layer normalization in the transformer architecture") and
   * not its sum with that input, as the first transformer does; no by default.
   */
  readonly normFirst?: boolean;
  /** Whether products and normalisations add a bias; yes by default. */
  readonly bias?: boolean;
}

/** What a layer's parts are made with. */
export interface Parts {
  readonly linear1: Linear;
  readonly linear2: Linear;
  /** Applied between both, where `linear1` does not do so itself. */
  readonly between: (x: Tensor) => Tensor;
  readonly attention: LayerOptions & {
    readonly dropout: number;
    readonly bias: boolean;
    readonly batchFirst: boolean;
  };
  readonly norm: LayerOptions & { readonly eps: number; readonly bias: boolean };
  readonly dropout: () => Dropout;
}

/** The parts that encoder and decoder layers have in common, and the options of the others. */
export function partsOf(
  layer: string,
  dModel: number,
  nhead: number,
  options: TransformerLayerOptions,
): Parts {
  const {
    dimFeedforward = 2048,
    dropout = 0.1,
    activation = "relu",
    layerNormEps = 1e-5,
    batchFirst = false,
    bias = true,
    normFirst: _normFirst,
    ...own
  } = options;
  checkSizes(layer, { dModel, nhead, dimFeedforward });
  const fused = typeof activation === "string";
  return {
    linear1: new Linear(dModel, dimFeedforward, { ...own, bias, activation: fused ? activation : "none" }),
    linear2: new Linear(dimFeedforward, dModel, { ...own, bias }),
    between: fused ? (x) => x : activation,
    attention: { ...own, dropout, bias, batchFirst },
    norm: { ...own, eps: layerNormEps, bias },
    dropout: () => new Dropout(dropout, own),
  };
}
