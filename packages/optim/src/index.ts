export { Adadelta, type AdadeltaOptions } from "./adadelta.ts";
export { Adagrad, type AdagradOptions } from "./adagrad.ts";
export { Adam, type AdamOptions, AdamW } from "./adam.ts";
export { type ClipGradNormOptions, clipGradNorm, clipGradValue } from "./clip.ts";
export { type EMAStateDict, ExponentialMovingAverage } from "./ema.ts";
export { Muon, type MuonOptions, newtonSchulz } from "./muon.ts";
export { NAdam, type NAdamOptions } from "./nadam.ts";
export { Optimizer, type OptimizerParams, type ParamGroup, type ParamGroupInput } from "./optimizer.ts";
export { RMSprop, type RMSpropOptions } from "./rmsprop.ts";
export type { CommonOptions, Rule, Update } from "./rule.ts";
export {
  CosineAnnealingLR,
  CosineAnnealingWarmRestarts,
  type WarmRestartsOptions,
} from "./schedule/cosine.ts";
export { CyclicLR, type CyclicOptions } from "./schedule/cyclic.ts";
export { ExponentialLR, LinearLR, type LinearLROptions, StepLR } from "./schedule/decay.ts";
export { OneCycleLR, type OneCycleOptions } from "./schedule/one-cycle.ts";
export { type PlateauOptions, type PlateauStateDict, ReduceLROnPlateau } from "./schedule/plateau.ts";
export { LRScheduler, type Schedulable, type SchedulerStateDict } from "./schedule/scheduler.ts";
export { SequentialLR } from "./schedule/sequential.ts";
export { SGD, type SGDOptions } from "./sgd.ts";
export type { OptimizerStateDict, ParameterState } from "./state-dict.ts";
