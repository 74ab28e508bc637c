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
export type { Random } from "./random.ts";
export { foldIn, random } from "./random.ts";
