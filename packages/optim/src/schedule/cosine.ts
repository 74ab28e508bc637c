/** Rates that follow half a cosine. */
import { atLeastZero, wholeNumber } from "../options.ts";
import { LRScheduler, type Schedulable } from "./scheduler.ts";

/** From `from` at 0 to `to` at 1: `to + (from - to)/2·(1 + cos(π·part))`. */
export function cosineBetween(from: number, to: number, part: number): number {
  return to + ((from - to) / 2) * (1 + Math.cos(Math.PI * part));
}

/**
 * `ηₘᵢₙ + (lr - ηₘᵢₙ)/2·(1 + cos(π·k/tMax))`: down to `etaMin` (0 by default) in `tMax` steps, then up again.
 * Loshchilov & Hutter 2017 (arXiv:1608.03983), eq. 5, without the restarts.
 */
export class CosineAnnealingLR extends LRScheduler {
  readonly #tMax: number;
  readonly #etaMin: number;

  /** @throws RangeError if `tMax` is no whole number >= 1, or `etaMin` is negative */
  constructor(optimizer: Schedulable, { tMax, etaMin = 0 }: { tMax: number; etaMin?: number }) {
    wholeNumber("CosineAnnealingLR", "tMax", tMax);
    atLeastZero("CosineAnnealingLR", "etaMin", etaMin);
    super(optimizer);
    this.#tMax = tMax;
    this.#etaMin = etaMin;
    this.apply();
  }

  override lrAt(k: number, baseLr: number): number {
    return cosineBetween(baseLr, this.#etaMin, k / this.#tMax);
  }
}

/** See {@link CosineAnnealingWarmRestarts}. */
export interface WarmRestartsOptions {
  /** Steps of the first period. */
  readonly t0: number;
  /** How much longer each period is than the one before, 1 by default. */
  readonly tMult?: number;
  /** The rate at the end of a period, 0 by default. */
  readonly etaMin?: number;
}

/**
 * Half a cosine down to `etaMin`, again and again: in periods of `t0`, `t0·tMult`, `t0·tMult²`, … steps, each of which
 * begins with the full rate. SGDR: Loshchilov & Hutter 2017 (arXiv:1608.03983), eq. 5.
 */
export class CosineAnnealingWarmRestarts extends LRScheduler {
  readonly #options: Required<WarmRestartsOptions>;

  /** @throws RangeError if `t0` or `tMult` are no whole numbers >= 1, or `etaMin` is negative */
  constructor(optimizer: Schedulable, { t0, tMult = 1, etaMin = 0 }: WarmRestartsOptions) {
    wholeNumber("CosineAnnealingWarmRestarts", "t0", t0);
    wholeNumber("CosineAnnealingWarmRestarts", "tMult", tMult);
    atLeastZero("CosineAnnealingWarmRestarts", "etaMin", etaMin);
    super(optimizer);
    this.#options = { t0, tMult, etaMin };
    this.apply();
  }

  override lrAt(k: number, baseLr: number): number {
    const { t0, tMult, etaMin } = this.#options;
    let period = t0;
    let since = tMult === 1 ? k % t0 : k;
    while (since >= period) {
      since -= period;
      period *= tMult;
    }
    return cosineBetween(baseLr, etaMin, since / period);
  }
}
