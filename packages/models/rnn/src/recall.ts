/** What a network can still learn of long ago. */
import { DataLoader, TensorDataset } from "@gradus/data";
import { type LayerOptions, Linear, Module } from "@gradus/nn";
import { Adam } from "@gradus/optim";
import {
  concat,
  crossEntropy,
  full,
  type Generator,
  requireGrad,
  scope,
  type Tensor,
  tensor,
} from "@gradus/tensor";
import { type FitOptions, fit, type History } from "@gradus/train";
import { type Cell, lastHidden, type Recurrent, recurrent } from "./recurrent.ts";

/** What a {@link RecallModel} is made of. */
export interface RecallModelOptions extends LayerOptions {
  readonly cell: Cell;
  /** H; 32 by default. */
  readonly hiddenSize?: number;
  /** What the biases of an LSTM's forget gates are at first; as drawn unless given. */
  readonly forgetBias?: number;
}

/** Symbols that are to be remembered; the input has one number more, which says that there is a symbol. */
const SYMBOLS = 4;

/**
 * Reads noise for many steps, and says at the end which of four symbols stood in the first one: `[B, T, 5]` → `[B, 4]`.
 *
 * Of a symbol T steps ago only what the gradient brings back over T steps can be learned. For Elman's network that is a
 * product of T Jacobians, `∂h_t/∂h_s = Π diag(1 - h²)·U`, which shrinks like a power; along the LSTM's cell it is `Π f`, and f may
 * stay near 1.
 *
 * @see Y. Bengio, P. Simard, P. Frasconi, "Learning long-term dependencies with gradient descent is difficult", 1994
 * @see S. Hochreiter, J. Schmidhuber, "Long short-term memory", 1997, section 3.1
 * @see R. Jozefowicz, W. Zaremba, I. Sutskever, "An empirical exploration of recurrent network architectures", 2015 (forget bias)
 */
export class RecallModel extends Module {
  readonly network: Recurrent;
  readonly fc: Linear;

  /** @throws RangeError if there is no such cell, or a forget bias is given to a cell that has no forget gate */
  constructor(options: RecallModelOptions) {
    super();
    const { cell, hiddenSize = 32, forgetBias } = options;
    this.network = recurrent(cell, SYMBOLS + 1, hiddenSize, options);
    this.fc = new Linear(hiddenSize, SYMBOLS, options);
    if (forgetBias === undefined) return;
    if (cell !== "lstm")
      throw new RangeError(
        `RecallModel: forgetBias ${forgetBias} for the cell ${cell}; only an lstm has forget gates`,
      );
    for (const [name, bias] of this.network.namedParameters().filter(([name]) => name.startsWith("bias"))) {
      // Blocks i, f, g, o; the two biases are added, so that the second one's share is 0.
      const { dtype, device } = bias;
      const forget = full([hiddenSize], name.startsWith("bias_ih") ? forgetBias : 0, { dtype, device });
      const drawn = bias.detach();
      const rest = drawn.narrow(0, 2 * hiddenSize, 2 * hiddenSize);
      bias.assign(concat([drawn.narrow(0, 0, hiddenSize), forget, rest], 0));
    }
  }

  forward(x: Tensor): Tensor {
    return this.fc.forward(lastHidden(this.network.forward(x)[1]));
  }
}

/** A batch of the task: `[B, T, 5]` and the symbols, int32 `[B]`. The symbol stands at step 0, small noise everywhere else. */
export function recallBatch(batch: number, steps: number, generator: Generator): [x: Tensor, symbol: Tensor] {
  const width = SYMBOLS + 1;
  const x = Float32Array.from({ length: batch * steps * width }, () => 0.1 * generator.normal());
  const symbols = Int32Array.from({ length: batch }, () => generator.integer(SYMBOLS));
  for (const [row, symbol] of symbols.entries()) {
    const first = row * steps * width;
    x.fill(0, first, first + width);
    x[first + symbol] = 1;
    x[first + SYMBOLS] = 1;
  }
  return [tensor(x, { shape: [batch, steps, width] }), tensor(symbols)];
}

/**
 * The norm of the gradient of the loss at the last step with respect to the input d steps before it, for d from 0: the mean over the
 * batch of |∂l/∂x_{T-1-d}|.
 */
export async function gradientByDistance(
  model: RecallModel,
  x: Tensor,
  symbol: Tensor,
): Promise<Float64Array> {
  const [batch, steps, width] = x.shape as [number, number, number];
  const input = requireGrad(x.detach().clone());
  // The sum over the batch, so that each sequence's gradient is its own.
  scope(() => crossEntropy(model.forward(input), symbol, { reduction: "sum" }).backward());
  model.zeroGrad();
  const flat = await (input.grad as Tensor).data();
  return Float64Array.from({ length: steps }, (_, d) => {
    let total = 0;
    for (let row = 0; row < batch; row++) {
      const at = (row * steps + steps - 1 - d) * width;
      total += Math.hypot(...flat.slice(at, at + width));
    }
    return total / batch;
  });
}

/** See {@link trainRecall}. */
export interface TrainRecallOptions
  extends Pick<
    FitOptions<[Tensor], Tensor, Tensor, [Tensor, Tensor]>,
    "callbacks" | "resume" | "signal" | "validation" | "metrics"
  > {
  readonly epochs: number;
  /** 32 by default. */
  readonly batchSize?: number;
  /** 0.003 by default. */
  readonly lr?: number;
  /** Of the order of the sequences; 0 by default. */
  readonly seed?: number;
}

/** Trains by Adam, with gradients clipped to a norm of 1, on sequences as {@link recallBatch} makes them. */
export function trainRecall(
  model: RecallModel,
  [x, symbol]: readonly [x: Tensor, symbol: Tensor],
  { epochs, batchSize = 32, lr = 0.003, seed = 0, ...rest }: TrainRecallOptions,
): Promise<History> {
  const loader = new DataLoader(new TensorDataset(x, symbol), { batchSize, shuffle: true, seed });
  const optimizer = new Adam(model.parameters(), { lr });
  return fit(model, loader, { loss: crossEntropy, optimizer, epochs, clip: 1, ...rest });
}
