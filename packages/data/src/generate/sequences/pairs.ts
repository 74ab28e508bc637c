import { type Random, random } from "../../random.ts";

/** A text and what it is to be turned into. */
export interface SequencePair {
  readonly source: string;
  readonly target: string;
}

export interface SequenceOptions {
  /** Pairs in all; short ones may come twice. */
  readonly count: number;
  /** Which part of the problems to draw from, "train" where left out. No problem is in both, whatever the seeds. */
  readonly part?: "train" | "test";
  /** See {@link random}; 0 where left out. */
  readonly seed?: number;
}

/** A pair, and what makes it another problem than the others: pairs with equal keys fall into the same part. */
export interface Problem extends SequencePair {
  readonly key: string;
}

/**
 * Draws problems until `count` of them fall into the part asked for.
 *
 * A tenth of all problems is for testing, chosen by a hash of their keys: so the parts are disjoint by construction, not
 * by comparing lists, and stay so for other counts and seeds.
 */
export function drawPairs(
  name: string,
  { count, part = "train", seed = 0 }: SequenceOptions,
  draw: (random: Random) => Problem,
): SequencePair[] {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(`${name}: count must be a whole number >= 0, got ${count}`);
  }
  if (part !== "train" && part !== "test") {
    throw new RangeError(`${name}: part must be "train" or "test", got ${JSON.stringify(part)}`);
  }
  const source = random(seed);
  const pairs: SequencePair[] = [];
  while (pairs.length < count) {
    const { key, ...pair } = draw(source);
    if ((hash(key) % 10 === 0) === (part === "test")) pairs.push(pair);
  }
  return pairs;
}

/** FNV-1a (Fowler, Noll, Vo), its bits mixed once more so that the remainder by ten depends on all of them. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}
