import { relativeError } from "@gradus/scalar";
import { ours, theirs } from "./engines.ts";
import type { Workload } from "./workloads.ts";

/** The engines add gradients up in different orders, so the last digits may differ. */
const TOLERANCE = 1e-12;
const STEPS = 3;

/**
 * Lets both engines take a few training steps: a comparison of speed means nothing if they do not do the same work.
 *
 * @throws Error if they differ in the number of nodes, the loss, or a gradient
 */
export function assertAgreement(workload: Workload): void {
  const [a, b] = [ours(workload), theirs(workload)];
  same(workload, "nodes", a.countNodes(), b.countNodes(), 0);
  for (let step = 1; step <= STEPS; step++) {
    same(workload, `loss in step ${step}`, a.trainStep(), b.trainStep(), TOLERANCE);
    const expected = b.gradients();
    for (const [i, gradient] of a.gradients().entries()) {
      same(workload, `gradient ${i} in step ${step}`, gradient, expected[i] as number, TOLERANCE);
    }
  }
}

function same(workload: Workload, what: string, ours: number, theirs: number, tolerance: number): void {
  // written so that NaN is a difference
  if (relativeError(ours, theirs) <= tolerance) return;
  throw new Error(
    `${workload.name}: the engines differ in ${what}: ours ${ours}, theirs ${theirs}; fix that before timing`,
  );
}
