import { type Row, row } from "../rows.ts";
import type { Contest } from "./contest.ts";
import type { Run } from "./isolate.ts";

/** The rows of one contest: the rate (more is better) and the time of a step (less is better). */
export function rowsOf(
  { workload, peer, counted }: Contest,
  ours: readonly Run[],
  theirs: readonly Run[],
): [rate: Row, time: Row] {
  const both = (of: (run: Run) => number) => ({ ours: ours.map(of), theirs: theirs.map(of) });
  return [
    row({ workload, peer, unit: `M ${counted}/s`, better: "more", ...both(rate) }),
    row({ workload, peer, unit: "ms/step", better: "less", ...both(time) }),
  ];
}

/** Millions a second. */
function rate({ size, milliseconds }: Run): number {
  return size / milliseconds / 1000;
}

function time({ milliseconds }: Run): number {
  return milliseconds;
}

/** The rows of one contest for a person. */
export function textBlock(rows: readonly Row[]): string {
  const lines = rows.flatMap(
    ({ unit, ours, theirs, ratio, oursMin, oursMax, theirsMin, theirsMax, runs }) => [
      `  ${unit}: ${ratio} times ahead (medians of ${runs} runs)`,
      `    ours    ${ours}  (${oursMin} to ${oursMax})`,
      `    theirs  ${theirs}  (${theirsMin} to ${theirsMax})`,
    ],
  );
  return [`${rows[0]?.workload}, against a ${rows[0]?.peer}`, ...lines, ""].join("\n");
}

/** A warning if the peer was slower than it should be, so that the ratio flatters us. */
export function warning(contest: Contest, { theirs, unit }: Row): string | undefined {
  const { fairRate } = contest;
  if (fairRate === undefined || theirs === null || theirs >= fairRate) return undefined;
  return (
    `warning: ${contest.workload}: the ${contest.peer} reached ${theirs} ${unit}, ` +
    `less than the ${fairRate} that it should; run again on a quiet machine`
  );
}
