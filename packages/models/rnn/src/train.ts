/** Training a language model on texts, and its loss. */
import { DataLoader, type GatherDataset, NextTokenDataset } from "@gradus/data";
import { AdamW, CosineAnnealingLR } from "@gradus/optim";
import { crossEntropy, type Tensor } from "@gradus/tensor";
import { type Callback, type FitOptions, fit, type History } from "@gradus/train";
import type { CharacterModel } from "./character-model.ts";
import { IGNORED, padded, stream, TextDataset } from "./documents.ts";
import { inUse } from "./in-use.ts";

/** See {@link trainCharacters}. */
export interface TrainCharactersOptions
  extends Pick<FitOptions<[Tensor], Tensor, Tensor, [Tensor, Tensor]>, "resume" | "signal"> {
  readonly epochs: number;
  /**
   * Cuts long texts: characters of a window, through which gradients flow back. Windows begin every `stride` characters (a window
   * unless given) of all texts in one row. Without it, an example is a whole text.
   */
  readonly window?: number | undefined;
  readonly stride?: number | undefined;
  /** 32 by default. */
  readonly batchSize?: number;
  /** At the beginning; it falls to a hundredth along half a cosine. 0.003 by default. */
  readonly lr?: number;
  /** 0.01 by default. */
  readonly weightDecay?: number;
  /** Of the order of the windows; 0 by default. */
  readonly seed?: number;
  readonly validation?: readonly Int32Array[];
  readonly callbacks?: readonly Callback[];
}

/** The mean of -ln p of the right characters: logits `[B, T, V]`, target int32 `[B, T]`. */
export function characterLoss(logits: Tensor, target: Tensor): Tensor {
  const classes = logits.shape.at(-1) as number;
  return crossEntropy(logits.reshape([-1, classes]), target.reshape([-1]), { ignoreIndex: IGNORED });
}

/**
 * Trains by AdamW, with gradients clipped to a norm of 1.
 *
 * @param texts tokens, without ends
 * @throws RangeError if there is no text, or the texts together are shorter than a window
 */
export function trainCharacters(
  model: CharacterModel,
  texts: readonly Int32Array[],
  options: TrainCharactersOptions,
): Promise<History> {
  const { epochs, window, stride = window, batchSize = 32, seed = 0, validation, ...rest } = options;
  const { lr = 0.003, weightDecay = 0.01, callbacks = [], resume, signal } = rest;
  const tokens = texts.reduce((total, { length }) => total + length + 1, 0);
  if (texts.length === 0 || tokens < (window ?? 1))
    throw new RangeError(
      `trainCharacters: ${texts.length} texts of ${tokens} characters with their ends, needs ` +
        `${window === undefined ? "a text" : `${window} for a window`}; give more text${window === undefined ? "" : " or a smaller window"}`,
    );
  const examples: GatherDataset<[Tensor, Tensor], [Tensor, Tensor]> =
    window === undefined ? new TextDataset(texts) : new NextTokenDataset(stream(texts), window, stride);
  const loader = new DataLoader<[Tensor, Tensor], [Tensor, Tensor]>(examples, {
    batchSize,
    shuffle: true,
    seed,
  });
  const optimizer = new AdamW(model.parameters(), { lr, weightDecay });
  return fit(model, loader, {
    loss: characterLoss,
    optimizer,
    epochs,
    schedule: {
      scheduler: new CosineAnnealingLR(optimizer, { tMax: loader.length * epochs, etaMin: lr / 100 }),
      interval: "step",
    },
    clip: 1,
    validation: validation === undefined ? undefined : batchesOf(validation).map(padded),
    callbacks,
    resume,
    signal,
  });
}

/**
 * The mean of -ln p over all characters of the texts and their ends: nats a character. Each text is read from its beginning,
 * with a state of 0.
 */
export async function lossPerCharacter(model: CharacterModel, texts: readonly Int32Array[]): Promise<number> {
  let [total, targets] = [0, 0];
  for (const batch of batchesOf(texts)) {
    const [input, target] = padded(batch);
    const loss = inUse(model, () => characterLoss(model.forward(input), target));
    const count = batch.reduce((sum, { length }) => sum + length + 1, 0);
    total += ((await loss.data())[0] as number) * count;
    targets += count;
  }
  return total / targets;
}

function batchesOf(texts: readonly Int32Array[], size = 64): (readonly Int32Array[])[] {
  return Array.from({ length: Math.ceil(texts.length / size) }, (_, i) =>
    texts.slice(i * size, (i + 1) * size),
  );
}
