import type { TopLevelSpec } from "vega-lite";
import { palette } from "../palette.ts";
import { config, render } from "./render.ts";

export interface LearningRateOptions {
  readonly title?: string;
  /** The rates that were tried, growing. */
  readonly rates: ArrayLike<number>;
  /** The loss at each of them. */
  readonly losses: ArrayLike<number>;
  /** The losses without their noise, if there are such. */
  readonly smoothed?: ArrayLike<number>;
  /** The rate to mark; none where it is no positive number. */
  readonly suggestion?: number;
}

/**
 * A learning-rate range test as SVG (Smith 2017, section 3.3): the loss over the rate, which has a logarithmic axis, and a line at
 * the rate that is suggested. What lies more than twice the drop above the first loss, where training has diverged, is cut off.
 *
 * @throws Error where rates and losses differ in number, or nothing can be drawn
 */
export async function learningRateSvg(options: LearningRateOptions): Promise<string> {
  const { title = "Learning-rate range test", rates, losses, smoothed, suggestion = Number.NaN } = options;
  for (const [what, list] of Object.entries({ losses, smoothed }))
    if (list !== undefined && list.length !== rates.length)
      throw new Error(
        `learningRateSvg: ${rates.length} rates, but ${list.length} ${what}; each rate needs one`,
      );
  const points = (values: ArrayLike<number>, name: string) =>
    Array.from(values, (loss, i) => ({ rate: rates[i] as number, loss, name })).filter(
      ({ rate, loss }) => rate > 0 && Number.isFinite(rate) && Number.isFinite(loss),
    );
  const [raw, smooth] = [points(losses, "loss"), points(smoothed ?? [], "smoothed")];
  const [first] = raw;
  if (first === undefined)
    throw new Error("learningRateSvg: there is no finite loss at a positive rate to draw");
  const least = Math.min(...raw.map(({ loss }) => loss));
  const top = first.loss + 2 * (first.loss - least || Math.abs(first.loss) || 1);
  const axes = {
    x: {
      field: "rate",
      type: "quantitative" as const,
      title: "learning rate",
      scale: { type: "log" as const },
    },
    y: {
      field: "loss",
      type: "quantitative" as const,
      title: "loss",
      scale: { zero: false, domainMax: top },
    },
  };
  const line = (values: object[], width: number, opacity: number) => ({
    data: { values },
    mark: { type: "line" as const, aria: false, clip: true, color: palette[0]!, strokeWidth: width, opacity },
    encoding: axes,
  });
  const spec: TopLevelSpec = {
    config: config as NonNullable<TopLevelSpec["config"]>,
    title,
    description: title,
    width: 560,
    height: 320,
    layer: [
      line(raw, smooth.length > 0 ? 1 : 2, smooth.length > 0 ? 0.45 : 1),
      ...(smooth.length > 0 ? [line(smooth, 2.5, 1)] : []),
      ...(!(suggestion > 0 && suggestion < Infinity)
        ? []
        : [
            {
              data: {
                values: [{ rate: suggestion, text: `suggested: ${Number(suggestion.toPrecision(2))}` }],
              },
              encoding: { x: axes.x },
              layer: [
                { mark: { type: "rule" as const, aria: false, color: palette[1]!, strokeDash: [5, 4] } },
                {
                  mark: {
                    type: "text" as const,
                    aria: false,
                    align: "left" as const,
                    dx: 6,
                    y: 10,
                    color: palette[1]!,
                  },
                  encoding: { text: { field: "text", type: "nominal" as const } },
                },
              ],
            },
          ]),
    ],
  };
  const { compile } = await import("vega-lite");
  return render(compile(spec).spec);
}
