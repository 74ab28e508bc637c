/** The least and the greatest finite value, or undefined where there is none. */
export function extent(values: ArrayLike<number>): [low: number, high: number] | undefined {
  let [low, high] = [Infinity, -Infinity];
  // A loop, as a long training run has more values than a call takes arguments.
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : undefined;
}
