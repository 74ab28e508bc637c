/** The heart of byte pair encoding: which two tokens become one. */

/** Two neighbours as one number; exact for ids below 2²⁶. */
const SPAN = 2 ** 26;

/** Two neighbouring tokens as one key of a map. */
export function pairKey(left: number, right: number): number {
  return left * SPAN + right;
}

/** The tokens of a {@link pairKey}. */
export function pairOf(key: number): [left: number, right: number] {
  return [Math.floor(key / SPAN), key % SPAN];
}

/** Replaces, from the left, each `left, right` by `id`, in place. */
export function mergePair(ids: number[], left: number, right: number, id: number): void {
  let end = 0;
  for (let i = 0; i < ids.length; i++) {
    const merges = ids[i] === left && ids[i + 1] === right;
    ids[end++] = merges ? id : (ids[i] as number);
    if (merges) i++;
  }
  ids.length = end;
}

/** A piece of text as tokens, and how often it occurs. */
export interface Piece {
  readonly ids: number[];
  readonly count: number;
}

/**
 * Learns merges: again and again the most frequent pair of neighbours becomes a token, the first of them id 256. Of equally
 * frequent pairs the one with the smaller ids wins, so the result depends on nothing but the counts.
 *
 * Counts are kept, and only pieces that hold the pair are gone through again. `pieces` is changed.
 *
 * @returns at most `count` pairs, fewer where no pair comes twice
 */
export function learnMerges(pieces: readonly Piece[], count: number): [number, number][] {
  const frequency = new Map<number, number>();
  const places = new Map<number, Set<number>>();
  const tally = (piece: number, sign: 1 | -1): void => {
    const { ids, count: times } = pieces[piece] as Piece;
    for (let i = 0; i + 1 < ids.length; i++) {
      const key = pairKey(ids[i] as number, ids[i + 1] as number);
      const total = (frequency.get(key) ?? 0) + sign * times;
      if (total > 0) frequency.set(key, total);
      else frequency.delete(key);
      if (sign < 0) continue;
      const where = places.get(key);
      if (where === undefined) places.set(key, new Set([piece]));
      else where.add(piece);
    }
  };
  pieces.forEach((_, piece) => {
    tally(piece, 1);
  });

  const merges: [number, number][] = [];
  while (merges.length < count) {
    const best = mostFrequent(frequency);
    if (best === undefined) break;
    const [left, right] = pairOf(best);
    for (const piece of places.get(best) ?? []) {
      tally(piece, -1);
      mergePair((pieces[piece] as Piece).ids, left, right, 256 + merges.length);
      tally(piece, 1);
    }
    places.delete(best);
    merges.push([left, right]);
  }
  return merges;
}

function mostFrequent(frequency: ReadonlyMap<number, number>): number | undefined {
  let [best, most] = [Infinity, 1];
  for (const [key, count] of frequency)
    if (count > most || (count === most && count > 1 && key < best)) [best, most] = [key, count];
  return best === Infinity ? undefined : best;
}
