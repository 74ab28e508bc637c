/** Writing on: one token after the other, each drawn from what the model says of the text so far. */
import { KeyValueCache, type SampleOptions, sampleToken } from "@gradus/nn";
import { noGrad, scope, type Tensor, tensor } from "@gradus/tensor";
import type { Gpt } from "./gpt.ts";

/** Options of {@link generate}. */
export interface GenerateOptions extends SampleOptions {
  /** How many tokens are to be written. */
  readonly count: number;
}

/**
 * Goes on with a text. The model reads each token once and keeps its keys and values (`KeyValueCache`). When it can look back no
 * further, it forgets all but the newer half of what it may see, and reads that again.
 *
 * @param prompt tokens of the text, one at least
 * @returns the tokens that follow
 * @throws RangeError if there is no text to go on with, or an option is out of range
 */
export async function generate(
  model: Gpt,
  prompt: ArrayLike<number>,
  { count, ...sampling }: GenerateOptions,
): Promise<number[]> {
  if (prompt.length === 0)
    throw new RangeError("generate: the prompt has 0 tokens; give at least one, a line break for example");
  const { training, blockSize } = model;
  const text = Array.from(prompt);
  const cache = new KeyValueCache();
  let unread = text.slice(-blockSize);
  model.eval();
  try {
    for (let written = 0; written < count; written++) {
      if (cache.length + unread.length > blockSize) {
        cache.clear();
        unread = text.slice(-Math.ceil(blockSize / 2));
      }
      const token = sampleToken(await lastLogits(model, unread, cache), sampling);
      text.push(token);
      unread = [token];
    }
  } finally {
    model.train(training);
    cache.clear();
  }
  return text.slice(prompt.length);
}

/** Logits of the token that follows. */
async function lastLogits(
  model: Gpt,
  unread: readonly number[],
  cache: KeyValueCache,
): Promise<ArrayLike<number>> {
  const device = (model.parameters()[0] as Tensor).device;
  const logits = noGrad(() =>
    scope(() => {
      const index = tensor(Int32Array.from(unread), { shape: [1, unread.length], device });
      return model.forward(index, { cache }).select(1, -1);
    }),
  );
  return logits.data();
}
