export { build } from "./build.ts";
export { CharacterModel, type CharacterModelOptions } from "./character-model.ts";
export { characters, END, everyNth, IGNORED, padded, stream, TextDataset } from "./documents.ts";
export { type GenerateOptions, generate } from "./generate.ts";
export { NGram, type NGramOptions } from "./n-gram.ts";
export {
  gradientByDistance,
  RecallModel,
  type RecallModelOptions,
  recallBatch,
  type TrainRecallOptions,
  trainRecall,
} from "./recall.ts";
export { type Cell, lastHidden, type Recurrent, recurrent, type State } from "./recurrent.ts";
export { SequenceClassifier, type SequenceClassifierOptions } from "./sequence-classifier.ts";
export { mackeyGlass, type TrainSeriesOptions, trainSeries, windowsOf } from "./series.ts";
export { SeriesModel, type SeriesModelOptions } from "./series-model.ts";
export { characterLoss, lossPerCharacter, type TrainCharactersOptions, trainCharacters } from "./train.ts";
export {
  type LabelledBatch,
  type LabelledText,
  LabelledTexts,
  type TrainClassifierOptions,
  trainClassifier,
} from "./train-classifier.ts";
