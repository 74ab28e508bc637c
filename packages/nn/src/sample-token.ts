/** Which token comes next, given how likely each is. */
import { type Generator, rand } from "@gradus/tensor";

/** How a token is drawn. */
export interface SampleOptions {
  /** Below 1 likely tokens become likelier, above 1 all become alike; at 0 the likeliest is taken. 1 by default. */
  readonly temperature?: number | undefined;
  /** Only so many of the likeliest are drawn from; all by default. */
  readonly topK?: number | undefined;
  /**
   * Only the likeliest are drawn from that make up this share of all probability together, one at least; 1 by default (Holtzman et
   * al. 2020, "The curious case of neural text degeneration", section 3.1).
   */
  readonly topP?: number | undefined;
  /** The stream that is drawn from; by default the shared one (`manualSeed`). */
  readonly generator?: Generator | undefined;
}

/**
 * Draws token i with probability `softmax(logits / temperature)ᵢ`, of those that `topK` and then `topP` leave.
 *
 * @param logits one for each token, as a model gives them; -∞ forbids a token
 * @returns its number
 * @throws RangeError if an option is out of range, or no logit is a number
 */
export function sampleToken(logits: ArrayLike<number>, options: SampleOptions = {}): number {
  const { temperature = 1, topK = Math.max(1, logits.length), topP = 1, generator } = options;
  check(temperature, topK, topP);
  const likeliest = Array.from(logits, (logit, token) => ({ logit, token })).sort(
    (a, b) => b.logit - a.logit,
  );
  const best = likeliest[0];
  if (best === undefined || !Number.isFinite(best.logit) || Array.from(logits).some(Number.isNaN))
    throw new RangeError(
      `sampleToken: the largest of ${logits.length} logits is ${best?.logit}; give at least one finite number, and no NaN`,
    );
  if (temperature === 0) return best.token;
  const some = likeliest.slice(0, topK);
  const shares = some.map(({ logit }) => Math.exp((logit - best.logit) / temperature));
  const kept = nucleus(shares, topP);
  let mark = rand([], { dtype: "float64", device: "cpu", generator }).item() * sum(shares.slice(0, kept));
  const drawn = shares.findIndex((share, i) => {
    mark -= share;
    return mark < 0 || i === kept - 1;
  });
  return (some[drawn] as { token: number }).token;
}

/** How many of the largest shares make up `topP` of their sum. */
function nucleus(shares: readonly number[], topP: number): number {
  const wanted = topP * sum(shares);
  let [kept, mass] = [0, 0];
  while (kept < shares.length && (kept === 0 || mass < wanted)) mass += shares[kept++] as number;
  return kept;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function check(temperature: number, topK: number, topP: number): void {
  if (!(temperature >= 0 && temperature < Infinity))
    throw new RangeError(`sampleToken: temperature is ${temperature}; it must be a number from 0`);
  if (!Number.isInteger(topK) || topK < 1)
    throw new RangeError(`sampleToken: topK is ${topK}; it must be a whole number from 1`);
  if (!(topP > 0 && topP <= 1))
    throw new RangeError(`sampleToken: topP is ${topP}; it must lie above 0, and at most at 1`);
}
