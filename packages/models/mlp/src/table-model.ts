/** An MLP for tables: numbers, and categories by embeddings. */
import { Embedding, Module } from "@gradus/nn";
import { concat, Generator, select, type Tensor } from "@gradus/tensor";
import type { Task } from "./heads.ts";
import { heads } from "./heads.ts";
import { MLP, type MLPOptions } from "./model.ts";

/** The columns of a table, as a `TableEncoder` describes them. */
export interface TableColumns {
  /** How many columns of numbers. */
  readonly numbers: number;
  /** Of each column of categories, how many there are. */
  readonly cardinalities: readonly number[];
}

/** How wide the embedding of a column is: about half of its categories, and at most 16. */
export function embeddingWidth(cardinality: number): number {
  return Math.min(16, Math.ceil(cardinality / 2));
}

/**
 * Each category becomes a vector that is learned (Guo and Berkhahn 2016, "Entity embeddings of categorical variables"); the
 * vectors and the numbers, side by side, go into an {@link MLP}:
 *
 *     z = MLP([numbers, E₁[category₁], E₂[category₂], ...])
 *
 * `numbers: [N, F], categories: int32 [N, C] → z: [N, outputs]`. PyTorch's names: `embeddings.0.weight`, `mlp.layers.0.weight`.
 */
export class TableMLP extends Module<[Tensor, Tensor]> {
  readonly task: Task;
  readonly embeddings: Embedding[];
  readonly mlp: MLP;

  constructor({ numbers, cardinalities }: TableColumns, options: MLPOptions) {
    super();
    this.task = options.task;
    this.embeddings = cardinalities.map(
      (cardinality) => new Embedding(cardinality, embeddingWidth(cardinality), layerOptions(options)),
    );
    const width = cardinalities.reduce((sum, cardinality) => sum + embeddingWidth(cardinality), numbers);
    this.mlp = new MLP(width, options);
  }

  /** @throws RangeError if the columns are not those that the model was made for */
  forward(numbers: Tensor, categories: Tensor): Tensor {
    if (categories.rank !== 2 || categories.shape[1] !== this.embeddings.length)
      throw new RangeError(
        `TableMLP: categories of shape [${categories.shape}]; the model was made for [N, ${this.embeddings.length}]: ` +
          "encode the table with the encoder that the model was made with",
      );
    const vectors = this.embeddings.map((embedding, c) => embedding.forward(select(categories, 1, c)));
    return this.mlp.forward(concat([numbers, ...vectors], 1));
  }

  /** Numbers, or probabilities. */
  predict(numbers: Tensor, categories: Tensor): Tensor {
    return heads[this.task].activation(this.forward(numbers, categories));
  }
}

function layerOptions({ dtype, device, generator }: MLPOptions): object {
  return { ...(dtype && { dtype }), ...(device && { device }), generator };
}

/** A {@link TableMLP} whose first values, and what dropout leaves out, follow from the seed. */
export function buildForTable(
  columns: TableColumns,
  { seed = 1, ...options }: MLPOptions & { readonly seed?: number },
): TableMLP {
  return new TableMLP(columns, { ...options, generator: new Generator(seed) });
}
