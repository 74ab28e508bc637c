/** Momentum that moves against the rate: of groups with `momentum`, or with `betas`, whose first is then meant. */
import type { Schedulable } from "./scheduler.ts";

/** @throws TypeError if a group has neither */
export function checkMomentum(owner: string, { paramGroups }: Schedulable): void {
  paramGroups.forEach((group, i) => {
    if (group.momentum === undefined && group.betas === undefined)
      throw new TypeError(
        `${owner}: cycleMomentum is true, but group ${i} has neither momentum nor betas; set cycleMomentum: false`,
      );
  });
}

/** Sets the momentum of all groups. */
export function setMomentum({ paramGroups }: Schedulable, momentum: number): void {
  for (const group of paramGroups) {
    if (group.betas === undefined) group.momentum = momentum;
    else group.betas = [momentum, group.betas[1]];
  }
}
