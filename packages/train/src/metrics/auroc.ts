/** How well scores order two classes. */
import { z } from "zod";
import { checked } from "../check.ts";
import { checkSameShape, Metric, type Values } from "./metric.ts";

/**
 * Area under the ROC curve: the probability that an example of class 1 has a higher score than one of class 0, ties counting
 * half. By ranks, `(R - P(P + 1)/2) / (P·N)`, where R is the sum of the ranks of the P positive examples and equal scores
 * share their mean rank (Mann & Whitney 1947; Hanley & McNeil 1982). Any increasing function of the scores does as well:
 * logits need no sigmoid. NaN unless both classes occur. Keeps all scores.
 *
 * Outputs and targets (0 or 1) have one shape.
 */
export class AUROC extends Metric {
  #scores: number[] = [];
  #labels: number[] = [];

  override reset(): void {
    this.#scores = [];
    this.#labels = [];
  }

  /** @throws RangeError if shapes differ, a target is neither 0 nor 1, or a score is NaN */
  protected override accumulate(output: Values, target: Values): void {
    checkSameShape("AUROC", output, target);
    for (let i = 0; i < target.data.length; i++) {
      const [score, label] = [output.data[i] as number, target.data[i] as number];
      if ((label !== 0 && label !== 1) || Number.isNaN(score))
        throw new RangeError(
          `AUROC: score ${score} with target ${label}; scores are numbers, targets 0 or 1`,
        );
      this.#scores.push(score);
      this.#labels.push(label);
    }
  }

  override compute(): number {
    const scores = this.#scores;
    const order = Uint32Array.from(scores, (_, i) => i).sort((i, j) => {
      const [a, b] = [scores[i] as number, scores[j] as number];
      // Not a - b: the difference of equal infinities is NaN.
      return a < b ? -1 : a > b ? 1 : 0;
    });
    let [rankSum, positives] = [0, 0];
    for (let first = 0; first < order.length; ) {
      let end = first + 1;
      while (end < order.length && scores[order[end] as number] === scores[order[first] as number]) end++;
      // Ranks count from 1: those of the tie are first + 1 to end.
      const rank = (first + 1 + end) / 2;
      for (; first < end; first++) {
        if (this.#labels[order[first] as number] === 0) continue;
        rankSum += rank;
        positives++;
      }
    }
    const negatives = scores.length - positives;
    return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
  }

  override stateDict(): unknown {
    return { scores: Float64Array.from(this.#scores), labels: Float64Array.from(this.#labels) };
  }

  override loadStateDict(state: unknown): void {
    const form = z.object({ scores: z.instanceof(Float64Array), labels: z.instanceof(Float64Array) });
    const { scores, labels } = checked(form, state, "the state of AUROC");
    if (scores.length !== labels.length)
      throw new RangeError(
        `the state of AUROC: ${scores.length} scores, ${labels.length} labels; it has been damaged`,
      );
    this.#scores = [...scores];
    this.#labels = [...labels];
  }
}
