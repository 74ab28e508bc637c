/** fit is the plain loop, and what it adds does what it says. */
import { Dropout, Linear, Module, MSELoss, observe, parameter, Sequential } from "@gradus/nn";
import {
  Adam,
  clipGradNorm,
  ExponentialMovingAverage,
  OneCycleLR,
  ReduceLROnPlateau,
  SGD,
  StepLR,
} from "@gradus/optim";
import { manualSeed, mseLoss, randn, type Tensor, tensor } from "@gradus/tensor";
import { Accuracy, type Callback, evaluate, fit, MeanSquaredError, R2Score } from "@gradus/train";
import { describe, expect, test } from "vitest";

type Batch = readonly [Tensor, Tensor];

const batches: readonly Batch[] = [6, 6, 3].map((size, i) => {
  const x = randn([size, 2], { seed: 10 + i });
  return [x, x.sum(1, true).mul(2)] as const;
});

function net(seed = 1): Sequential {
  manualSeed(seed);
  return new Sequential(new Linear(2, 8), new Dropout(0.2), (x) => x.tanh(), new Linear(8, 1));
}

const weights = (model: Module): unknown => Object.values(model.stateDict()).map((x) => x.toArray());

describe("the loop", () => {
  function plain(epochs: number): { losses: number[]; weights: unknown } {
    const model = net();
    const optimizer = new Adam(model.parameters(), { lr: 0.02 });
    const losses: number[] = [];
    for (let epoch = 0; epoch < epochs; epoch++)
      for (const [x, y] of batches) {
        optimizer.zeroGrad();
        const loss = mseLoss(model.forward(x), y);
        loss.backward();
        clipGradNorm(model.parameters(), 1);
        optimizer.step();
        losses.push(loss.item());
      }
    return { losses, weights: weights(model) };
  }

  async function fitted(
    loader: Iterable<Batch> | AsyncIterable<Batch>,
  ): Promise<{ losses: number[]; weights: unknown }> {
    const model = net();
    const optimizer = new Adam(model.parameters(), { lr: 0.02 });
    const { losses } = await fit(model, loader, { loss: mseLoss, optimizer, epochs: 4, clip: 1 });
    return { losses, weights: weights(model) };
  }

  test("written by hand does the same, bit for bit", async () => {
    expect(await fitted(batches)).toEqual(plain(4));
  });

  test("over batches that come by promises does the same", async () => {
    const loader = {
      async *[Symbol.asyncIterator]() {
        for (const batch of batches) {
          await new Promise((resolve) => setTimeout(resolve, 0));
          yield batch;
        }
      },
    };
    expect(await fitted(loader)).toEqual(plain(4));
  });

  test("gives memory back after each step, but never that of a batch or a parameter", async () => {
    const model = net();
    const outputs: Tensor[] = [];
    const gradients: Tensor[] = [];
    const end = observe(model, ({ output }) => void outputs.push(output as Tensor));
    const hold: Callback = {
      name: "hold",
      onBackward: ({ model }) => void gradients.push(...model.parameters().map(({ grad }) => grad as Tensor)),
    };
    await fit(model, batches, {
      loss: mseLoss,
      optimizer: new SGD(model.parameters()),
      epochs: 2,
      callbacks: [hold],
      clip: 1e-3,
    });
    end();
    expect([outputs.length, gradients.length]).toEqual([24, 24]);
    for (const x of [...outputs, ...gradients]) expect(() => x.dataSync()).toThrow("disposed of");
    expect(model.parameters().every(({ grad }) => grad === null)).toBe(true);
    const loss = await evaluate(model, batches, { loss: mseLoss });
    expect(loss.loss).toBeGreaterThan(0);
  });

  test("spares a batch that the output is a view of", async () => {
    class View extends Module {
      readonly scale = parameter(tensor(2));
      forward(x: Tensor): Tensor {
        return x.reshape([-1]);
      }
    }
    const model = new View();
    const loss = (y: Tensor): Tensor => y.mul(model.scale).square().mean();
    const [x] = batches[0] as Batch;
    await fit(model, [[x, x]], {
      loss,
      optimizer: new SGD(model.parameters()),
      epochs: 2,
      metrics: { mse: new MeanSquaredError() },
      unpack: ([a]: Batch) => [a, a.reshape([-1])] as const,
    });
    expect(x.dataSync().length).toBe(12);
  });

  test("runs where it is told; batches stay where they are", async () => {
    const model = net();
    const optimizer = new Adam(model.parameters(), { lr: 0.02 });
    const history = await fit(model, batches, {
      loss: mseLoss,
      optimizer,
      epochs: 1,
      clip: 1,
      device: "cpu",
      validation: batches,
    });
    expect(model.parameters().map(({ device }) => device)).toEqual(["cpu", "cpu", "cpu", "cpu"]);
    expect(batches[0]?.[0].device).not.toBe("cpu");
    expect(batches[0]?.[0].dataSync().length).toBe(12);
    const there = plain(1).losses;
    history.losses.forEach((loss, i) => void expect(loss).toBeCloseTo(there[i] as number, 4));
  });
});

describe("history", () => {
  test("has a record for each epoch, means over examples, rates, metrics, and the loss of every step", async () => {
    const model = new Linear(2, 1);
    const optimizer = new SGD(model.parameters(), { lr: 0 });
    const history = await fit(model, batches, {
      loss: mseLoss,
      optimizer,
      epochs: 2,
      validation: batches.slice(1),
      metrics: { mse: new MeanSquaredError(), r2: new R2Score() },
    });
    const [a, b, c] = history.losses as [number, number, number];
    const mean = (6 * a + 6 * b + 3 * c) / 15;
    expect(history.losses.length).toBe(6);
    expect(history.epochs.map(({ epoch, step, lr }) => [epoch, step, lr])).toEqual([
      [1, 3, 0],
      [2, 6, 0],
    ]);
    expect(Object.keys(history.epochs[0] as object)).toEqual([
      "epoch",
      "step",
      "lr",
      "loss",
      "mse",
      "r2",
      "valLoss",
      "valMse",
      "valR2",
    ]);
    expect(history.epochs[0]?.loss).toBeCloseTo(mean, 12);
    expect(history.epochs[0]?.["mse"]).toBeCloseTo(mean, 5);
    expect(history.column("valMse")[1]).toBeCloseTo((6 * b + 3 * c) / 9, 5);
    expect(history.column("other")).toEqual([NaN, NaN]);
    expect(history.stopped).toBeNull();
  });
});

describe("validation", () => {
  test("is in eval, without gradients, and puts every module's mode back", async () => {
    const model = net();
    (model.steps[1] as Dropout).training = false;
    const modes: boolean[][] = [];
    const look = new (class extends Module {
      forward(x: Tensor): Tensor {
        modes.push([this.training, x.requiresGrad]);
        return x;
      }
    })();
    model.steps.push(look);
    const first = await evaluate(model, batches, { loss: mseLoss });
    expect(modes).toEqual([
      [false, false],
      [false, false],
      [false, false],
    ]);
    expect((model.steps[1] as Dropout).training).toBe(false);
    expect(look.training).toBe(true);
    expect(await evaluate(model, batches, { loss: mseLoss })).toEqual(first);
  });

  test("takes averaged weights, and training goes on with its own", async () => {
    const run = async (ema?: ExponentialMovingAverage, model = net()) => {
      const optimizer = new SGD(model.parameters(), { lr: 0.1 });
      return {
        model,
        history: await fit(model, batches, { loss: mseLoss, optimizer, epochs: 2, validation: batches, ema }),
      };
    };
    const without = await run();
    const model = net();
    const ema = new ExponentialMovingAverage(model.parameters(), { decay: 0.9 });
    const averaged = await run(ema, model);
    expect(averaged.history.losses).toEqual(without.history.losses);
    expect(weights(model)).toEqual(weights(without.model));
    ema.swap();
    expect(averaged.history.column("valLoss")[1]).toBe(
      (await evaluate(model, batches, { loss: mseLoss })).loss,
    );
    expect(averaged.history.column("valLoss")[1]).not.toBe(without.history.column("valLoss")[1]);
  });

  test("evaluate gives what the metrics are, and NaN for a loss that nobody asked for", async () => {
    const result = await evaluate(new Linear(2, 1), batches, { metrics: { r2: new R2Score() } });
    const r2: number = result.r2;
    expect([result.loss, typeof r2]).toEqual([NaN, "number"]);
  });
});

describe("schedules", () => {
  const rates = async (
    make: (optimizer: SGD) => Parameters<typeof fit>[2]["schedule"],
  ): Promise<number[]> => {
    const model = net();
    const optimizer = new SGD(model.parameters(), { lr: 1e-4 });
    const seen: number[] = [];
    const look: Callback = {
      name: "look",
      onBackward: () => void seen.push(optimizer.paramGroups[0]?.lr ?? NaN),
    };
    await fit(model, batches, {
      loss: mseLoss,
      optimizer,
      epochs: 2,
      callbacks: [look],
      schedule: make(optimizer),
    });
    return seen;
  };

  test("move on after each epoch, or each step", async () => {
    expect(await rates((o) => new StepLR(o, { stepSize: 1, gamma: 0.5 }))).toEqual([
      1e-4, 1e-4, 1e-4, 5e-5, 5e-5, 5e-5,
    ]);
    const byStep = await rates((o) => ({
      scheduler: new StepLR(o, { stepSize: 1, gamma: 0.5 }),
      interval: "step",
    }));
    expect(byStep).toEqual([1, 0.5, 0.25, 0.125, 0.0625, 0.03125].map((part) => 1e-4 * part));
  });

  test("of a plateau go by a figure", async () => {
    const options = { patience: 0, threshold: 1e9, thresholdMode: "abs", factor: 0.1, eps: 0 } as const;
    const seen = await rates((o) => ({ scheduler: new ReduceLROnPlateau(o, options), monitor: "loss" }));
    expect(new Set(seen).size).toBe(1);
    await expect(rates((o) => ({ scheduler: new ReduceLROnPlateau(o), monitor: "valLos" }))).rejects.toThrow(
      'goes by "valLos", but the epoch has epoch, step, lr, loss; choose one of these',
    );
    await expect(rates((o) => ({ scheduler: new ReduceLROnPlateau(o), interval: "step" }))).rejects.toThrow(
      'interval is "step"',
    );
  });

  test("several at once", async () => {
    const seen = await rates((o) => [
      {
        scheduler: new OneCycleLR(o, { maxLr: 1e-3, totalSteps: 7, cycleMomentum: false }),
        interval: "step",
      },
    ]);
    expect(new Set(seen).size).toBe(6);
  });
});

describe("gradients", () => {
  test("are clipped as told", async () => {
    const moved = async (clip: Parameters<typeof fit>[2]["clip"]): Promise<number[]> => {
      const model = new Linear(2, 1, { bias: false });
      const before = model.weight.toArray() as number[][];
      await fit(model, batches.slice(0, 1), {
        loss: mseLoss,
        optimizer: new SGD(model.parameters(), { lr: 1 }),
        epochs: 1,
        clip,
      });
      const after = model.weight.toArray() as number[][];
      return (after[0] as number[]).map((x, i) => Math.abs(x - (before[0]?.[i] as number)));
    };
    expect(Math.hypot(...(await moved(0.01)))).toBeCloseTo(0.01, 5);
    for (const change of await moved({ value: 0.02 })) expect(change).toBeCloseTo(0.02, 5);
    expect(Math.hypot(...(await moved({ value: 0.02, norm: 0.001 })))).toBeCloseTo(0.001, 6);
  });
});

describe("callbacks", () => {
  const names = [
    "onFitStart",
    "onStepStart",
    "onBackward",
    "onStepEnd",
    "onEpochEnd",
    "onFitEnd",
    "close",
  ] as const;
  const recorder = (log: string[], more: Partial<Callback> = {}): Callback => ({
    name: "recorder",
    ...Object.fromEntries(names.map((name) => [name, () => void log.push(name)])),
    onCheckpoint: (_run, after) => void log.push(`onCheckpoint ${after}`),
    ...more,
  });
  const run = (
    callbacks: readonly Callback[],
    loader: Iterable<Batch> = batches.slice(0, 1),
    signal?: AbortSignal,
  ) => {
    const model = net();
    return fit(model, loader, {
      loss: mseLoss,
      optimizer: new SGD(model.parameters()),
      epochs: 2,
      callbacks,
      signal,
    });
  };
  const step = ["onStepStart", "onBackward", "onStepEnd", "onCheckpoint step"];

  test("are called in order, and training waits for them", async () => {
    const log: string[] = [];
    const slow: Callback = {
      name: "slow",
      onStepEnd: async () => {
        log.push("begins");
        await new Promise((resolve) => setTimeout(resolve, 1));
        log.push("ends");
      },
    };
    await run([slow, recorder(log)]);
    const epoch = [
      ...step.slice(0, 2),
      "begins",
      "ends",
      ...step.slice(2),
      "onEpochEnd",
      "onCheckpoint epoch",
    ];
    expect(log).toEqual(["onFitStart", ...epoch, ...epoch, "onCheckpoint end", "onFitEnd", "close"]);
  });

  test("are closed, but not told of an end, when training fails", async () => {
    const log: string[] = [];
    const failing = recorder(log, {
      onBackward: () => {
        throw new Error("on purpose");
      },
    });
    await expect(run([failing])).rejects.toThrow("on purpose");
    expect(log).toEqual(["onFitStart", "onStepStart", "close"]);
  });

  test("may stop it, at once or after the epoch", async () => {
    const log: string[] = [];
    const atOnce = recorder(log, { onStepEnd: (run) => run.stop("enough") });
    const history = await run([atOnce], batches);
    expect([history.stopped, history.losses.length, history.epochs.length]).toEqual(["enough", 1, 0]);
    expect(log.slice(-3)).toEqual(["onCheckpoint end", "onFitEnd", "close"]);
    const later = await run([{ name: "later", onEpochEnd: (run) => run.stop("enough") }], batches);
    expect([later.stopped, later.losses.length, later.epochs.length]).toEqual(["enough", 3, 1]);
  });

  test("an abort signal ends it after the step in hand, in order", async () => {
    const abort = new AbortController();
    const log: string[] = [];
    const history = await run([recorder(log, { onBackward: () => abort.abort() })], batches, abort.signal);
    expect([history.stopped, history.losses.length]).toEqual(["aborted", 1]);
    expect(log.slice(-3)).toEqual(["onCheckpoint end", "onFitEnd", "close"]);
    expect((await run([], batches, AbortSignal.abort())).losses.length).toBe(0);
  });
});

describe("what goes wrong is said in a sentence", () => {
  const start = (over: object = {}, loader: Iterable<unknown> = batches, model: Module = net()) =>
    fit(model, loader as Iterable<Batch>, {
      loss: mseLoss,
      optimizer: new SGD(model.parameters()),
      epochs: 2,
      ...over,
    });

  test("a loss that is NaN: where, and the op that began it; no weight has moved by it", async () => {
    const model = new Sequential(new Linear(2, 1), (x) =>
      x.add(x.mul(0).add(step++ === 4 ? -1e9 : 1e9)).log(),
    );
    let step = 0;
    let before: unknown;
    const look: Callback = {
      name: "look",
      onStepStart: (run) => {
        before = weights(run.model as Module);
      },
    };
    const failing = start({ callbacks: [look] }, batches, model);
    await expect(failing).rejects.toThrow(
      /^fit: the loss is NaN in step 2 of epoch 2, batch \[6,2\], \[6,1\]\. .*anomaly/,
    );
    expect(weights(model)).toEqual(before);
  });

  test("the op is named with the random numbers of that step", async () => {
    const model = new Sequential(new Linear(2, 4), new Dropout(0.5), (x) => x.abs().neg().log());
    await expect(start({ loss: (y: Tensor) => y.sum() }, batches, model)).rejects.toThrow(
      /the loss is (NaN|-?Infinity) in step 1 of epoch 1.*log\(\[6, 4\]\) made the first NaN.*No weight has moved/,
    );
  });

  test("the random numbers of the step that failed are drawn again", async () => {
    for (let seed = 0; seed < 8; seed++) {
      manualSeed(seed);
      // 0 or 2, and so log(-1) or log(1).
      const model = new Sequential(new Dropout(0.5), (x) => x.sub(1).log(), new Linear(1, 1));
      const one = [[tensor([[1]]), tensor([[1]])]];
      await expect(start({ epochs: 100 }, one, model)).rejects.toThrow("log([1, 1]) made the first NaN");
    }
  });

  test("a loss that is NaN because the batch is", async () => {
    const bad = [[tensor([[NaN, 1]]), tensor([[1]])]];
    await expect(start({}, bad)).rejects.toThrow(
      "finds no op that made a NaN of numbers: look into the batch and the weights",
    );
  });

  test("batches", async () => {
    await expect(start({}, [])).rejects.toThrow("the loader gave 0 batches in epoch 1, needs at least 1");
    await expect(start({}, batches.values())).rejects.toThrow(
      "the loader gave 0 batches in epoch 2, needs at least 1; a generator can be gone through once",
    );
    await expect(start({}, [{ x: 1, y: 2 }])).rejects.toThrow(
      "a batch is a record of x, y; it must be [input, target]. Pass unpack",
    );
    await expect(start({}, [tensor([1])])).rejects.toThrow("a batch is one tensor of shape [1]");
    await expect(start({}, [[tensor([[1, 2, 3]]), tensor([[1]])]])).rejects.toThrow(
      /Linear: the input has shape \[1, 3\], 3 inFeatures.*made for 2/,
    );
    await expect(start({ validation: [] })).rejects.toThrow("evaluate: the loader gave 0 batches");
  });

  test("options", async () => {
    await expect(start({ epochs: 0 })).rejects.toThrow("epochs is 0; it must be a whole number >= 1");
    await expect(start({ optimizer: new SGD(net().parameters()) })).rejects.toThrow(
      "the model has 4 parameters, and none of the optimizer's 4 is among them",
    );
    await expect(start({ metrics: { loss: new R2Score() } })).rejects.toThrow('a metric is called "loss"');
    await expect(start({ loss: (y: Tensor) => y })).rejects.toThrow(
      "the loss is a tensor of shape [6,1], not a single number",
    );
    await expect(start({ metrics: { accuracy: new Accuracy() } })).rejects.toThrow(
      "Accuracy: outputs [6,1] are one score",
    );
  });
});

test("batches of another form are unpacked; a loss may be a module, with parameters of its own", async () => {
  class Scaled extends Module<[Tensor, Tensor], Tensor> {
    readonly scale = parameter(tensor(1));
    readonly loss = new MSELoss();
    forward(x: Tensor, target: Tensor): Tensor {
      return this.loss.forward(x.mul(this.scale), target);
    }
  }
  class Sum extends Module<[Tensor, Tensor], Tensor> {
    readonly layer = new Linear(2, 1);
    forward(a: Tensor, b: Tensor): Tensor {
      return this.layer.forward(a.add(b));
    }
  }
  const [model, loss] = [new Sum(), new Scaled()];
  const loader = batches.map(([x, y]) => ({ a: x, b: x, y }));
  const optimizer = new SGD([...model.parameters(), ...loss.parameters()], { lr: 0.05 });
  const history = await fit(model, loader, {
    loss,
    optimizer,
    epochs: 20,
    unpack: ({ a, b, y }) => [a, b, y] as const,
  });
  expect(history.losses.at(-1)).toBeLessThan((history.losses[0] as number) / 10);
  expect(loss.scale.item()).not.toBe(1);
  expect(loss.scale.grad).toBeNull();
});
