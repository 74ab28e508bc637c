/** Three small networks, trained for a few steps: the same on every device, in Node and in browsers. */
import {
  conv2d,
  crossEntropy,
  dispose,
  embedding,
  linear,
  lstm,
  maxPool2d,
  noGrad,
  rand,
  randint,
  randn,
  reshape,
  scope,
  type Tensor,
  zeros,
} from "@gradus/tensor";

/** A training: the loss at each step. Everything is made on the default device. */
export interface Training {
  readonly name: string;
  /** The learning rate of plain gradient descent. */
  readonly rate: number;
  /** Parameters and a loss of them. */
  readonly make: () => { readonly parameters: Tensor[]; readonly loss: () => Tensor };
}

const weights = (seed: number, ...shape: number[]): Tensor =>
  randn(shape, { seed, std: 1 / Math.sqrt(shape.slice(1).reduce((a, b) => a * b, 1)), requiresGrad: true });
const biases = (n: number): Tensor => zeros([n], { requiresGrad: true });

/** All of them. */
export const trainings: readonly Training[] = [
  {
    name: "a perceptron",
    rate: 0.3,
    make() {
      const x = randn([40, 20], { seed: 1 });
      const classes = randint(0, 5, [40], { seed: 2 });
      const [w1, b1, w2, b2] = [weights(3, 32, 20), biases(32), weights(4, 5, 32), biases(5)] as const;
      const hidden = () => linear(x, w1, b1, { activation: "relu" });
      return { parameters: [w1, b1, w2, b2], loss: () => crossEntropy(linear(hidden(), w2, b2), classes) };
    },
  },
  {
    name: "a convolutional network",
    rate: 0.2,
    make() {
      const x = rand([12, 1, 10, 10], { seed: 5 });
      const classes = randint(0, 4, [12], { seed: 6 });
      const [w1, b1, w2, b2] = [
        weights(7, 6, 1, 3, 3),
        biases(6),
        weights(8, 4, 6 * 4 * 4),
        biases(4),
      ] as const;
      const features = () => maxPool2d(conv2d(x, w1, { bias: b1 }).relu(), 2);
      return {
        parameters: [w1, b1, w2, b2],
        loss: () => crossEntropy(linear(reshape(features(), [12, 6 * 4 * 4]), w2, b2), classes),
      };
    },
  },
  {
    name: "a recurrent network",
    rate: 0.5,
    make() {
      const [T, B, H, V] = [5, 6, 8, 7];
      const tokens = randint(0, V, [T, B], { seed: 9 });
      const next = randint(0, V, [T * B], { seed: 10 });
      const table = weights(11, V, H);
      const [wx, wh, b] = [weights(12, 4 * H, H), weights(13, 4 * H, H), biases(4 * H)] as const;
      const [out, bOut] = [weights(14, V, H), biases(V)] as const;
      const start = zeros([B, H]);
      const states = (): Tensor =>
        lstm(linear(embedding(table, tokens), wx, null), start, start, wh, { bias: b }).output;
      return {
        parameters: [table, wx, wh, b, out, bOut],
        loss: () => crossEntropy(linear(reshape(states(), [T * B, H]), out, bOut), next),
      };
    },
  },
];

/** The loss before each of `steps` steps. */
export async function losses({ make, rate }: Training, steps: number): Promise<number[]> {
  const { parameters, loss } = make();
  const found: number[] = [];
  for (let step = 0; step < steps; step++) {
    const now = scope(() => {
      const value = loss();
      value.backward();
      noGrad(() => {
        for (const p of parameters) {
          const gradient = p.grad as Tensor;
          p.assign(p.sub(gradient.mul(rate)));
          p.grad = null;
          dispose(gradient);
        }
      });
      return value.detach();
    });
    found.push((await now.data())[0] as number);
    dispose(now);
  }
  return found;
}
