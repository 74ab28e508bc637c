/** `cnn-digits` and `cnn-drawn`: a small convolutional network reads digits, real ones or such as nobody wrote. */
import { randomAffine } from "@gradus/data";
import { type Demo, type DemoContext, type DemoResult, saveCurve, saveModel } from "@gradus/demo";
import { summary } from "@gradus/nn";
import { narrow, to } from "@gradus/tensor";
import { Checkpoints } from "@gradus/train";
import { Progress } from "@gradus/train/node";
import { build } from "../build.ts";
import { predict } from "../predict.ts";
import { train } from "../train.ts";
import { drawnSamples, realSamples, type Samples } from "./data.ts";
import { savePictures } from "./pictures.ts";

/** Nobody writes a digit twice at the same place, angle and size. */
const augment = randomAffine({ degrees: 8, translate: [0.06, 0.06], scale: [0.92, 1.08] });

export const cnnDigits: Demo = {
  name: "cnn-digits",
  about: "a CNN on digits, drawn ones or those of --data (IDX files as MNIST ships them)",
  async play(context) {
    const { data, device, quick, screen } = context;
    const [train, test] = quick ? [300, 100] : [8000, 2000];
    screen.heading("A CNN reads digits");
    const sets =
      data === undefined
        ? {
            train: drawnSamples({ count: train, seed: 1 }, device),
            test: drawnSamples({ count: test, seed: 2 }, device),
          }
        : await realSamples(data, { train, test }, device);
    const kind = data === undefined ? "drawn digits (--data FOLDER takes real ones)" : "real digits";
    screen.say(`${train} ${kind} to train on, ${test} others to test.\n`);
    return learnDigits(context, sets, quick ? 1 : 8);
  },
};

export const cnnDrawn: Demo = {
  name: "cnn-drawn",
  about:
    "a CNN that has seen drawn digits only, tested on the 10,000 real ones of --data, or on other drawn ones",
  async play(context) {
    const { data, device, quick, screen } = context;
    const [count, tested] = quick ? [300, 100] : [20_000, 10_000];
    screen.heading("A CNN that has never seen handwriting");
    const training = drawnSamples({ count, seed: 1 }, device);
    const test =
      data === undefined
        ? drawnSamples({ count: Math.min(tested, 2000), seed: 2 }, device)
        : (await realSamples(data, { train: 0, test: tested }, device)).test;
    const kind = data === undefined ? "drawn ones (--data FOLDER takes real ones)" : "real ones";
    screen.say(`${count} drawn digits to train on, ${test.length} ${kind} to test.\n`);
    return learnDigits(context, { train: training, test }, quick ? 1 : 5);
  },
};

async function learnDigits(
  { seed, device, folder, screen, resume, signal }: DemoContext,
  { train: training, test }: { readonly train: Samples; readonly test: Samples },
  epochs: number,
): Promise<DemoResult> {
  const model = build("small", { seed });
  screen.say(`${summary(model, to(narrow(test.tensors[0], 0, 0, 1), device))}\n`);
  const history = await train(model, training, {
    epochs,
    augment,
    seed,
    device,
    resume,
    signal,
    callbacks: [new Checkpoints(folder.checkpoints), new Progress()],
  });
  if (signal.aborted) return {};

  const predictions = await predict(model, test.tensors[0]);
  const labels = test.tensors[1].dataSync();
  const right = predictions.filter((prediction, i) => prediction.class === labels[i]).length;
  const testAccuracy = right / predictions.length;
  await saveCurve(folder, history);
  await saveModel(folder, model);
  await savePictures(folder, model, test, predictions);
  screen.say(
    `Right: ${(100 * testAccuracy).toFixed(2)} % of ${predictions.length}. Pictures and weights: ${folder.path}`,
  );
  return { testAccuracy, parameters: model.parameters().reduce((sum, { size }) => sum + size, 0) };
}
