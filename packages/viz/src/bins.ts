import { extent } from "./extent.ts";
import type { Series } from "./series.ts";

/** Samples sorted into the same bins. */
export interface Binned {
  /** One more than bins. The last bin holds its upper edge too. */
  readonly edges: Float64Array;
  /** For each sample the share of its finite values in each bin; all zero where none is finite. */
  readonly counts: readonly Float64Array[];
}

/** @throws Error where no value is finite, or the number of bins is none */
export function binned(what: string, series: readonly Series[], bins: number): Binned {
  if (!Number.isInteger(bins) || bins < 1)
    throw new Error(`${what}: bins must be a whole number >= 1, got ${bins}`);
  const found = extent(series.flatMap(({ values }) => extent(values) ?? []));
  if (found === undefined) throw new Error(`${what}: there is no finite value to draw`);
  const [low, high] = found[0] < found[1] ? found : [found[0] - 0.5, found[1] + 0.5];
  // In shares of the ends, as the whole span of two large numbers may be infinite.
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => low * (1 - i / bins) + high * (i / bins));
  const counts = series.map(({ values }) => {
    const shares = new Float64Array(bins);
    const finite = Array.from(values).filter(Number.isFinite);
    for (const value of finite) {
      const place = ((value / 2 - low / 2) / (high / 2 - low / 2)) * bins;
      const bin = Math.min(Math.floor(place), bins - 1);
      shares[bin] = (shares[bin] as number) + 1 / finite.length;
    }
    return shares;
  });
  return { edges, counts };
}
