/** How the next character is drawn from its logits. */

/** What is left of a distribution before it is drawn from. */
export interface SamplingOptions {
  /** Divides the logits: below 1 sharper, above 1 flatter, 0 takes the likeliest. 1 by default. */
  readonly temperature?: number;
  /** Only the k likeliest (Fan, Lewis and Dauphin 2018, section 5). All by default. */
  readonly topK?: number;
  /** Only the likeliest whose probabilities come to p together (Holtzman et al. 2020, "nucleus sampling"). 1 by default. */
  readonly topP?: number;
}

/**
 * The distribution that is drawn from: `softmax(logits / temperature)`, of which `topK` and then `topP` keep the likeliest,
 * divided by what is left. Of equally likely ones the first are kept.
 *
 * @throws RangeError if an option is out of range, or there are no logits
 */
export function distribution(logits: ArrayLike<number>, options: SamplingOptions = {}): Float64Array {
  const { temperature = 1, topK = logits.length, topP = 1 } = options;
  check(logits, temperature, topK, topP);
  const order = Array.from(logits, (_, i) => i).sort((a, b) => (logits[b] as number) - (logits[a] as number));
  const greatest = logits[order[0] as number] as number;
  // The limit of the softmax as the temperature goes to 0.
  const weight = (i: number): number =>
    temperature === 0 ? 0 : Math.exp(((logits[i] as number) - greatest) / temperature);
  const p = new Float64Array(logits.length);
  if (temperature === 0) {
    p[order[0] as number] = 1;
    return p;
  }
  const likeliest = order.slice(0, topK);
  const total = sum(likeliest, weight);
  const nucleus: number[] = [];
  let mass = 0;
  for (const i of likeliest) {
    nucleus.push(i);
    mass += weight(i);
    if (mass >= topP * total) break;
  }
  for (const i of nucleus) p[i] = weight(i) / mass;
  return p;
}

/** Draws a number from a {@link distribution}, with a uniform number from [0, 1). */
export function draw(p: ArrayLike<number>, uniform: number): number {
  let rest = uniform;
  let last = 0;
  for (let i = 0; i < p.length; i++) {
    const share = p[i] as number;
    if (share === 0) continue;
    if (rest < share) return i;
    rest -= share;
    last = i;
  }
  return last; // rounding left something over
}

function sum(of: readonly number[], f: (i: number) => number): number {
  return of.reduce((total, i) => total + f(i), 0);
}

function check(logits: ArrayLike<number>, temperature: number, topK: number, topP: number): void {
  if (logits.length === 0) throw new RangeError("distribution: no logits; give at least 1");
  if (!(temperature >= 0 && temperature < Infinity))
    throw new RangeError(`distribution: temperature is ${temperature}; it must be a number from 0`);
  if (!Number.isInteger(topK) || topK < 1)
    throw new RangeError(`distribution: topK is ${topK}; it must be a whole number from 1`);
  if (!(topP > 0 && topP <= 1))
    throw new RangeError(`distribution: topP is ${topP}; it must be above 0 and at most 1`);
}
