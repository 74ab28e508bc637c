/** `cnn-transfer`: five digits learned from many images, five others from five each. */
import { type Demo, saveCurve, saveModel } from "@gradus/demo";
import { Generator } from "@gradus/tensor";
import { Checkpoints } from "@gradus/train";
import { Progress } from "@gradus/train/node";
import { table } from "@gradus/viz";
import { build } from "../build.ts";
import type { ConvNet } from "../model.ts";
import { predict } from "../predict.ts";
import { train } from "../train.ts";
import { freezeBody, swapHead } from "../transfer.ts";
import { drawnSamples, realSamples, type Samples, some } from "./data.ts";
import { savePictures } from "./pictures.ts";

const [known, fresh] = [
  [0, 1, 2, 3, 4],
  [5, 6, 7, 8, 9],
];
const each = 5;

export const cnnTransfer: Demo = {
  name: "cnn-transfer",
  about:
    "what a CNN learned on drawn digits 0 to 4 helps it to tell 5 to 9 (real ones with --data) from five images each",
  async play({ seed, data, device, quick, folder, screen, resume, signal }) {
    screen.heading("Five digits from five images each");
    const source = drawnSamples({ count: quick ? 200 : 6000, seed: 1, digits: known }, device);
    const [pool, tested] = quick ? [400, 200] : [2000, 2000];
    const { train: many, test } =
      data === undefined
        ? {
            train: drawnSamples({ count: pool, seed: 2, digits: fresh }, device),
            test: drawnSamples({ count: tested, seed: 3, digits: fresh }, device),
          }
        : await realSamples(data, { train: pool, test: tested, digits: fresh }, device);
    const few = some(many, firstOfEach(many, each));

    const common = { device, signal, seed };
    const model = build("small", { classes: known.length, seed });
    const history = await train(model, source, {
      ...common,
      epochs: quick ? 1 : 4,
      resume,
      callbacks: [new Checkpoints(folder.checkpoints), new Progress()],
    });
    const lessons = { ...common, epochs: quick ? 1 : 40, batchSize: 10 };

    const scratch = build("small", { classes: fresh.length, seed });
    await train(scratch, few, lessons);
    swapHead(model, fresh.length, { generator: new Generator(seed) });
    const frozen = { callbacks: [freezeBody(model)] };
    await train(model, few, { ...lessons, ...frozen });
    const headOnly = await accuracyOf(model, test);
    model.unfreeze();
    // Slowly, so that what the convolutions know is adapted and not forgotten.
    await train(model, few, { ...lessons, ...frozen, lr: 0.0002 });
    if (signal.aborted) return {};

    const predictions = await predict(model, test.tensors[0]);
    const figures = {
      fromScratch: await accuracyOf(scratch, test),
      headOnly,
      testAccuracy: await accuracyOf(model, test),
    };
    await saveCurve(folder, history);
    await saveModel(folder, model);
    await savePictures(folder, model, test, predictions);
    const rows = [
      ["from first values", figures.fromScratch],
      ["convolutions frozen, new head", figures.headOnly],
      ["then all of it, slowly", figures.testAccuracy],
    ].map(([how, share]) => [how as string, `${(100 * (share as number)).toFixed(1)} %`]);
    screen.say(`${few.length} images of ${fresh.join(", ")} to learn from, ${test.length} others to test:\n`);
    screen.say(table(rows, { header: ["taught", "right"], align: ["left", "right"] }));
    return figures;
  },
};

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
