export { type Augmentation, compose } from "./augment/images.ts";
export {
  type CropOptions,
  gaussianNoise,
  randomCrop,
  randomHorizontalFlip,
  randomVerticalFlip,
} from "./augment/simple.ts";
export { type AffineOptions, type ElasticOptions, elastic, randomAffine } from "./augment/warp.ts";
export { type CorpusKind, type CorpusLanguage, type CorpusOptions, corpus } from "./corpus/corpus.ts";
export { type CsvOptions, formatCsv, parseCsv, readCsv } from "./csv/csv.ts";
export {
  ArrayDataset,
  type AsyncDataset,
  ConcatDataset,
  type Dataset,
  mapDataset,
  Subset,
} from "./dataset/dataset.ts";
export { NextTokenDataset } from "./dataset/next-token.ts";
export { type GatherDataset, TensorDataset } from "./dataset/tensor-dataset.ts";
export type { DigitSet, Digits, DigitsOptions } from "./digits.ts";
export { readDigits } from "./digits.ts";
export { cacheDir, type DownloadOptions, download } from "./download/download.ts";
export type { Progress } from "./download/fetch-file.ts";
export { fashionMnistClasses, loadCifar10, loadFashionMnist, loadMnist } from "./download/load.ts";
export { cifar10, fashionMnist, mnist, type RemoteFile, type RemoteSource } from "./download/sources.ts";
export { downsample } from "./downsample.ts";
export { type AdoptionsOptions, adoptionSpeeds, adoptions } from "./generate/adoptions.ts";
export { type BribesOptions, bribes, type Curve } from "./generate/bribes.ts";
export {
  type StrokeDigits,
  type StrokeDigitsOptions,
  strokeDigits,
} from "./generate/digits/stroke-digits.ts";
export type {
  BlobsOptions,
  CirclesOptions,
  GeneratorOptions,
  LabelledPoints,
  SpiralsOptions,
} from "./generate/points.ts";
export { blobs, circles, moons, spirals } from "./generate/points.ts";
export {
  type Analogy,
  plantedAnalogies,
  type Relation,
  type RelationCorpus,
  type RelationCorpusOptions,
  relationCorpus,
} from "./generate/relations/corpus.ts";
export { type AdditionOptions, additionSequences } from "./generate/sequences/addition.ts";
export {
  type DateFormat,
  type DateSequenceOptions,
  dateFormats,
  dateSequences,
} from "./generate/sequences/dates.ts";
export { copySequences, type LetterSequenceOptions, reverseSequences } from "./generate/sequences/letters.ts";
export type { SequenceOptions, SequencePair } from "./generate/sequences/pairs.ts";
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
export { type Cifar10Set, cifar10Classes, parseCifar10, readCifar10 } from "./source/cifar10.ts";
export { imageDataset, imageTensor } from "./source/images.ts";
export { readLines, readText } from "./source/text.ts";
export { type Fold, kFold, randomSplit, type SplitOptions, type SplitSizes } from "./split/split.ts";
export {
  type EncodedTable,
  TableEncoder,
  type TableEncoderOptions,
  type TableEncoderState,
} from "./table/encoder.ts";
export { type Cell, type Column, type ColumnType, Table } from "./table/table.ts";
export { type BpeJSON, type BpeOptions, BpeTokenizer, GPT2_PATTERN } from "./text/bpe.ts";
export { CharacterTokenizer, type CharacterTokenizerOptions } from "./text/character.ts";
export { loadTokenizer, saveTokenizer, tokenizerFromJSON } from "./text/saved.ts";
export type { Tokenizer } from "./text/tokenizer.ts";
export { Vocabulary } from "./text/vocabulary.ts";
export { WordTokenizer, type WordTokenizerOptions } from "./text/word.ts";
export { MinMaxScaler, StandardScaler } from "./transform/scaler.ts";
