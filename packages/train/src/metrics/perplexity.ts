/** How surprised a language model is. */
import { classCount, layout, offsetOf } from "./classes.ts";
import { MeanMetric, type Values } from "./metric.ts";

/**
 * `exp(-mean ln p(t))`, p the softmax of the logits: among how many equally likely tokens the model might as well have
 * guessed. Outputs are logits `[N, C, ...]`, targets classes `[N, ...]`, as in the cross entropy, of which this is the
 * exponential. Jelinek, Mercer, Bahl & Baker 1977.
 */
export class Perplexity extends MeanMetric {
  readonly ignoreIndex: number | undefined;

  constructor({ ignoreIndex }: { readonly ignoreIndex?: number } = {}) {
    super();
    this.ignoreIndex = ignoreIndex;
  }

  /** @throws RangeError if shapes do not fit, or a class does not exist */
  protected override accumulate(output: Values, target: Values): void {
    const classes = classCount("Perplexity", output, target);
    if (classes === null)
      throw new RangeError(
        `Perplexity: outputs [${output.shape}], targets [${target.shape}]; outputs are logits [N, C, ...], targets [N, ...]`,
      );
    const at = layout(output, target, classes);
    for (let i = 0; i < target.data.length; i++) {
      const actual = target.data[i] as number;
      if (actual === this.ignoreIndex) continue;
      if (!(actual >= 0 && actual < classes))
        throw new RangeError(
          `Perplexity: class ${actual} of ${classes}; classes count from 0 to ${classes - 1}`,
        );
      const offset = offsetOf(at, i);
      const logit = (c: number): number => output.data[offset + c * at.step] as number;
      let highest = -Infinity;
      for (let c = 0; c < classes; c++) highest = Math.max(highest, logit(c));
      let sum = 0;
      for (let c = 0; c < classes; c++) sum += Math.exp(logit(c) - highest);
      this.add(highest + Math.log(sum) - logit(actual));
    }
  }

  override compute(): number {
    return Math.exp(super.compute());
  }
}
