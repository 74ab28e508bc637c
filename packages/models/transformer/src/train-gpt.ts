/** How a GPT is trained: nanoGPT's recipe. */
import { DataLoader, foldIn, NextTokenDataset, random, type Sampler } from "@gradus/data";
import type { Module } from "@gradus/nn";
import { AdamW } from "@gradus/optim";
import { crossEntropy, type Tensor } from "@gradus/tensor";
import { type Callback, evaluate, fit, type History } from "@gradus/train";
import type { Gpt } from "./gpt.ts";
import { warmUpAndCosine } from "./schedule.ts";

/** Options of {@link trainGpt}; what they are by default is nanoGPT's setting for a CPU. */
export interface TrainGptOptions {
  /** 2,000 by default. */
  readonly steps?: number;
  /** Windows a step; 12 by default. */
  readonly batchSize?: number;
  /** The largest rate, after `warmUp` steps; it then follows half a cosine down to `minLr`. 1e-3 and 1e-4 by default. */
  readonly lr?: number;
  readonly minLr?: number;
  /** 100 by default. */
  readonly warmUp?: number;
  /** Of matrices; 0.1 by default. */
  readonly weightDecay?: number;
  /** How often the model is validated, on about 240 windows; 8 times by default. It must divide `steps`. */
  readonly validations?: number;
  readonly seed?: number;
  readonly callbacks?: readonly Callback[];
  readonly signal?: AbortSignal;
  readonly resume?: unknown;
}

/** The mean negative log likelihood of the right tokens: logits `[B, T, V]`, tokens `[B, T]`. */
export function tokenLoss(logits: Tensor, tokens: Tensor): Tensor {
  return crossEntropy(logits.reshape([-1, logits.shape.at(-1) as number]), tokens.reshape([-1]));
}

/**
 * Trains on windows that begin anywhere in the text, with AdamW (β 0.9 and 0.99), gradients of norm 1 at most.
 *
 * @throws RangeError if `validations` does not divide `steps`, or a text is shorter than a window
 */
export async function trainGpt(
  model: Gpt,
  { train, validation }: { readonly train: Int32Array; readonly validation: Int32Array },
  options: TrainGptOptions = {},
): Promise<History> {
  const { steps = 2000, batchSize = 12, lr = 1e-3, minLr = 1e-4, weightDecay = 0.1 } = options;
  const { validations = 8, seed = 1, warmUp = 100, callbacks = [], signal, resume } = options;
  if (steps % validations !== 0)
    throw new RangeError(`trainGpt: validations is ${validations}; it must divide the ${steps} steps`);
  const windows = new NextTokenDataset(train, model.blockSize, 1);
  const perEpoch = (steps / validations) * batchSize;
  const loader = new DataLoader(windows, { batchSize, sampler: anywhere(windows.length, perEpoch, seed) });
  const optimizer = new AdamW(decayGroups(model, weightDecay), { lr, betas: [0.9, 0.99] });
  return fit(model, loader, {
    loss: tokenLoss,
    optimizer,
    epochs: validations,
    validation: spreadWindows(validation, model.blockSize, 240),
    clip: 1,
    schedule: { scheduler: warmUpAndCosine(optimizer, { warmUp, steps, minLr }), interval: "step" },
    callbacks,
    signal,
    resume,
    unpack,
  });
}

/** The loss over all of a text, in windows that follow each other. */
export async function textLoss(model: Gpt, tokens: Int32Array): Promise<number> {
  const windows = new NextTokenDataset(tokens, model.blockSize);
  const { loss } = await evaluate(model, new DataLoader(windows, { batchSize: 16 }), {
    loss: tokenLoss,
    unpack,
  });
  return loss;
}

/** A window, no call's options, and what follows each token. */
function unpack([input, target]: readonly [Tensor, Tensor]): [Tensor, undefined, Tensor] {
  return [input, undefined, target];
}

/** Matrices shrink a little in each step; biases and normalisations do not. */
function decayGroups(
  model: Module<never>,
  weightDecay: number,
): { readonly params: Tensor[]; readonly weightDecay: number }[] {
  const all = model.parameters();
  return [
    { params: all.filter(({ rank }) => rank > 1), weightDecay },
    { params: all.filter(({ rank }) => rank <= 1), weightDecay: 0 },
  ];
}

/** `count` of `length` places an epoch, each as likely as any other. */
function anywhere(length: number, count: number, seed: number): Sampler {
  return {
    length: count,
    indices: (epoch) => {
      const { integer } = random(foldIn(seed, epoch));
      return Int32Array.from({ length: count }, () => integer(length));
    },
  };
}

/** About `count` windows, evenly spread over a text. */
function spreadWindows(tokens: Int32Array, window: number, count: number): DataLoader<[Tensor, Tensor]> {
  const stride = Math.max(1, Math.floor((tokens.length - window) / count));
  return new DataLoader(new NextTokenDataset(tokens, window, stride), { batchSize: 16 });
}
