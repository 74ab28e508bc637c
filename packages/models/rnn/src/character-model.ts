/** A language model of characters: embedding, recurrent network, linear layer. */
import { Dropout, Embedding, type LayerOptions, Linear, Module } from "@gradus/nn";
import type { Tensor } from "@gradus/tensor";
import { type Cell, type Recurrent, recurrent, type State } from "./recurrent.ts";

/** What a {@link CharacterModel} is made of. */
export interface CharacterModelOptions extends LayerOptions {
  /** How many characters there are. */
  readonly vocabulary: number;
  /** "lstm" by default. */
  readonly cell?: Cell;
  /** E: numbers that a character becomes; 32 by default. */
  readonly embeddingSize?: number;
  /** H: numbers that a layer remembers; 128 by default. */
  readonly hiddenSize?: number;
  /** 1 by default. */
  readonly layers?: number;
  /** The share of embeddings and of outputs of each layer that is put to 0 in training; 0 by default. */
  readonly dropout?: number;
}

/**
 * p(next character | all before it), from left to right:
 *
 *     x_t = E[character_t]                 embedding  [V, E]
 *     h_t = cell(x_t, h_{t-1})             rnn, lstm or gru
 *     p(character_{t+1}) = softmax(W·h_t + b)   fc  [V, H]
 *
 * State names are those of a PyTorch module with `embedding`, `fc` and a network called by its kind: `lstm.weight_ih_l0`.
 *
 * @see A. Graves, "Generating sequences with recurrent neural networks", 2013
 */
export class CharacterModel extends Module {
  readonly vocabulary: number;
  readonly cell: Cell;
  readonly embedding: Embedding;
  readonly network: Recurrent;
  readonly fc: Linear;
  readonly dropout: Dropout;

  /** @throws RangeError if there is no such cell, or a size is no whole number above 0 */
  constructor(options: CharacterModelOptions) {
    super();
    const {
      vocabulary,
      cell = "lstm",
      embeddingSize = 32,
      hiddenSize = 128,
      layers = 1,
      dropout = 0,
    } = options;
    this.vocabulary = vocabulary;
    this.cell = cell;
    this.embedding = new Embedding(vocabulary, embeddingSize, options);
    const between = layers > 1 ? dropout : 0;
    this.network = recurrent(cell, embeddingSize, hiddenSize, {
      ...options,
      numLayers: layers,
      dropout: between,
    });
    this.fc = new Linear(hiddenSize, vocabulary, options);
    this.dropout = new Dropout(dropout, options);
  }

  /** The network's name in a state is its kind. */
  override held(): object {
    return { embedding: this.embedding, [this.cell]: this.network, fc: this.fc, dropout: this.dropout };
  }

  /** Logits of the next character at every place: int32 `[B, T]` → `[B, T, V]`. The state before is 0. */
  forward(index: Tensor): Tensor {
    return this.step(index, null)[0];
  }

  /**
   * The same from a state on, and the state afterwards: what has been read is not read again.
   *
   * @throws RangeError if the index is no matrix, or holds what is no character
   */
  step(index: Tensor, state: State | null): [logits: Tensor, state: State] {
    if (index.rank !== 2)
      throw new RangeError(
        `CharacterModel: the input has shape [${index.shape.join(", ")}]; it must be [B, T], a row for each text`,
      );
    const x = this.dropout.forward(this.embedding.forward(index)); // [B, T, E]
    const [h, after] = this.network.forward(x, state); // [B, T, H]
    return [this.fc.forward(this.dropout.forward(h)), after]; // [B, T, V]
  }
}
