/** Batch normalisation as a layer: it remembers what it has seen. */
import { batchNorm, noGrad, ones, type Tensor, zeros } from "@gradus/tensor";
import * as fill from "../init/fill.ts";
import { checkFeatures, checkRank, checkSizes, type LayerOptions, made } from "../layer.ts";
import { Module } from "../module.ts";
import { inSnakeCase } from "../names.ts";
import { buffer } from "../parameter.ts";

/** Options of batch normalisation. */
export interface BatchNormLayerOptions extends LayerOptions {
  /** Keeps the root away from 0: 1e-5 by default. */
  readonly eps?: number;
  /** How far the running statistics move towards a batch's: 0.1 by default. `null`: their mean over all batches. */
  readonly momentum?: number | null;
  /** Whether a weight and a bias for each channel are learned; yes by default. */
  readonly affine?: boolean;
  /** Whether statistics run; if not, batches are normalised by their own also in use. Yes by default. */
  readonly trackRunningStats?: boolean;
}

abstract class BatchNorm extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number | null;
  readonly weight: Tensor | null = null;
  readonly bias: Tensor | null = null;
  readonly runningMean: Tensor | null = null;
  readonly runningVar: Tensor | null = null;
  readonly numBatchesTracked: Tensor | null = null;
  /** What inputs may look like. */
  protected abstract layouts(): readonly string[];

  constructor(numFeatures: number, options: BatchNormLayerOptions = {}) {
    super();
    checkSizes(new.target.name, { numFeatures });
    const { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true } = options;
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    if (affine) {
      this.weight = made([numFeatures], options, fill.ones);
      this.bias = made([numFeatures], options, fill.zeros);
    }
    if (trackRunningStats) {
      const { dtype = "float32", device } = options;
      const where = device === undefined ? {} : { device };
      this.runningMean = buffer(zeros([numFeatures], { dtype, ...where }));
      this.runningVar = buffer(ones([numFeatures], { dtype, ...where }));
      this.numBatchesTracked = buffer(zeros([], { dtype: "int32", ...where }));
    }
  }

  override held(): object {
    return inSnakeCase(this);
  }

  /** @throws RangeError if the channels differ, or a channel has only one element in training */
  forward(x: Tensor): Tensor {
    const { runningMean, runningVar, weight, bias, eps } = this;
    checkRank(this.constructor.name, x, this.layouts());
    checkFeatures(this.constructor.name, x, 1, this.numFeatures, "numFeatures");
    const training = this.training || runningMean === null;
    const momentum = this.training ? this.nextMomentum() : 0;
    const after = batchNorm(x, runningMean, runningVar, weight, bias, { training, momentum, eps });
    if (this.training && after.runningMean !== null && after.runningVar !== null) {
      runningMean?.assign(after.runningMean);
      runningVar?.assign(after.runningVar);
    }
    return after.y;
  }

  /** Counts the batch, and says how much it weighs. */
  private nextMomentum(): number {
    const { momentum, numBatchesTracked: count } = this;
    if (count === null) return 0;
    noGrad(() => count.assign(count.add(1)));
    return momentum ?? 1 / count.item();
  }
}

/**
 * Each feature normalised over all examples: `y = (x - μ) / √(σ² + eps) · weight + bias` (Ioffe and Szegedy 2015, "Batch
 * normalization", algorithms 1 and 2). `[N, C]` or `[N, C, L]`, shape kept.
 *
 * In training μ and the biased σ² are the batch's, and the running ones move: `running = (1 - momentum)·running +
 * momentum·batch`, with the unbiased variance. In use (`eval`) μ and σ² are the running ones. As PyTorch's state names them:
 * `weight`, `bias`, `running_mean`, `running_var`, `num_batches_tracked`.
 */
export class BatchNorm1d extends BatchNorm {
  protected layouts(): readonly string[] {
    return ["[N, C]", "[N, C, L]"];
  }
}

/** Each channel normalised over all examples and places, as {@link BatchNorm1d}. `[N, C, H, W]`, shape kept. */
export class BatchNorm2d extends BatchNorm {
  protected layouts(): readonly string[] {
    return ["[N, C, H, W]"];
  }
}
