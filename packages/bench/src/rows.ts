/** One line of the report: a workload, a peer, a unit. Figures are medians; `null` where a side cannot run the workload. */
export interface Row {
  readonly workload: string;
  readonly peer: string;
  readonly ours: number | null;
  readonly theirs: number | null;
  readonly unit: string;
  /** How many times we are ahead: > 1 means ours is better, whatever the unit. */
  readonly ratio: number | null;
  readonly oursMin?: number;
  readonly oursMax?: number;
  readonly theirsMin?: number;
  readonly theirsMax?: number;
  readonly runs: number;
  /** What else there is to know: why a figure is missing, how a peer did the work. */
  readonly note?: string;
}

/** What was measured on both sides, run by run. */
export interface Measured {
  readonly workload: string;
  readonly peer: string;
  readonly unit: string;
  /** Which of two figures is the better one. */
  readonly better: "more" | "less";
  /** Empty for a side that cannot run the workload. */
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  readonly note?: string;
}

export function row({ workload, peer, unit, better, ours, theirs, note }: Measured): Row {
  const [a, b] = [medianOrNull(ours), medianOrNull(theirs)];
  const ratio = a === null || b === null ? null : better === "more" ? a / b : b / a;
  return {
    workload,
    peer,
    ours: a === null ? null : rounded(a),
    theirs: b === null ? null : rounded(b),
    unit,
    ratio: ratio === null ? null : rounded(ratio),
    ...(ours.length > 0 && {
      oursMin: rounded(Math.min(...ours)),
      oursMax: rounded(Math.max(...ours)),
    }),
    ...(theirs.length > 0 && {
      theirsMin: rounded(Math.min(...theirs)),
      theirsMax: rounded(Math.max(...theirs)),
    }),
    runs: Math.max(ours.length, theirs.length),
    ...(note !== undefined && { note }),
  };
}

/** A row for a machine: one line of JSON. */
export function jsonLine(row: Row): string {
  return JSON.stringify(row);
}

function medianOrNull(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : median(numbers);
}

/** The middle one; the mean of the two middle ones where their number is even. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  if (low === undefined || high === undefined) throw new RangeError("median: of no numbers");
  return (low + high) / 2;
}

function rounded(x: number): number {
  return Number(x.toPrecision(4));
}
