/** The rate over a training. */
import { CosineAnnealingLR, LinearLR, type Optimizer, SequentialLR } from "@gradus/optim";

/** Up to the optimizer's rate in `warmUp` steps, and down to `minLr` along half a cosine in the others. */
export function warmUpAndCosine(
  optimizer: Optimizer,
  { warmUp, steps, minLr }: { readonly warmUp: number; readonly steps: number; readonly minLr: number },
): SequentialLR {
  return new SequentialLR(
    optimizer,
    [
      (o) => new LinearLR(o, { startFactor: 1 / (warmUp + 1), totalIters: warmUp }),
      (o) => new CosineAnnealingLR(o, { tMax: Math.max(1, steps - warmUp), etaMin: minLr }),
    ],
    [warmUp],
  );
}
