/** One class for a whole sequence. */
import { Dropout, Embedding, type LayerOptions, Linear, Module } from "@gradus/nn";
import type { Tensor } from "@gradus/tensor";
import { type Cell, lastHidden, type Recurrent, recurrent } from "./recurrent.ts";

/** What a {@link SequenceClassifier} is made of. */
export interface SequenceClassifierOptions extends LayerOptions {
  readonly vocabulary: number;
  readonly classes: number;
  /** "gru" by default. */
  readonly cell?: Cell;
  /** E; 16 by default. */
  readonly embeddingSize?: number;
  /** H; 64 by default. */
  readonly hiddenSize?: number;
  /** 1 by default. */
  readonly layers?: number;
  /** Reads from both ends; false by default. */
  readonly bidirectional?: boolean;
  /** The share of embeddings and of final states that is put to 0 in training; 0 by default. */
  readonly dropout?: number;
}

/** How many steps each sequence of a batch has: numbers, or int32 `[B]`. */
type Lengths = readonly number[] | Tensor | null;

/**
 * Reads a sequence to its end and names its class: `softmax(W·h_T + b)`, h_T the state after its own last step. Of a network that
 * reads from both ends, h_T is the state of the forward direction at the last step beside that of the reverse one at the first.
 */
export class SequenceClassifier extends Module<[index: Tensor, lengths?: Lengths]> {
  readonly cell: Cell;
  readonly bidirectional: boolean;
  readonly embedding: Embedding;
  readonly network: Recurrent;
  readonly fc: Linear;
  readonly dropout: Dropout;

  /** @throws RangeError if there is no such cell, or a size is no whole number above 0 */
  constructor(options: SequenceClassifierOptions) {
    super();
    const { vocabulary, classes, cell = "gru", embeddingSize = 16, hiddenSize = 64, layers = 1 } = options;
    const { bidirectional = false, dropout = 0 } = options;
    this.cell = cell;
    this.bidirectional = bidirectional;
    this.embedding = new Embedding(vocabulary, embeddingSize, options);
    const sizes = { numLayers: layers, dropout: layers > 1 ? dropout : 0, bidirectional };
    this.network = recurrent(cell, embeddingSize, hiddenSize, { ...options, ...sizes });
    this.fc = new Linear((bidirectional ? 2 : 1) * hiddenSize, classes, options);
    this.dropout = new Dropout(dropout, options);
  }

  /** The network's name in a state is its kind. */
  override held(): object {
    return { embedding: this.embedding, [this.cell]: this.network, fc: this.fc, dropout: this.dropout };
  }

  /**
   * Logits of the classes: int32 `[B, T]`, and how many steps each sequence has (T unless given) → `[B, classes]`. What stands behind
   * a sequence's end has no effect.
   *
   * @throws RangeError if shapes do not fit, or a length is no number of steps
   */
  forward(index: Tensor, lengths: Lengths = null): Tensor {
    if (index.rank !== 2)
      throw new RangeError(
        `SequenceClassifier: the input has shape [${index.shape.join(", ")}]; it must be [B, T], a row for each sequence`,
      );
    const x = this.dropout.forward(this.embedding.forward(index)); // [B, T, E]
    const [, state] = this.network.forward(x, null, { lengths });
    return this.fc.forward(this.dropout.forward(lastHidden(state, this.bidirectional))); // [B, classes]
  }
}
