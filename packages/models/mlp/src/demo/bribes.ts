/** `mlp-bribes`: a curve that no line can fit. */
import { bribes } from "@gradus/data";
import { type Demo, saveCurve, saveModel } from "@gradus/demo";
import { tensor } from "@gradus/tensor";
import { Checkpoints, R2Score } from "@gradus/train";
import { Progress } from "@gradus/train/node";
import { lineChartSvg, plotLine } from "@gradus/viz";
import { build } from "../model.ts";
import { Neuron } from "../neuron.ts";
import { train } from "../train.ts";
import { rows } from "./data.ts";
import { outputsOf } from "./use.ts";

/** Bribes in thousands from 0 to 10, favours around 0 to 100: both brought to about -1 .. 1. */
const scaled = ({ x, y }: { x: readonly number[]; y: readonly number[] }) => ({
  x: x.map((each) => [each / 5 - 1]),
  y: y.map((each) => each / 50 - 1),
});

export const mlpBribes: Demo = {
  name: "mlp-bribes",
  about: "regression: what a bribe buys; a line explains nothing, eight hidden neurons nearly all",
  async play({ seed, device, quick, folder, screen, resume, signal }) {
    const training = scaled(bribes({ count: 400, seed: 2 * seed }));
    const held = scaled(bribes({ count: 200, seed: 2 * seed + 1 }));
    const model = build(1, { task: "regression", hidden: [8], activation: "tanh", seed });
    const test = rows(held.x, held.y, false);
    screen.heading("What a bribe buys");
    const history = await train(model, rows(training.x, training.y, false), {
      epochs: quick ? 2 : 150,
      lr: 0.03,
      weightDecay: 0,
      seed,
      device,
      resume,
      signal,
      validation: test,
      callbacks: [new Checkpoints(folder.checkpoints, { every: { epochs: 25 } }), new Progress()],
    });
    if (signal.aborted) return {};

    const line = new Neuron(1, "linear");
    line.fit(training.x, training.y, { epochs: 50, rate: 0.01 });
    const guesses = (await outputsOf(model, [test.tensors[0]], { device })).map(([z]) => z as number);
    const r2 = {
      line: r2Of(
        held.x.map((x) => line.output(x)),
        held.y,
      ),
      mlp: r2Of(guesses, held.y),
    };

    const order = held.x
      .map((_, i) => i)
      .sort((a, b) => (held.x[a]?.[0] as number) - (held.x[b]?.[0] as number));
    const series = [
      { name: "measured", values: order.map((i) => held.y[i] as number) },
      { name: "line", values: order.map((i) => line.output(held.x[i] as number[])) },
      { name: "MLP", values: order.map((i) => guesses[i] as number) },
    ];
    const x = order.map((i) => held.x[i]?.[0] as number);
    const axes = { x, xLabel: "bribe (scaled)", yLabel: "favour (scaled)" };
    await folder.write("fit.svg", await lineChartSvg({ title: "What a bribe buys", series, ...axes }));
    await saveCurve(folder, history);
    await saveModel(folder, model);
    screen.say(plotLine(series, { title: "favour over bribe", width: screen.width, height: 16 }));
    screen.say(
      `\nOf the variance, the line explains ${percent(r2.line)}, the MLP ${percent(r2.mlp)}: ${folder.path}`,
    );
    return { validationLoss: history.column("valLoss").at(-1) ?? NaN, r2: r2.mlp, r2OfLine: r2.line };
  },
};

function r2Of(guesses: readonly number[], truth: readonly number[]): number {
  const metric = new R2Score();
  const cpu = { device: "cpu" } as const;
  metric.update(tensor(Float32Array.from(guesses), cpu), tensor(Float32Array.from(truth), cpu));
  return metric.compute();
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
