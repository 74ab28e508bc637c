/** A series that never repeats, foretold. */
import type { Demo, DemoResult } from "@gradus/demo";
import { mseLoss, type Tensor } from "@gradus/tensor";
import { lineChartSvg } from "@gradus/viz";
import { inUse } from "../in-use.ts";
import { mackeyGlass, trainSeries, windowsOf } from "../series.ts";
import { SeriesModel } from "../series-model.ts";
import { harness, leave } from "./leave.ts";

/** How much is read before the model goes on by itself, and how far it goes. */
const [READ, AHEAD] = [150, 150] as const;

export const rnnSeries: Demo = {
  name: "rnn-series",
  about: "a GRU that foretells a chaotic series (Mackey-Glass) and then runs on by itself",
  play: async (context): Promise<DemoResult> => {
    const { screen, seed, quick, folder } = context;
    // Every third unit of time, so that a straight line does not lead far.
    const whole = mackeyGlass(quick ? 5400 : 9000).filter((_, t) => t % 3 === 0);
    const cut = Math.floor((5 / 6) * whole.length);
    const held = whole.subarray(cut);
    const test = windowsOf(held, held.length - 1);
    const model = new SeriesModel({ hiddenSize: quick ? 8 : 48 });
    screen.heading("A series that never repeats");
    const history = await trainSeries(model, windowsOf(whole.subarray(0, cut), 64, 16), {
      epochs: quick ? 1 : 120,
      seed,
      validation: test,
      ...harness(context),
    });
    if (context.signal.aborted) return {};
    const [x, y] = test;
    const error = async (f: (x: Tensor) => Tensor): Promise<number> =>
      (await inUse(model, () => mseLoss(f(x), y)).data())[0] as number;
    const validationLoss = await error((x) => model.forward(x));
    const persistence = await error((x) => x);
    // Two points make a line, whose next point is a better guess than no change.
    const line = await straightOn(test);
    const read = windowsOf(whole.subarray(cut, cut + READ + 1), READ)[0];
    const alone = Array.from(await model.continue(read, AHEAD).data());
    const truth = Array.from(whole.subarray(cut, cut + READ + AHEAD));
    await folder.write(
      "series.svg",
      await lineChartSvg({
        title: `Mackey-Glass: ${READ} steps read, then ${AHEAD} without looking`,
        series: [
          { name: "series", values: truth },
          { name: "model", values: [...new Array<number>(READ).fill(NaN), ...alone] },
        ],
        xLabel: "step",
        yLabel: "x",
      }),
    );
    await leave(context, { title: "A series that never repeats", model, history });
    const rms = (mse: number): string => Math.sqrt(mse).toExponential(2);
    screen.say(
      `Root mean square error a step ahead: ${rms(validationLoss)}; of "no change" ${rms(persistence)}, of a straight line ${rms(line)}.`,
    );
    return { validationLoss, persistenceLoss: persistence, lineLoss: line };
  },
};

/** The mean square error of `2·x_t - x_{t-1}`. */
async function straightOn([x, y]: readonly [x: Tensor, y: Tensor]): Promise<number> {
  const steps = x.shape[1] as number;
  const [now, before] = [x.narrow(1, 1, steps - 1), x.narrow(1, 0, steps - 1)];
  return (await mseLoss(now.mul(2).sub(before), y.narrow(1, 1, steps - 1)).data())[0] as number;
}
