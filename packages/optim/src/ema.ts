/** Weights averaged over the way of training. */
import { clone, elementsOf, keep, noGrad, scope, type Tensor, updateInPlace } from "@gradus/tensor";
import { wholeNumber, within } from "./options.ts";

/** Everything an average needs to go on. */
export interface EMAStateDict {
  readonly numUpdates: number;
  readonly averages: readonly Tensor[];
}

/**
 * An exponential moving average of weights, `a ← decay·a + (1 - decay)·p` at each `update()`; a starts with the weights
 * as they are at the first one. It often does better than the last weights: Kingma & Ba 2015, section 7.2; Polyak &
 * Juditsky 1992.
 *
 * `swap()` exchanges weights and averages, in place: evaluate, then swap back.
 */
export class ExponentialMovingAverage {
  readonly params: readonly Tensor[];
  readonly decay: number;
  numUpdates = 0;
  /** One for each parameter, in its shape. */
  readonly averages: readonly Tensor[];

  /** @throws RangeError if `decay` (0.999 by default) is not in [0, 1] */
  constructor(params: Iterable<Tensor>, { decay = 0.999 }: { readonly decay?: number } = {}) {
    within("ExponentialMovingAverage", "decay", decay, 0, 1);
    this.params = [...params];
    this.decay = decay;
    this.averages = noGrad(() => this.params.map((param) => keep(clone(param))));
  }

  /** Takes the weights of now into the average: call it after each step of the optimizer. */
  update(): void {
    const decay = this.numUpdates++ === 0 ? 0 : this.decay;
    this.params.forEach((param, i) => {
      const average = this.averages[i]!;
      if (updateInPlace("average", [average, param], { decay })) return;
      const [p, a] = elementsOf(param, average);
      for (let j = 0; j < a.length; j++) a[j] = decay * a[j]! + (1 - decay) * p[j]!;
    });
  }

  /** Exchanges weights and averages. A second call undoes the first, bit for bit. */
  swap(): void {
    noGrad(() =>
      scope(() =>
        this.params.forEach((param, i) => {
          const average = this.averages[i]!;
          const weights = clone(param);
          param.assign(average);
          average.assign(weights);
        }),
      ),
    );
  }

  /** A copy of the averages. */
  stateDict(): EMAStateDict {
    return {
      numUpdates: this.numUpdates,
      averages: noGrad(() => this.averages.map((average) => keep(clone(average)))),
    };
  }

  /** @throws RangeError if number or shapes of the averages differ; then nothing has changed */
  loadStateDict({ numUpdates, averages }: EMAStateDict): void {
    const shapes = (tensors: readonly Tensor[]): string => tensors.map(({ shape }) => `[${shape}]`).join(" ");
    if (shapes(averages) !== shapes(this.averages))
      throw new RangeError(
        `ExponentialMovingAverage.loadStateDict: saved ${shapes(averages)}, here ${shapes(this.averages)}; ` +
          "average the same parameters as when it was saved",
      );
    wholeNumber("ExponentialMovingAverage", "numUpdates", numUpdates, 0);
    this.numUpdates = numUpdates;
    noGrad(() =>
      scope(() =>
        averages.forEach((saved, i) => {
          const own = this.averages[i]!;
          own.assign(saved.to(own.device));
        }),
      ),
    );
  }
}
