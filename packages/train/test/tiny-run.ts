/** A run with everything that has a state, small enough to be begun again many times. */
import { DataLoader, TensorDataset } from "@gradus/data";
import { BatchNorm1d, buffer, Dropout, Linear, Module } from "@gradus/nn";
import { Adam, ExponentialMovingAverage, OneCycleLR, ReduceLROnPlateau } from "@gradus/optim";
import {
  crossEntropy,
  Generator,
  manualSeed,
  rand,
  randint,
  randn,
  type Tensor,
  tensor,
} from "@gradus/tensor";
import {
  Accuracy,
  type Callback,
  Checkpoints,
  EarlyStopping,
  F1Score,
  type FitOptions,
  type Loader,
  type Store,
} from "@gradus/train";

class Tiny extends Module {
  readonly first = new Linear(3, 4);
  readonly norm = new BatchNorm1d(4);
  readonly shared = new Dropout(0.3);
  readonly own = new Dropout(0.3, { generator: new Generator(11) });
  readonly last = new Linear(4, 2);
  /** What JSON cannot hold has to survive, too. */
  readonly odd = buffer(tensor([Infinity, -Infinity, NaN, -0]));

  forward(x: Tensor): Tensor {
    return this.last.forward(
      this.own.forward(this.shared.forward(this.norm.forward(this.first.forward(x)).tanh())),
    );
  }
}

export const EPOCHS = 4;
const EXAMPLES = 22;
const BATCH = 6;
export const STEPS: number = EPOCHS * Math.ceil(EXAMPLES / BATCH);

export interface TinyRun {
  readonly model: Module;
  readonly loader: Loader<readonly [Tensor, Tensor]>;
  readonly options: FitOptions<[Tensor], Tensor, Tensor, readonly [Tensor, Tensor]>;
}

export interface TinyOptions {
  readonly store: Store;
  readonly resume?: unknown;
  readonly callbacks?: readonly Callback[];
  readonly every?: { readonly epochs: number } | { readonly steps: number };
  /** Whether the loader says where it stands; if not, it shuffles by the shared stream. */
  readonly loaderHasState?: boolean;
  /** What early stopping takes for an improvement. */
  readonly minDelta?: number;
}

/** `seed` decides first weights and the shared stream, both of which `resume` overwrites. */
export function tinyRun(seed: number, options: TinyOptions): TinyRun {
  const {
    store,
    resume,
    callbacks = [],
    every = { steps: 1 },
    loaderHasState = true,
    minDelta = 0,
  } = options;
  const x = randn([EXAMPLES, 3], { seed: 1 });
  const y = randint(0, 2, [EXAMPLES], { seed: 2 });
  manualSeed(seed);
  const model = new Tiny();
  const optimizer = new Adam(model.parameters(), { lr: 0.01, amsgrad: true });
  const data = new TensorDataset(x, y);
  const shuffled = new DataLoader(data, {
    batchSize: BATCH,
    shuffle: true,
    transform: ([xs, ys], random) => [xs.mul(1 + 0.1 * random.normal()), ys] as [Tensor, Tensor],
  });
  return {
    model,
    loader: loaderHasState ? shuffled : stateless(x, y),
    options: {
      loss: crossEntropy,
      optimizer,
      epochs: EPOCHS,
      validation: new DataLoader(data, { batchSize: 7, shuffle: true, seed: 3 }),
      metrics: { accuracy: new Accuracy(), f1: new F1Score({ average: "weighted" }) },
      schedule: [
        { scheduler: new OneCycleLR(optimizer, { maxLr: 0.05, totalSteps: STEPS + 1 }), interval: "step" },
        { scheduler: new ReduceLROnPlateau(optimizer, { patience: 0 }), monitor: "valLoss" },
      ],
      clip: { norm: 0.8, value: 0.4 },
      ema: new ExponentialMovingAverage(model.parameters(), { decay: 0.7 }),
      callbacks: [
        new EarlyStopping({ patience: 2, minDelta, monitor: "valLoss" }),
        // By a figure that is best in the middle of the run.
        new Checkpoints(store, { every, best: { monitor: "lr", mode: "max" } }),
        ...callbacks,
      ],
      resume,
    },
  };
}

/** An order of its own each epoch, drawn from the shared stream when the epoch begins. */
function stateless(x: Tensor, y: Tensor): Iterable<readonly [Tensor, Tensor]> {
  return {
    *[Symbol.iterator]() {
      const factors = rand([4]).toArray() as number[];
      for (const [i, factor] of factors.entries()) {
        yield [x.narrow(0, 5 * i, 5).mul(factor), y.narrow(0, 5 * i, 5)] as const;
      }
    },
  };
}
