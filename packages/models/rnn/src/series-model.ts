/** Numbers that follow from the numbers before them. */
import { type LayerOptions, Linear, Module } from "@gradus/nn";
import { concat, noGrad, type Tensor } from "@gradus/tensor";
import { type Cell, type Recurrent, recurrent, type State } from "./recurrent.ts";

/** What a {@link SeriesModel} is made of. */
export interface SeriesModelOptions extends LayerOptions {
  /** F: numbers at each step; 1 by default. */
  readonly features?: number;
  /** "gru" by default. */
  readonly cell?: Cell;
  /** H; 32 by default. */
  readonly hiddenSize?: number;
  /** 1 by default. */
  readonly layers?: number;
}

/**
 * Foretells the next step of a series at every step: `y_t = x_t + W·h_t + b`, `h_t = cell(x_t, h_{t-1})`. What is learned is the
 * difference to the step before: to foretell no change is where it begins.
 */
export class SeriesModel extends Module {
  readonly cell: Cell;
  readonly network: Recurrent;
  readonly fc: Linear;

  /** @throws RangeError if there is no such cell, or a size is no whole number above 0 */
  constructor(options: SeriesModelOptions = {}) {
    super();
    const { features = 1, cell = "gru", hiddenSize = 32, layers = 1 } = options;
    this.cell = cell;
    this.network = recurrent(cell, features, hiddenSize, { ...options, numLayers: layers });
    this.fc = new Linear(hiddenSize, features, options);
  }

  /** The network's name in a state is its kind. */
  override held(): object {
    return { [this.cell]: this.network, fc: this.fc };
  }

  /** The next step after each one: `[B, T, F]` → `[B, T, F]`. */
  forward(x: Tensor): Tensor {
    return this.step(x, null)[0];
  }

  /** The same from a state on, and the state afterwards. @throws RangeError if the input is not `[B, T, F]` */
  step(x: Tensor, state: State | null): [y: Tensor, state: State] {
    if (x.rank !== 3)
      throw new RangeError(
        `SeriesModel: the input has shape [${x.shape.join(", ")}]; it must be [B, T, F], a row for each series`,
      );
    const [h, after] = this.network.forward(x, state); // [B, T, H]
    return [x.add(this.fc.forward(h)), after]; // [B, T, F]
  }

  /** Runs on by itself: reads `x` `[B, T, F]`, then takes each foretold step for the next one. `[B, steps, F]` */
  continue(x: Tensor, steps: number): Tensor {
    return noGrad(() => {
      let [y, state] = this.step(x, null);
      const all = [y.narrow(1, (y.shape[1] as number) - 1, 1)];
      while (all.length < steps) {
        [y, state] = this.step(y.narrow(1, (y.shape[1] as number) - 1, 1), state);
        all.push(y);
      }
      return concat(all, 1);
    });
  }
}
