import type { Contest } from "./contest.ts";
import { ours, theirs } from "./engines.ts";
import { type Workload, workloads } from "./workloads.ts";

/** A slower baseline than this would be no fair picture of micrograd's shape in JavaScript. */
const FAIR_RATE = 0.9;

/** One for each workload, in their order. */
export const contests: readonly Contest[] = workloads.map(contest);

function contest(workload: Workload): Contest {
  return {
    workload: workload.name,
    peer: "micrograd-shaped engine",
    counted: "nodes",
    fairRate: FAIR_RATE,
    enter: (side) => {
      const engine = (side === "ours" ? ours : theirs)(workload);
      const step = workload.pass === "forward" ? engine.forward : engine.trainStep;
      return { step, size: engine.countNodes() };
    },
  };
}
