/** All demos. Each is loaded only when it is played: a list of them takes no time. */
import type { Demo } from "@gradus/demo";

interface Entry {
  readonly name: string;
  readonly about: string;
  load(): Promise<Demo>;
}

export const demos: readonly Entry[] = [
  {
    name: "scalar-moons",
    about: "an MLP of single numbers on two moons",
    load: async () => (await import("./demos/scalar.ts")).scalarMoons,
  },
  {
    name: "scalar-digits",
    about: "an MLP of single numbers on real digits, shrunk to 8x8 (needs --data)",
    load: async () => (await import("./demos/scalar.ts")).scalarDigits,
  },
  {
    name: "gpt",
    about: "a GPT on characters of verses; with --data, on the tinyshakespeare.txt in that folder",
    load: async () => (await import("@gradus/transformer")).gptDemo,
  },
  {
    name: "reversal",
    about: "an encoder-decoder on words of 1 to 20 letters, to be written backwards",
    load: async () => (await import("@gradus/transformer")).reversal,
  },
  {
    name: "dates",
    about: "an encoder-decoder on dates in nine formats, to be written as ISO 8601 does",
    load: async () => (await import("@gradus/transformer")).dates,
  },
  {
    name: "languages",
    about: "an encoder tells Spanish from English by 4 to 24 letters without accents",
    load: async () => (await import("@gradus/transformer")).languages,
  },
  {
    name: "mlp-digits",
    about: "an MLP on digits, drawn ones or those of --data (IDX files as MNIST ships them)",
    load: async () => (await import("@gradus/mlp")).mlpDigits,
  },
  {
    name: "mlp-bribes",
    about: "regression: what a bribe buys",
    load: async () => (await import("@gradus/mlp")).mlpBribes,
  },
  {
    name: "mlp-moons",
    about: "two moons, parted by a perceptron, a logistic regression and an MLP",
    load: async () => (await import("@gradus/mlp")).mlpMoons,
  },
  {
    name: "mlp-table",
    about: "how fast an animal finds a home: a table of numbers and categories, cross-validated",
    load: async () => (await import("@gradus/mlp")).mlpTable,
  },
  {
    name: "lstm-names",
    about: "an LSTM that invents names (needs --data, a folder with names.txt: a name a line)",
    load: async () => (await import("@gradus/rnn/demo")).lstmNames,
  },
  {
    name: "lstm-verses",
    about: "an LSTM that writes verses in Spanish and English, from 21 kB of this project's own",
    load: async () => (await import("@gradus/rnn/demo")).lstmVerses,
  },
  {
    name: "rnn-classify",
    about: "a GRU that reads a word from both ends and says whether it is Spanish or English",
    load: async () => (await import("@gradus/rnn/demo")).rnnClassify,
  },
  {
    name: "rnn-series",
    about: "a GRU that foretells a chaotic series (Mackey-Glass) and then runs on by itself",
    load: async () => (await import("@gradus/rnn/demo")).rnnSeries,
  },
  {
    name: "rnn-vanishing",
    about: "how far back the gradient of an RNN, a GRU and an LSTM reaches, and what they can learn",
    load: async () => (await import("@gradus/rnn/demo")).rnnVanishing,
  },
  {
    name: "cnn-digits",
    about: "a CNN on digits, drawn ones or those of --data (IDX files as MNIST ships them)",
    load: async () => (await import("@gradus/cnn")).cnnDigits,
  },
  {
    name: "cnn-drawn",
    about: "a CNN that has seen drawn digits only, tested on all 10,000 real ones of --data",
    load: async () => (await import("@gradus/cnn")).cnnDrawn,
  },
  {
    name: "cnn-transfer",
    about: "five digits taught to a CNN that knows five others, from a few images of each",
    load: async () => (await import("@gradus/cnn")).cnnTransfer,
  },
  {
    name: "skipgram",
    about: "word vectors by skip-gram, and the analogies that are planted in their text",
    load: async () => (await import("@gradus/embedding/demo")).skipGram,
  },
];
