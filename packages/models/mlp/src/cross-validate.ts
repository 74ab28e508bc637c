/** How good a way of training is, rather than one model. */
import { type Dataset, type Fold, kFold, type SplitOptions } from "@gradus/data";

/** The figures of all rounds. */
export interface CrossValidation {
  readonly scores: readonly number[];
  readonly mean: number;
  /** Standard deviation over the rounds, with k - 1 below. */
  readonly std: number;
}

/**
 * k-fold cross validation (Stone 1974): k models, each trained without another k-th of the samples, and scored on that. Whatever
 * is measured on data (scales, means, vocabularies) belongs inside of `score`, on `train` alone.
 *
 * @param score makes, trains and measures a model of its own
 * @throws RangeError where k is no whole number from 2 to the number of samples
 */
export async function crossValidate<T>(
  dataset: Dataset<T>,
  k: number,
  score: (fold: Fold<T>, round: number) => Promise<number>,
  options: SplitOptions = {},
): Promise<CrossValidation> {
  const scores: number[] = [];
  for (const [round, fold] of kFold(dataset, k, options).entries()) scores.push(await score(fold, round));
  const mean = scores.reduce((sum, each) => sum + each, 0) / k;
  const std = Math.sqrt(scores.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (k - 1));
  return { scores, mean, std };
}
