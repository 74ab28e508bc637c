import { type Measured, type Row, row } from "../rows.ts";
import type { Workload } from "./workload.ts";

/** Us against what we want to reach: the workload's number, or the best of these peers. */
export function targetRow(
  { target }: Pick<Workload, "target">,
  measured: Omit<Measured, "peer" | "theirs" | "note">,
  rivals: readonly Row[],
): Row {
  if (target !== undefined) return row({ ...measured, peer: "target", theirs: [target] });
  const figures = rivals.flatMap(({ theirs }) => (theirs === null ? [] : [theirs]));
  const best = measured.better === "more" ? Math.max(...figures) : Math.min(...figures);
  return row({
    ...measured,
    peer: "target",
    theirs: figures.length === 0 ? [] : [best],
    note: "the best peer in JavaScript",
  });
}
