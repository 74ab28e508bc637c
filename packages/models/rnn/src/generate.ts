/** Texts that a character model writes. */
import type { CharacterTokenizer } from "@gradus/data";
import { type SampleOptions, sampleToken } from "@gradus/nn";
import { tensor } from "@gradus/tensor";
import type { CharacterModel } from "./character-model.ts";
import { END } from "./documents.ts";
import { inUse } from "./in-use.ts";
import type { State } from "./recurrent.ts";

/** See {@link generate}. */
export interface GenerateOptions extends SampleOptions {
  /** What the text begins with; nothing by default. */
  readonly prompt?: string;
  /** The most characters to write; 200 by default. */
  readonly length?: number;
}

/**
 * Writes on from a prompt, a character at a time, until the end of the text or `length` characters. The state goes from
 * character to character: nothing is read twice.
 *
 * @param options among them temperature, top-k and top-p: see `sampleToken`
 * @returns the prompt and what was written
 * @throws RangeError if the prompt holds a character that the model does not know, or the tokenizer is of another model
 */
export async function generate(
  model: CharacterModel,
  tokenizer: CharacterTokenizer,
  { prompt = "", length = 200, ...options }: GenerateOptions = {},
): Promise<string> {
  if (tokenizer.size !== model.vocabulary)
    throw new RangeError(
      `generate: the tokenizer has ${tokenizer.size} characters, the model ${model.vocabulary}; take those of one training`,
    );
  const written: number[] = [];
  let unread = [END, ...tokenizer.encode(prompt)];
  let state: State | null = null;
  while (written.length < length) {
    const index = tensor(Int32Array.from(unread), { shape: [1, unread.length] });
    const before: State | null = state;
    const [logits, after] = inUse(model, () => {
      const [all, now] = model.step(index, before); // [1, T, V]
      return [all.select(1, unread.length - 1), now] as const;
    });
    state = after;
    const next = sampleToken(await logits.data(), options);
    if (next === END) break;
    written.push(next);
    unread = [next];
  }
  return prompt + tokenizer.decode(written);
}
