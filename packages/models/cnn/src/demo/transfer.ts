/** `cnn-transfer`: five digits learned from many images, five others from a few. */
import { type Demo, saveCurve, saveModel } from "@gradus/demo";
import type { StateDict } from "@gradus/nn";
import { Generator } from "@gradus/tensor";
import { Checkpoints } from "@gradus/train";
import { Progress } from "@gradus/train/node";
import { table } from "@gradus/viz";
import { build } from "../build.ts";
import type { ConvNet } from "../model.ts";
import { predict } from "../predict.ts";
import { type TrainOptions, train } from "../train.ts";
import { freezeBody, swapHead } from "../transfer.ts";
import { drawnSamples, realSamples, type Samples, some } from "./data.ts";
import { savePictures } from "./pictures.ts";

const [known, fresh] = [
  [0, 1, 2, 3, 4],
  [5, 6, 7, 8, 9],
];

/** Images of each new digit: hardly any, and a few. As many steps for both. */
const lessons = [
  { each: 5, epochs: 40 },
  { each: 50, epochs: 8 },
];

export const cnnTransfer: Demo = {
  name: "cnn-transfer",
  about:
    "what a CNN learned on drawn digits 0 to 4 helps it to tell 5 to 9 (real ones with --data) from a few images",
  async play({ seed, data, device, quick, folder, screen, resume, signal }) {
    screen.heading("Five digits from a few images");
    const source = drawnSamples({ count: quick ? 200 : 6000, seed: 1, digits: known }, device);
    const [pool, tested] = quick ? [400, 200] : [2000, 2000];
    const { train: many, test } =
      data === undefined
        ? {
            train: drawnSamples({ count: pool, seed: 2, digits: fresh }, device),
            test: drawnSamples({ count: tested, seed: 3, digits: fresh }, device),
          }
        : await realSamples(data, { train: pool, test: tested, digits: fresh }, device);

    const common = { device, signal, seed };
    const model = build("small", { classes: known.length, seed });
    const history = await train(model, source, {
      ...common,
      epochs: quick ? 1 : 4,
      resume,
      callbacks: [new Checkpoints(folder.checkpoints), new Progress()],
    });
    if (signal.aborted) return {};

    const learned = model.stateDict();
    const rounds: Figures[] = [];
    for (const { each, epochs } of quick ? lessons.slice(0, 1) : lessons) {
      const few = some(many, firstOfEach(many, each));
      rounds.push(
        await teach(learned, few, test, { ...common, epochs: quick ? 1 : epochs, batchSize: few.length / 5 }),
      );
      if (signal.aborted) return {};
    }

    const best = (rounds.at(-1) as Figures).model;
    await saveCurve(folder, history);
    await saveModel(folder, best);
    await savePictures(folder, best, test, await predict(best, test.tensors[0]));
    const row = (how: string, figure: "fromScratch" | "headOnly" | "fineTuned") => [
      how,
      ...rounds.map((round) => `${(100 * round[figure]).toFixed(1)} %`),
    ];
    const rows = [
      row("from first values", "fromScratch"),
      row("convolutions frozen, new head", "headOnly"),
      row("then all of it, slowly", "fineTuned"),
    ];
    const header = ["right, learned from", ...rounds.map((_, i) => `${lessons[i]?.each} each`)];
    screen.say(`${test.length} others of ${fresh.join(", ")} test:\n`);
    screen.say(
      table(rows, { header, align: ["left", "right", "right"].slice(0, header.length) as ["left"] }),
    );
    const [{ fromScratch, headOnly, fineTuned }] = [rounds.at(-1) as Figures];
    return { testAccuracy: fineTuned, fromScratch, headOnly };
  },
};

interface Figures {
  readonly fromScratch: number;
  readonly headOnly: number;
  readonly fineTuned: number;
  /** The fine-tuned one. */
  readonly model: ConvNet;
}

/** How well the new digits are told apart after learning from `few`, in three ways. */
async function teach(
  learned: StateDict,
  few: Samples,
  test: Samples,
  options: TrainOptions & { readonly seed: number },
): Promise<Figures> {
  const { seed } = options;
  const scratch = build("small", { classes: fresh.length, seed });
  await train(scratch, few, options);

  const model = build("small", { classes: known.length });
  model.loadStateDict(learned);
  swapHead(model, fresh.length, { generator: new Generator(seed) });
  const frozen = { ...options, callbacks: [freezeBody(model)] };
  await train(model, few, frozen);
  const headOnly = await accuracyOf(model, test);

  model.unfreeze();
  // Slowly, so that what the convolutions know is adapted and not forgotten.
  await train(model, few, { ...frozen, lr: 0.001 });
  return {
    fromScratch: await accuracyOf(scratch, test),
    headOnly,
    fineTuned: await accuracyOf(model, test),
    model,
  };
}

/** Where the first few images of each class are. */
function firstOfEach({ tensors: [, y] }: Samples, count: number): number[] {
  const labels = Array.from(y.dataSync());
  return [...new Set(labels)].flatMap((label) =>
    labels.flatMap((other, i) => (other === label ? [i] : [])).slice(0, count),
  );
}

async function accuracyOf(model: ConvNet, { tensors: [x, y] }: Samples): Promise<number> {
  const [predictions, labels] = [await predict(model, x), y.dataSync()];
  return predictions.filter((prediction, i) => prediction.class === labels[i]).length / predictions.length;
}
