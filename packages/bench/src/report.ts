import type { Contest } from "./benchmark.ts";
import type { Row } from "./rows.ts";

/** A row for a machine: one line of JSON. */
export function jsonLine(row: Row): string {
  return JSON.stringify(row);
}

/** The rows of one contest for a person. */
export function textBlock(contest: Contest, rows: readonly Row[]): string {
  const lines = rows.flatMap(
    ({ unit, ours, theirs, ratio, oursMin, oursMax, theirsMin, theirsMax, runs }) => [
      `  ${unit}: ${ratio} times ahead (medians of ${runs} runs)`,
      `    ours    ${ours}  (${oursMin} to ${oursMax})`,
      `    theirs  ${theirs}  (${theirsMin} to ${theirsMax})`,
    ],
  );
  return [`${contest.workload}, against a ${contest.peer}`, ...lines, ""].join("\n");
}

/** A warning if the peer was slower than it should be, so that the ratio flatters us. */
export function warning(contest: Contest, rate: Row): string | undefined {
  const { fairRate } = contest;
  if (fairRate === undefined || rate.theirs >= fairRate) return undefined;
  return (
    `warning: ${contest.workload}: the ${contest.peer} reached ${rate.theirs} ${rate.unit}, ` +
    `less than the ${fairRate} that it should; run again on a quiet machine`
  );
}
