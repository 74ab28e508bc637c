/** Training ends when nothing gets better, with the best weights. */
import { Linear } from "@gradus/nn";
import { ExponentialMovingAverage, SGD } from "@gradus/optim";
import { mseLoss, type Tensor, tensor } from "@gradus/tensor";
import { EarlyStopping, type EarlyStoppingOptions, fit, type History, Metric } from "@gradus/train";
import { describe, expect, test } from "vitest";

/** A figure that somebody else decides. */
class Scripted extends Metric {
  readonly script: readonly number[];
  #epoch = 0;

  constructor(script: readonly number[]) {
    super();
    this.script = script;
  }

  override reset(): void {}
  protected override accumulate(): void {}
  override compute(): number {
    return this.script[this.#epoch++] as number;
  }
  override stateDict(): unknown {
    return null;
  }
  override loadStateDict(): void {}
}

const batch = [tensor([[1]]), tensor([[2]])] as const;

async function run(
  script: readonly number[],
  options: EarlyStoppingOptions,
  useEma = false,
): Promise<{
  history: History;
  stopping: EarlyStopping;
  weights: number[];
  last: number;
  ema: ExponentialMovingAverage | undefined;
}> {
  const model = new Linear(1, 1, { bias: false });
  model.weight.assign(tensor([[0]]));
  const ema = useEma ? new ExponentialMovingAverage([model.weight], { decay: 0.5 }) : undefined;
  const stopping = new EarlyStopping({ monitor: "score", mode: "min", ...options });
  const weights: number[] = [];
  const history = await fit(model, [batch], {
    loss: (y: Tensor, t: Tensor) => mseLoss(y, t),
    optimizer: new SGD([model.weight], { lr: 0.05 }),
    epochs: script.length,
    metrics: { score: new Scripted(script) },
    ema,
    callbacks: [{ name: "weights", onStepEnd: () => void weights.push(model.weight.item()) }, stopping],
  });
  return { history, stopping, weights, last: model.weight.item(), ema };
}

describe("patience", () => {
  test.each<[string, number[], EarlyStoppingOptions, number, number]>([
    ["counts epochs in a row", [5, 4, 6, 3, 7, 7, 7], { patience: 2 }, 6, 4],
    ["of 0 ends with the first", [5, 5, 5], { patience: 0 }, 2, 1],
    ["does not take an equal figure for better", [5, 5, 5, 5], { patience: 2 }, 3, 1],
    ["wants more than minDelta", [5, 4.9, 4.8, 4.4], { patience: 3, minDelta: 0.5 }, 4, 4],
    ["does not wait for small improvements", [5, 4.9, 4.8, 4.6], { patience: 2, minDelta: 0.5 }, 3, 1],
    ["may want more", [1, 3, 2, 2], { patience: 2, mode: "max" }, 4, 2],
    ["takes NaN for no improvement", [NaN, 2, NaN, NaN], { patience: 2 }, 4, 2],
    ["is not used up", [3, 2, 1], { patience: 1 }, 3, 3],
  ])("%s", async (_what, script, options, epochs, bestEpoch) => {
    const { history, stopping } = await run(script, options);
    expect([history.epochs.length, stopping.bestEpoch, stopping.best]).toEqual([
      epochs,
      bestEpoch,
      script[bestEpoch - 1],
    ]);
  });
});

describe("afterwards", () => {
  test("the best weights are there, and the history says why it ended", async () => {
    const { history, weights, last } = await run([5, 4, 6, 6, 1], { patience: 2 });
    expect(weights.length).toBe(4);
    expect(last).toBe(weights[1]);
    expect(history.stopped).toBe("no better score than 4 of epoch 2 in 2 epochs");
  });

  test("they are so if training came to its end, too; and not if nobody wants it", async () => {
    const whole = await run([5, 4, 6], { patience: 5 });
    expect([whole.history.stopped, whole.last]).toEqual([null, whole.weights[1]]);
    const without = await run([5, 4, 6, 6], { patience: 2, restoreBest: false });
    expect(without.last).toBe(without.weights[3]);
  });

  test("averages are the best ones as well", async () => {
    const { ema, weights } = await run([5, 4, 6, 6], { patience: 2 }, true);
    expect(ema?.averages[0]?.item()).toBeCloseTo(((weights[0] as number) + (weights[1] as number)) / 2, 6);
  });
});

test("options out of range are refused", () => {
  expect(() => new EarlyStopping({ patience: -1 })).toThrow("patience is -1");
  expect(() => new EarlyStopping({ minDelta: NaN })).toThrow("minDelta is NaN");
  expect(() => new EarlyStopping({ monitor: "valAccuracy" })).toThrow(
    'mode is undefined for "valAccuracy"; say whether lower',
  );
});
