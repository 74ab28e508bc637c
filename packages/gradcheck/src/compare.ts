/**
 * Default relative tolerance. A correct gradient and the central difference at the derived step differ by about
 * 1e-9 of the entry (1.2e-9 at worst over the elementary functions), and where a point is harder to measure the
 * measured uncertainty is added to the tolerance. 1e-5 is ten thousand times that, so that a correct gradient
 * does not fail, and fifty times less than one part in 2000, so that such an error does not pass.
 */
export const RTOL = 1e-5;

/**
 * Default tolerance in units of the largest entry of the same gradient: what rounding in the checked code may
 * leave in an entry whose terms cancel. It is no absolute number, so a gradient of 1e-12 is held to the same
 * standard as one of 1e12.
 */
export const ATOL = 1e-12;

/** NaN never passes; an infinity equals only the same infinity; otherwise `|a - b| <= tolerance`. */
export function isClose(analytic: number, numeric: number, tolerance: number): boolean {
  if (Number.isNaN(analytic) || Number.isNaN(numeric) || Number.isNaN(tolerance)) return false;
  if (!Number.isFinite(analytic) || !Number.isFinite(numeric)) return analytic === numeric;
  return Math.abs(analytic - numeric) <= tolerance;
}

/** The error in units of the tolerance: above 1 fails, infinite where no tolerance could help. */
export function badness(analytic: number, numeric: number, tolerance: number): number {
  if (isClose(analytic, numeric, tolerance)) {
    return analytic === numeric ? 0 : Math.abs(analytic - numeric) / tolerance;
  }
  const excess = Math.abs(analytic - numeric) / tolerance;
  return Number.isFinite(excess) ? excess : Infinity;
}
