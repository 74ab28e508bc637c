/** The vanishing gradient, measured and drawn. */
import type { Demo, DemoResult } from "@gradus/demo";
import { Generator, manualSeed } from "@gradus/tensor";
import { Accuracy, serialize } from "@gradus/train";
import { lineChartSvg, table } from "@gradus/viz";
import {
  gradientByDistance,
  RecallModel,
  type RecallModelOptions,
  recallBatch,
  trainRecall,
} from "../recall.ts";
import { harnessOf } from "./leave.ts";

const models: readonly (readonly [name: string, options: RecallModelOptions])[] = [
  ["RNN", { cell: "rnn" }],
  ["GRU", { cell: "gru" }],
  ["LSTM", { cell: "lstm" }],
  ["LSTM, bias 5", { cell: "lstm", forgetBias: 5 }],
];

export const rnnVanishing: Demo = {
  name: "rnn-vanishing",
  about:
    "how far back the gradient of an RNN, a GRU and an LSTM reaches, and what they can learn of long ago",
  play: async (context): Promise<DemoResult> => {
    const { screen, seed, quick, folder, signal } = context;
    const [steps, epochs] = quick ? [10, 1] : [60, 10];
    const random = new Generator(seed);
    const train = recallBatch(quick ? 64 : 1024, steps, random);
    const test = recallBatch(quick ? 64 : 512, steps, random);
    screen.heading("The vanishing gradient");
    const found: { name: string; before: Float64Array; after: Float64Array; accuracy: number }[] = [];
    for (const [name, options] of models) {
      manualSeed(seed);
      const model = new RecallModel(options);
      const before = await gradientByDistance(model, ...test);
      const history = await trainRecall(model, train, {
        epochs,
        seed,
        validation: [[...test]],
        metrics: { accuracy: new Accuracy() },
        ...(await harnessOf(options.cell + (options.forgetBias ?? ""), { folder, signal })),
      });
      if (signal.aborted) return {};
      const after = await gradientByDistance(model, ...test);
      found.push({ name, before, after, accuracy: history.column("valAccuracy").at(-1) as number });
      await folder.write(
        `${name.replaceAll(/\W+/g, "-").toLowerCase()}.safetensors`,
        await serialize(model.stateDict()),
      );
    }
    for (const when of ["before", "after"] as const)
      await folder.write(
        `gradients-${when}.svg`,
        await lineChartSvg({
          title: `Gradient of the last step's loss, ${when} training`,
          series: found.map((each) => ({ name: each.name, values: [...each[when]] })),
          xLabel: "distance in steps",
          yLabel: "norm of the gradient of an input",
          log: "y",
        }),
      );
    await folder.write(
      "gradients.json",
      `${JSON.stringify(found.map((each) => ({ ...each, before: [...each.before], after: [...each.after] })))}\n`,
    );
    const far = steps - 1;
    const rows = found.map(({ name, before, accuracy }) => [
      name,
      (before[0] as number).toExponential(1),
      (before[far] as number).toExponential(1),
      `${(100 * accuracy).toFixed(1)} %`,
    ]);
    screen.say(
      table(rows, { header: ["", "gradient at distance 0", `at ${far}`, `recalled after ${far} steps`] }),
    );
    const accuracyOf = Object.fromEntries(found.map(({ name, accuracy }) => [name, accuracy]));
    return { testAccuracy: found.at(-1)?.accuracy as number, accuracyOf };
  },
};
