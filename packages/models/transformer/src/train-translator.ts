/** How an encoder-decoder is trained. */
import { ArrayDataset, DataLoader, type SequencePair } from "@gradus/data";
import { Adam } from "@gradus/optim";
import { crossEntropy, type Tensor } from "@gradus/tensor";
import { type Callback, fit, type History } from "@gradus/train";
import type { EncoderDecoder } from "./encoder-decoder.ts";
import { byLength, PAD, type PairTokenizer, pairBatch } from "./pairs.ts";
import { warmUpAndCosine } from "./schedule.ts";

/** Options of {@link trainTranslator}. */
export interface TrainTranslatorOptions {
  readonly epochs?: number;
  /** Pairs a step; 64 by default. */
  readonly batchSize?: number;
  /** The largest rate; 1e-3 by default. */
  readonly lr?: number;
  /** Steps up to it; 200 by default. */
  readonly warmUp?: number;
  readonly validation?: readonly SequencePair[];
  readonly seed?: number;
  readonly callbacks?: readonly Callback[];
  readonly signal?: AbortSignal;
  readonly resume?: unknown;
}

/** The mean negative log likelihood of the right tokens, padding left out: logits `[N, T, V]`, tokens `[N, T]`. */
export function writtenLoss(logits: Tensor, tokens: Tensor): Tensor {
  const flat = logits.reshape([-1, logits.shape.at(-1) as number]);
  return crossEntropy(flat, tokens.reshape([-1]), { ignoreIndex: PAD });
}

/**
 * Trains with Adam (β 0.9 and 0.98, ε 1e-9, section 5.3 of the paper), warm-up and half a cosine. At each place the model is given
 * what should have been written before it (teacher forcing).
 *
 * @throws RangeError if there are no pairs, or one has a character that the tokenizer does not know
 */
export async function trainTranslator(
  model: EncoderDecoder,
  tokenizer: PairTokenizer,
  pairs: readonly SequencePair[],
  options: TrainTranslatorOptions = {},
): Promise<History> {
  const { epochs = 1, batchSize = 64, lr = 1e-3, warmUp = 200, validation = [], seed = 1 } = options;
  if (pairs.length === 0)
    throw new RangeError("trainTranslator: there are 0 pairs; give at least one to learn from");
  const loaderOf = (some: readonly SequencePair[]) => {
    const encoded = some.map(({ source, target }) => ({
      source: tokenizer.encode(source),
      target: tokenizer.encode(target),
    }));
    const sampler = byLength(
      encoded.map(({ source }) => source.length),
      batchSize,
      seed,
    );
    return new DataLoader(new ArrayDataset(encoded), { batchSize, sampler, collate: pairBatch });
  };
  const loader = loaderOf(pairs);
  const steps = epochs * loader.length;
  const optimizer = new Adam(model.parameters(), { lr, betas: [0.9, 0.98], eps: 1e-9 });
  return fit(model, loader, {
    loss: writtenLoss,
    optimizer,
    epochs,
    validation: validation.length === 0 ? undefined : loaderOf(validation),
    clip: 1,
    schedule: { scheduler: warmUpAndCosine(optimizer, { warmUp, steps, minLr: 0 }), interval: "step" },
    callbacks: options.callbacks,
    signal: options.signal,
    resume: options.resume,
  });
}
