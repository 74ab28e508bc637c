/** A contest between us and a peer, each in a process of its own, on one workload. */

/** One side of a contest, set up and ready to run. */
export interface Contestant {
  /** One step of the work, to be repeated. */
  readonly step: () => void;
  /** How many nodes one step works on, counted on this side's own data. */
  readonly size: number;
}

/** Who is measured. */
export type Side = "ours" | "theirs";

export interface Contest {
  readonly workload: string;
  readonly peer: string;
  /** What `size` counts: "nodes". */
  readonly counted: string;
  /** Below this rate of the peer, in millions a second, the comparison is unfair to it, and a warning is printed. */
  readonly fairRate?: number;
  /** Sets one side up; the other is not touched, since each runs in a process of its own. */
  readonly enter: (side: Side) => Contestant;
}
