import type { Contest } from "./benchmark.ts";
import type { Run } from "./isolate.ts";

/** One line of the report: a workload, a peer, a unit. */
export interface Row {
  readonly workload: string;
  readonly peer: string;
  /** Median over the runs, as is `theirs`. */
  readonly ours: number;
  readonly theirs: number;
  readonly unit: string;
  /** How many times we are ahead: > 1 means ours is better, whatever the unit. */
  readonly ratio: number;
  readonly oursMin: number;
  readonly oursMax: number;
  readonly theirsMin: number;
  readonly theirsMax: number;
  readonly runs: number;
}

/** The rows of one contest: the rate (more is better) and the time of a step (less is better). */
export function rowsOf(
  contest: Contest,
  ours: readonly Run[],
  theirs: readonly Run[],
): [rate: Row, time: Row] {
  return [
    row(contest, `M ${contest.counted}/s`, ours.map(rate), theirs.map(rate), (a, b) => a / b),
    row(contest, "ms/step", ours.map(time), theirs.map(time), (a, b) => b / a),
  ];
}

/** Millions a second. */
function rate({ size, milliseconds }: Run): number {
  return size / milliseconds / 1000;
}

function time({ milliseconds }: Run): number {
  return milliseconds;
}

function row(
  { workload, peer }: Contest,
  unit: string,
  ours: readonly number[],
  theirs: readonly number[],
  ahead: (ours: number, theirs: number) => number,
): Row {
  return {
    workload,
    peer,
    ours: rounded(median(ours)),
    theirs: rounded(median(theirs)),
    unit,
    ratio: rounded(ahead(median(ours), median(theirs))),
    oursMin: rounded(Math.min(...ours)),
    oursMax: rounded(Math.max(...ours)),
    theirsMin: rounded(Math.min(...theirs)),
    theirsMax: rounded(Math.max(...theirs)),
    runs: ours.length,
  };
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
