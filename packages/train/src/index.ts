export type { Callback, Run } from "./callbacks/callback.ts";
export { Checkpoints, type CheckpointsOptions } from "./callbacks/checkpoints.ts";
export { EarlyStopping, type EarlyStoppingOptions } from "./callbacks/early-stopping.ts";
export { Statistics, type TensorStatistics } from "./callbacks/statistics.ts";
export { type FindLearningRateOptions, findLearningRate, type RateCurve } from "./find-learning-rate.ts";
export type { Loader, UnpackOptions } from "./fit/batches.ts";
export { type EvaluateOptions, type Evaluation, evaluate } from "./fit/evaluate.ts";
export { fit } from "./fit/fit.ts";
export { type EpochRecord, History } from "./fit/history.ts";
export type { MonitorOptions } from "./fit/monitor.ts";
export type { Clip, FitOptions } from "./fit/options.ts";
export type { Schedule, ScheduleOptions } from "./fit/schedules.ts";
export type { Loss } from "./fit/step.ts";
export type { Trainable } from "./fit/trainable.ts";
export { Accuracy, TopKAccuracy, type TopKOptions } from "./metrics/accuracy.ts";
export { AUROC } from "./metrics/auroc.ts";
export {
  type Average,
  type ClassScoreOptions,
  F1Score,
  NegativePredictiveValue,
  Precision,
  Recall,
  Specificity,
} from "./metrics/class-score.ts";
export type { ClassOptions } from "./metrics/classes.ts";
export {
  type ClassFigure,
  ConfusionMatrix,
  type ConfusionOptions,
  type Outcomes,
} from "./metrics/confusion.ts";
export { Metric, type Values } from "./metrics/metric.ts";
export { Perplexity } from "./metrics/perplexity.ts";
export { MeanAbsoluteError, MeanSquaredError, R2Score } from "./metrics/regression.ts";
export { SafetensorsError } from "./safetensors/format.ts";
export { deserialize, type Loaded, type NamedTensors, serialize } from "./safetensors/serialize.ts";
export { decodeState, encodeState } from "./state/encode.ts";
export { loadCheckpoint, type Store } from "./state/store.ts";
