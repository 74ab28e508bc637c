/** Law: recurrent networks and transformers give in a runtime what they give here, for every batch. */
import {
  causalMask,
  Embedding,
  GRU,
  GRUCell,
  LayerNorm,
  LearnedPositions,
  Linear,
  LSTM,
  LSTMCell,
  Module,
  MultiheadAttention,
  RNN,
  SinusoidalPositions,
  TransformerDecoder,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
} from "@gradus/nn";
import { equal, Generator, greater, linear, randn, select, stack, type Tensor, tensor } from "@gradus/tensor";
import * as fc from "fast-check";
import { test } from "vitest";
import { checkModel } from "./check-model.ts";

const VOCABULARY = 11;

function tokens(batch: number, length: number, seed = 0): Tensor {
  const elements = Int32Array.from(
    { length: batch * length },
    (_, i) => (i * 5 + seed + (i % 3)) % VOCABULARY,
  );
  return tensor(elements, { shape: [batch, length] });
}

const networks = { LSTM, GRU, RNN } as const;

class CharacterModel extends Module {
  readonly embedding = new Embedding(VOCABULARY, 5, { generator: new Generator(1) });
  readonly network: LSTM | GRU | RNN;
  readonly head: Linear;

  constructor(network: LSTM | GRU | RNN) {
    super();
    this.network = network;
    this.head = new Linear(network.hiddenSize * (network.bidirectional ? 2 : 1), VOCABULARY);
  }

  forward(text: Tensor): Tensor {
    const [output] = (this.network as GRU).forward(this.embedding.forward(text));
    return this.head.forward(output);
  }
}

test("character models on every recurrent network", async () => {
  const options = fc.record({
    kind: fc.constantFrom<keyof typeof networks>("LSTM", "GRU", "RNN"),
    hidden: fc.integer({ min: 1, max: 6 }),
    length: fc.integer({ min: 1, max: 6 }),
    numLayers: fc.integer({ min: 1, max: 2 }),
    bidirectional: fc.boolean(),
    bias: fc.boolean(),
    nonlinearity: fc.constantFrom<"tanh" | "relu">("tanh", "relu"),
  });
  const law = fc.asyncProperty(options, async ({ kind, hidden, length, ...rest }) => {
    const network = new networks[kind](5, hidden, {
      ...rest,
      batchFirst: true,
      dropout: 0.3,
      generator: new Generator(2),
    });
    await checkModel({ model: new CharacterModel(network), inputs: (batch) => [tokens(batch, length)] });
  });
  await fc.assert(law, { numRuns: 25 });
});

test.each(["LSTM", "GRU", "RNN"] as const)("%s with states that go in and come out", async (kind) => {
  const model = new networks[kind](3, 4, { numLayers: 2, bidirectional: true });
  const count = kind === "LSTM" ? 2 : 1;
  const call = (x: Tensor, ...states: Tensor[]) =>
    kind === "LSTM"
      ? (model as LSTM).forward(x, states as [Tensor, Tensor])
      : (model as GRU).forward(x, states[0] as Tensor);
  await checkModel({
    model,
    call,
    inputs: (batch) => [
      randn([5, batch, 3], { seed: 1 }),
      ...Array.from({ length: count }, (_, seed) => randn([4, batch, 4], { seed })),
    ],
    options: { dynamicBatch: [1, ...new Array<number>(count).fill(1)] },
  });
});

test("cells, step by step", async () => {
  class Steps extends Module {
    readonly lstm = new LSTMCell(3, 4);
    readonly gru = new GRUCell(4, 4);
    forward(x: Tensor): Tensor {
      let [h, c] = this.lstm.forward(select(x, 1, 0));
      let g = this.gru.forward(h);
      for (let step = 1; step < 3; step++) {
        [h, c] = this.lstm.forward(select(x, 1, step), [h, c]);
        g = this.gru.forward(h, g);
      }
      return stack([g, c]);
    }
  }
  await checkModel({ model: new Steps(), inputs: (batch) => [randn([batch, 3, 3], { seed: 4 })] });
});

test("sequences of fixed lengths, in a batch of fixed size", async () => {
  const model = new LSTM(3, 4, { bidirectional: true });
  const lengths = [5, 2, 4];
  const call = (x: Tensor) => model.forward(x, null, { lengths });
  const inputs = () => [randn([5, 3, 3], { seed: 9 })];
  await checkModel({ model, call, inputs, options: { dynamicBatch: false } });
});

class Gpt extends Module {
  readonly tokens = new Embedding(VOCABULARY, 8);
  readonly positions = new LearnedPositions(16, 8, { batchFirst: true });
  readonly blocks: TransformerEncoder;

  constructor(activation: "gelu" | "relu", normFirst: boolean, layers: number) {
    super();
    const options = { batchFirst: true, normFirst, activation, dimFeedforward: 12, dropout: 0.1 } as const;
    const layer = () => new TransformerEncoderLayer(8, 2, options);
    this.blocks = new TransformerEncoder(layer, layers, new LayerNorm(8));
  }

  forward(text: Tensor): Tensor {
    const x = this.positions.forward(this.tokens.forward(text));
    return linear(this.blocks.forward(x, { isCausal: true }), this.tokens.weight); // tied weights
  }
}

test("decoder-only transformers with a causal mask", async () => {
  const options = fc.tuple(
    fc.constantFrom<"gelu" | "relu">("gelu", "relu"),
    fc.boolean(),
    fc.integer({ min: 1, max: 2 }),
    fc.integer({ min: 1, max: 9 }),
  );
  const law = fc.asyncProperty(options, async ([activation, normFirst, layers, length]) => {
    await checkModel({
      model: new Gpt(activation, normFirst, layers),
      inputs: (batch) => [tokens(batch, length)],
    });
  });
  await fc.assert(law, { numRuns: 10 });
});

test("an encoder-decoder with padding that is found in the graph", async () => {
  class Translator extends Module<[source: Tensor, target: Tensor]> {
    readonly embedding = new Embedding(VOCABULARY, 8, { paddingIndex: 0 });
    readonly positions = new SinusoidalPositions(8, { maxLength: 12, batchFirst: true });
    readonly encoder: TransformerEncoder;
    readonly decoder: TransformerDecoder;
    readonly head = new Linear(8, VOCABULARY);

    constructor() {
      super();
      const options = { batchFirst: true, dimFeedforward: 12 };
      this.encoder = new TransformerEncoder(() => new TransformerEncoderLayer(8, 2, options), 2);
      this.decoder = new TransformerDecoder(() => new TransformerDecoderLayer(8, 2, options), 2);
    }

    forward(source: Tensor, target: Tensor): Tensor {
      const padding = equal(source, 0);
      const embed = (text: Tensor) => this.positions.forward(this.embedding.forward(text).mul(Math.sqrt(8)));
      const memory = this.encoder.forward(embed(source), { srcKeyPaddingMask: padding });
      const y = this.decoder.forward(embed(target), memory, {
        tgtIsCausal: true,
        memoryKeyPaddingMask: padding,
      });
      return this.head.forward(y);
    }
  }
  await checkModel({ model: new Translator(), inputs: (batch) => [tokens(batch, 6), tokens(batch, 4, 3)] });
});

test("attention with its weights, in PyTorch's layout, keys and values of other widths", async () => {
  const model = new MultiheadAttention(8, 2, { kdim: 5, vdim: 3 });
  await checkModel({
    model,
    inputs: (batch) => [randn([4, batch, 8]), randn([6, batch, 5]), randn([6, batch, 3])],
    options: { dynamicBatch: [1, 1, 1] },
  });
});

test("masks that come in as booleans, of the batch and of none", async () => {
  const model = new TransformerEncoderLayer(8, 2, { batchFirst: true });
  const call = (x: Tensor, padding: Tensor, mask: Tensor) =>
    model.forward(x, { srcKeyPaddingMask: padding, srcMask: mask });
  await checkModel({
    model,
    call,
    inputs: (batch) => [
      randn([batch, 5, 8], { seed: batch }),
      greater(randn([batch, 5], { seed: 3 }), 1),
      causalMask(5),
    ],
    options: { dynamicBatch: [0, 0, null] },
  });
});
