/** What an encoder-decoder writes for a text: the likeliest token each time, or the likeliest text of several. */
import { KeyValueCache } from "@gradus/nn";
import { argmax, expand, logSoftmax, noGrad, scope, type Tensor, tensor, to } from "@gradus/tensor";
import type { EncoderDecoder, Memory } from "./encoder-decoder.ts";
import { BEGIN, END, type PairTokenizer, padded } from "./pairs.ts";

/** Options of {@link write}. */
export interface WriteOptions {
  /** The most characters of an answer; as many as the model can write by default. */
  readonly maxLength?: number;
  /** How many texts are read at once; 100 by default. */
  readonly batchSize?: number;
}

/**
 * The answers to some texts, greedily: each time the likeliest token, until all have come to an end.
 *
 * @throws RangeError where the tokenizer does not know a character
 */
export async function write(
  model: EncoderDecoder,
  tokenizer: PairTokenizer,
  sources: readonly string[],
  { maxLength = model.maxLength - 1, batchSize = 100 }: WriteOptions = {},
): Promise<string[]> {
  const answers: string[] = [];
  await inUse(model, async () => {
    for (let start = 0; start < sources.length; start += batchSize) {
      const some = sources.slice(start, start + batchSize).map((source) => tokenizer.encode(source));
      const written = await greedy(model, onDevice(model, padded(some)), maxLength);
      answers.push(...written.map((tokens) => tokenizer.decode(tokens)));
    }
  });
  return answers;
}

async function greedy(model: EncoderDecoder, source: Tensor, maxLength: number): Promise<number[][]> {
  const memory = noGrad(() => model.encode(source));
  const cache = new KeyValueCache();
  const texts: number[][] = Array.from({ length: source.shape[0] as number }, () => [BEGIN]);
  for (let length = 0; length <= maxLength && !texts.every((text) => text.includes(END)); length++) {
    const last = onDevice(model, padded(texts.map((text) => text.slice(-1))));
    const next = noGrad(() => scope(() => argmax(model.decode(last, memory, cache).select(1, -1), -1)));
    const tokens = await next.data();
    for (const [i, text] of texts.entries()) text.push(tokens[i] as number);
  }
  cache.clear();
  return texts.map((text) => text.slice(1));
}

/** Options of {@link beamSearch}. */
export interface BeamOptions {
  /** How many texts are followed at once: k; 4 by default. */
  readonly beams?: number;
  /** How much longer texts are favoured: α; 0.6 by default. */
  readonly lengthPenalty?: number;
  readonly maxLength?: number;
}

/** A text that has come to its end. */
export interface Found {
  readonly text: string;
  /** `ln p(text)`. */
  readonly logProbability: number;
  /** What texts are ranked by: the former, divided by `((5 + length) / 6)^α`; END counts. */
  readonly score: number;
}

/** A text as far as it is written. */
interface Hypothesis {
  readonly tokens: readonly number[];
  readonly logProbability: number;
  /** Which of those before it goes on with. */
  readonly parent: number;
}

/**
 * The best answers to a text, best first, as section 6.1 of the paper finds them: all texts are followed by one token each way,
 * of which the k likeliest are kept, until k have come to an end. Scores after Wu et al. 2016 ("Google's neural machine
 * translation system", equation 14).
 *
 * @throws RangeError unless `beams` is a whole number from 1
 */
export async function beamSearch(
  model: EncoderDecoder,
  tokenizer: PairTokenizer,
  source: string,
  { beams = 4, lengthPenalty = 0.6, maxLength = model.maxLength - 1 }: BeamOptions = {},
): Promise<Found[]> {
  if (!Number.isInteger(beams) || beams < 1)
    throw new RangeError(`beamSearch: beams is ${beams}; it must be a whole number from 1`);
  const ended: Hypothesis[] = [];
  await inUse(model, async () => {
    const memory = noGrad(() => model.encode(onDevice(model, padded([tokenizer.encode(source)]))));
    const cache = new KeyValueCache();
    let alive: Hypothesis[] = [{ tokens: [BEGIN], logProbability: 0, parent: 0 }];
    for (let length = 0; length <= maxLength && alive.length > 0 && ended.length < beams; length++) {
      if (length > 0) cache.select(onDevice(model, tensor(Int32Array.from(alive, ({ parent }) => parent))));
      const candidates = followed(alive, await logProbabilities(model, alive, memory, cache));
      const best = candidates.slice(0, beams);
      ended.push(...best.filter(({ tokens }) => tokens.at(-1) === END));
      alive = candidates.filter(({ tokens }) => tokens.at(-1) !== END).slice(0, beams);
    }
    cache.clear();
    if (ended.length === 0) ended.push(...alive);
  });
  const found = ended.map(({ tokens, logProbability }) => {
    const text = tokenizer.decode(tokens);
    const score = logProbability / ((5 + tokens.length - 1) / 6) ** lengthPenalty;
    return { text, logProbability, score };
  });
  return found.sort((a, b) => b.score - a.score).slice(0, beams);
}

/** `ln p` of every token behind each text, `[texts][V]`. */
async function logProbabilities(
  model: EncoderDecoder,
  alive: readonly Hypothesis[],
  { states, padding }: Memory,
  cache: KeyValueCache,
): Promise<number[][]> {
  // All look at the same: it is projected for one, and seen by all.
  const seen = (x: Tensor) => expand(x, [alive.length, ...x.shape.slice(1)]);
  const last = onDevice(model, padded(alive.map(({ tokens }) => tokens.slice(-1))));
  const shared = cache.length === 0 ? { states, padding } : { states: seen(states), padding: seen(padding) };
  const logits = noGrad(() => scope(() => logSoftmax(model.decode(last, shared, cache).select(1, -1), -1)));
  const flat = Array.from(await logits.data());
  const width = flat.length / alive.length;
  return alive.map((_, i) => flat.slice(i * width, (i + 1) * width));
}

/** Every text with every token that may follow, likeliest first. */
function followed(alive: readonly Hypothesis[], logs: readonly (readonly number[])[]): Hypothesis[] {
  return alive
    .flatMap(({ tokens, logProbability }, parent) =>
      (logs[parent] as readonly number[]).map((log, token) => ({
        tokens: [...tokens, token],
        logProbability: logProbability + log,
        parent,
      })),
    )
    .sort((a, b) => b.logProbability - a.logProbability);
}

/** Runs something while the model does not train. */
async function inUse(model: EncoderDecoder, run: () => Promise<void>): Promise<void> {
  const { training } = model;
  model.eval();
  try {
    await run();
  } finally {
    model.train(training);
  }
}

function onDevice(model: EncoderDecoder, x: Tensor): Tensor {
  return to(x, model.embedding.weight.device);
}
