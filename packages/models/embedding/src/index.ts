export { NegativeSampler } from "./negative-sampler.ts";
export { build, negativeSamplingLoss, SkipGram, type SkipGramOptions } from "./skip-gram.ts";
export { type TrainSkipGramOptions, trainSkipGram } from "./train.ts";
export { type Neighbour, type Question, WordVectors } from "./word-vectors.ts";
export { nearbyPairs, type PairOptions, type Pairs, type WordCorpus, wordCorpus } from "./words.ts";
