export {
  ArrayDataset,
  type AsyncDataset,
  ConcatDataset,
  type Dataset,
  mapDataset,
  Subset,
} from "./dataset/dataset.ts";
export { type GatherDataset, TensorDataset } from "./dataset/tensor-dataset.ts";
export type { DigitSet, Digits, DigitsOptions } from "./digits.ts";
export { readDigits } from "./digits.ts";
export { downsample } from "./downsample.ts";
export type {
  BlobsOptions,
  CirclesOptions,
  GeneratorOptions,
  LabelledPoints,
  SpiralsOptions,
} from "./generators.ts";
export { blobs, circles, moons, spirals } from "./generators.ts";
export type { Idx, IdxArray, IdxType } from "./idx.ts";
export { readIdx, writeIdx } from "./idx.ts";
export {
  type Collated,
  type CollateTypes,
  collateAs,
  defaultCollate,
} from "./loader/collate.ts";
export { DataLoader, type DataLoaderOptions, type DataLoaderState } from "./loader/data-loader.ts";
export {
  classWeightedSampler,
  RandomSampler,
  type Sampler,
  SequentialSampler,
  WeightedRandomSampler,
  type WeightedRandomSamplerOptions,
} from "./loader/sampler.ts";
export type { Random } from "./random.ts";
export { foldIn, random } from "./random.ts";
export { type Fold, kFold, randomSplit, type SplitOptions, type SplitSizes } from "./split/split.ts";
export { type CsvOptions, formatCsv, parseCsv, readCsv } from "./csv/csv.ts";
export {
  type EncodedTable,
  TableEncoder,
  type TableEncoderOptions,
  type TableEncoderState,
} from "./table/encoder.ts";
export { type Cell, type Column, type ColumnType, Table } from "./table/table.ts";
export { Vocabulary } from "./text/vocabulary.ts";
export { MinMaxScaler, StandardScaler } from "./transform/scaler.ts";
