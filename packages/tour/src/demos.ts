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
];
