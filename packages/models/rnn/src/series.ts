/** A series that never repeats, and training on it. */
import { DataLoader, TensorDataset } from "@gradus/data";
import { AdamW, CosineAnnealingLR } from "@gradus/optim";
import { mseLoss, type Tensor, tensor } from "@gradus/tensor";
import { type FitOptions, fit, type History } from "@gradus/train";
import type { SeriesModel } from "./series-model.ts";

/**
 * The Mackey-Glass equation, one number each unit of time:
 *
 *     dx/dt = 0.2·x(t - τ) / (1 + x(t - τ)¹⁰) - 0.1·x(t),   τ = 17
 *
 * a delay that makes it chaotic. Integrated by Runge and Kutta's fourth-order method in steps of 0.1, the delayed value between
 * steps as the mean of its neighbours; the first 300 units, in which it settles, are left out.
 *
 * @param start x before time 0; other values give other stretches
 * @see M. Mackey, L. Glass, "Oscillation and chaos in physiological control systems", Science 1977
 */
export function mackeyGlass(length: number, start = 1.2): Float64Array {
  const [perUnit, delay, settle] = [10, 170, 300];
  const h = 1 / perUnit;
  const steps = (length + settle) * perUnit;
  const x = new Float64Array(delay + steps + 1).fill(start);
  const slope = (now: number, then: number): number => (0.2 * then) / (1 + then ** 10) - 0.1 * now;
  for (let i = delay; i < delay + steps; i++) {
    const now = x[i] as number;
    const [a, b] = [x[i - delay] as number, x[i - delay + 1] as number];
    const k1 = slope(now, a);
    const k2 = slope(now + (h / 2) * k1, (a + b) / 2);
    const k3 = slope(now + (h / 2) * k2, (a + b) / 2);
    const k4 = slope(now + h * k3, b);
    x[i + 1] = now + (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
  }
  return Float64Array.from({ length }, (_, t) => x[delay + (settle + t) * perUnit] as number);
}

/**
 * Windows of a series, and the same one step ahead: `[N, T, 1]` each, float32. Windows begin every `stride` steps.
 *
 * @throws RangeError if the series is too short for one window
 */
export function windowsOf(
  series: ArrayLike<number>,
  window: number,
  stride: number = window,
): [x: Tensor, y: Tensor] {
  const count = Math.floor((series.length - 1 - window) / stride) + 1;
  if (!(count >= 1))
    throw new RangeError(
      `windowsOf: the series has ${series.length} steps, a window of ${window} takes ${window + 1}; give a longer series`,
    );
  const cut = (ahead: number): Tensor =>
    tensor(
      Float32Array.from(
        { length: count * window },
        (_, i) => series[Math.floor(i / window) * stride + (i % window) + ahead] as number,
      ),
      { shape: [count, window, 1] },
    );
  return [cut(0), cut(1)];
}

/** See {@link trainSeries}. */
export interface TrainSeriesOptions
  extends Pick<FitOptions<[Tensor], Tensor, Tensor, [Tensor, Tensor]>, "callbacks" | "resume" | "signal"> {
  readonly epochs: number;
  /** 16 by default. */
  readonly batchSize?: number;
  /** At the beginning; it falls to a hundredth along half a cosine. 0.005 by default. */
  readonly lr?: number;
  /** Of the order of the windows; 0 by default. */
  readonly seed?: number;
  readonly validation?: readonly [x: Tensor, y: Tensor];
}

/** Trains on windows by AdamW for the least mean square, with gradients clipped to a norm of 1. */
export function trainSeries(
  model: SeriesModel,
  [x, y]: readonly [x: Tensor, y: Tensor],
  { epochs, batchSize = 16, lr = 0.005, seed = 0, validation, ...rest }: TrainSeriesOptions,
): Promise<History> {
  const loader = new DataLoader(new TensorDataset(x, y), { batchSize, shuffle: true, seed });
  const optimizer = new AdamW(model.parameters(), { lr, weightDecay: 0 });
  return fit(model, loader, {
    loss: mseLoss,
    optimizer,
    epochs,
    schedule: {
      scheduler: new CosineAnnealingLR(optimizer, { tMax: loader.length * epochs, etaMin: lr / 100 }),
      interval: "step",
    },
    clip: 1,
    validation: validation === undefined ? undefined : [[...validation]],
    ...rest,
  });
}
