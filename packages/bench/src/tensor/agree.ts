/**
 * How far two results are apart: the largest `|a - b| / max(|b|, r)`, r the root mean square of `theirs`, so that elements
 * near 0 are not held to digits that float32 sums do not have. Infinite if lengths or NaNs differ.
 */
export function maxRelativeDifference(ours: Float32Array, theirs: Float32Array): number {
  if (ours.length !== theirs.length) return Infinity;
  let squares = 0;
  for (const b of theirs) squares += b * b;
  const scale = Math.sqrt(squares / theirs.length);
  let largest = 0;
  for (const [i, a] of ours.entries()) {
    const b = theirs[i] as number;
    if (Object.is(a, b)) continue;
    const difference = Math.abs(a - b) / Math.max(Math.abs(b), scale);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}
