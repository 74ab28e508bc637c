/** Tables of vectors as layers. */
import { type EmbeddingBagOptions, embedding, embeddingBag, type Tensor, tensor } from "@gradus/tensor";
import { normal } from "../init/fill.ts";
import { checkSizes, type LayerOptions, made } from "../layer.ts";
import { Module } from "../module.ts";
import { parameter } from "../parameter.ts";

/** Options of an embedding. */
export interface EmbeddingLayerOptions extends LayerOptions {
  /** The row that stands for "nothing here": first 0, and without a gradient. A negative one counts from the end. */
  readonly paddingIndex?: number | undefined;
  /** Whether the gradient of a row is divided by how often it was looked up. */
  readonly scaleGradByFreq?: boolean;
  /** A table that was made elsewhere, `[numEmbeddings, embeddingDim]`, in place of a drawn one. It becomes the layer's own. */
  readonly weight?: Tensor;
}

/** Options of an embedding of bags. */
export interface EmbeddingBagLayerOptions extends EmbeddingLayerOptions {
  /** How the rows of a bag become one: "mean" by default. */
  readonly mode?: "sum" | "mean" | "max";
}

type Lookup = { readonly paddingIndex?: number; readonly scaleGradByFreq: boolean };

/**
 * Rows of a table by number: `y[.., :] = weight[index[..], :]`, int32 of any shape → `[...index.shape, embeddingDim]`.
 * `weight: [numEmbeddings, embeddingDim]`, drawn from the standard normal distribution.
 */
export class Embedding extends Module {
  readonly weight: Tensor;
  readonly options: Lookup;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingLayerOptions = {}) {
    super();
    this.options = lookup("Embedding", numEmbeddings, embeddingDim, options);
    this.weight = table("Embedding", numEmbeddings, embeddingDim, options);
  }

  /**
   * An embedding with a table that was made elsewhere, `[numEmbeddings, embeddingDim]`, frozen unless `freeze` is false.
   *
   * @throws RangeError if it is no matrix
   */
  static fromPretrained(
    weight: Tensor,
    { freeze = true, ...options }: Omit<EmbeddingLayerOptions, "weight"> & { readonly freeze?: boolean } = {},
  ): Embedding {
    if (weight.rank !== 2)
      throw new RangeError(
        `Embedding.fromPretrained: the table has shape [${weight.shape.join(", ")}]; it must be a matrix, a row for each index`,
      );
    const [rows, width] = weight.shape as [number, number];
    const layer = new Embedding(rows, width, { ...options, weight });
    return freeze ? layer.freeze() : layer;
  }

  /** @throws RangeError if an index is no row */
  forward(index: Tensor): Tensor {
    return embedding(this.weight, index, this.options);
  }
}

/**
 * The sum, mean or largest elements of the rows of each bag, see `embeddingBag`: int32 `[B, L]`, a bag in each row, or flat
 * with `offsets` → `[B, embeddingDim]`. `weight: [numEmbeddings, embeddingDim]`, drawn from the standard normal distribution.
 */
export class EmbeddingBag extends Module<
  [index: Tensor, offsets?: Tensor | null, perSampleWeights?: Tensor | null]
> {
  readonly weight: Tensor;
  readonly mode: "sum" | "mean" | "max";
  readonly options: Lookup;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingBagLayerOptions = {}) {
    super();
    this.mode = options.mode ?? "mean";
    this.options = lookup("EmbeddingBag", numEmbeddings, embeddingDim, options);
    this.weight = table("EmbeddingBag", numEmbeddings, embeddingDim, options);
  }

  /** @throws RangeError if an index is no row, or offsets do not fit */
  forward(index: Tensor, offsets: Tensor | null = null, perSampleWeights: Tensor | null = null): Tensor {
    const given: EmbeddingBagOptions = {
      ...(offsets === null ? {} : { offsets }),
      ...(perSampleWeights === null ? {} : { perSampleWeights }),
    };
    return embeddingBag(this.weight, index, { ...this.options, ...given, mode: this.mode });
  }
}

function lookup(
  layer: string,
  numEmbeddings: number,
  embeddingDim: number,
  { paddingIndex, scaleGradByFreq = false }: EmbeddingLayerOptions,
): Lookup {
  checkSizes(layer, { numEmbeddings, embeddingDim });
  if (paddingIndex === undefined) return { scaleGradByFreq };
  const place = paddingIndex < 0 ? paddingIndex + numEmbeddings : paddingIndex;
  if (!Number.isInteger(place) || place < 0 || place >= numEmbeddings)
    throw new RangeError(
      `${layer}: paddingIndex is ${paddingIndex}, but the table has ${numEmbeddings} rows; choose one of them`,
    );
  return { paddingIndex: place, scaleGradByFreq };
}

function table(layer: string, rows: number, width: number, options: EmbeddingLayerOptions): Tensor {
  const { paddingIndex, weight } = options;
  if (weight !== undefined) {
    if (weight.shape.join() !== [rows, width].join())
      throw new RangeError(
        `${layer}: the table has shape [${weight.shape.join(", ")}], but numEmbeddings and embeddingDim are ${rows} and ` +
          `${width}; make them equal`,
      );
    return parameter(weight);
  }
  return made([rows, width], options, (x) => {
    normal(x, 0, 1, options);
    if (paddingIndex !== undefined) x.assign(withoutRow(x, paddingIndex));
  });
}

/** `x` with zeros in one row. */
function withoutRow(x: Tensor, row: number): Tensor {
  const [rows, width] = x.shape as [number, number];
  const elements = x.dataSync().slice();
  const place = row < 0 ? row + rows : row;
  elements.fill(0, place * width, (place + 1) * width);
  return tensor(elements, { shape: x.shape, dtype: x.dtype, device: x.device });
}
