export { EncoderClassifier, type EncoderClassifierOptions } from "./classifier.ts";
export { type BeamOptions, beamSearch, type WriteOptions, write } from "./decode.ts";
export { gptDemo } from "./demo/gpt.ts";
export { languages } from "./demo/languages.ts";
export { dates, reversal } from "./demo/translate.ts";
export { EncoderDecoder, type EncoderDecoderOptions, type Memory } from "./encoder-decoder.ts";
export { type GenerateOptions, generate } from "./generate.ts";
export { Block, CausalSelfAttention, FeedForward, Gpt, type GptCall, type GptOptions } from "./gpt.ts";
export {
  languageNames,
  languagePieces,
  languageTokens,
  languageVocabulary,
  type Piece,
} from "./languages.ts";
export { type AttentionMap, attentionMaps } from "./maps.ts";
export { BEGIN, byLength, END, PAD, PairTokenizer, padded, pairBatch, type TokenPair } from "./pairs.ts";
export { splitText, type TextData } from "./text.ts";
export { pieceBatch, type TrainClassifierOptions, trainClassifier } from "./train-classifier.ts";
export { type TrainGptOptions, textLoss, tokenLoss, trainGpt } from "./train-gpt.ts";
export { type TrainTranslatorOptions, trainTranslator, writtenLoss } from "./train-translator.ts";
