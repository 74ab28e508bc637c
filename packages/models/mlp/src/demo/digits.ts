/** `mlp-digits`: a multilayer perceptron reads digits. */
import { type Augmentation, randomCrop } from "@gradus/data";
import { type Demo, saveCurve, saveModel } from "@gradus/demo";
import { summary } from "@gradus/nn";
import { narrow, type Tensor } from "@gradus/tensor";
import { Checkpoints } from "@gradus/train";
import { Progress } from "@gradus/train/node";
import { confusionMatrixSvg, imagesSvg } from "@gradus/viz";
import { build } from "../model.ts";
import { type Batch, train } from "../train.ts";
import { digitSamples } from "./data.ts";
import { accuracyOf, argmax, outputsOf } from "./use.ts";

const side = 28;

/** Shifts by up to a pixel: the cheapest way to more data, for a model to which every shift is a new image. */
const shifts: Augmentation = randomCrop(side, { padding: 1 });

export const mlpDigits: Demo = {
  name: "mlp-digits",
  about: "an MLP on digits, drawn ones or those of --data (IDX files as MNIST ships them)",
  async play({ seed, data, device, quick, folder, screen, resume, signal }) {
    const { train: training, test, about } = await digitSamples(data, { quick, device });
    const model = build(side * side, {
      task: "multiclass",
      hidden: [256, 128],
      outputs: 10,
      dropout: 0.2,
      seed,
    });
    screen.heading("An MLP reads digits");
    screen.say(`${about}\n\n${summary(model, narrow(training.tensors[0], 0, 0, 1).to(device))}\n`);

    const history = await train(model, training, {
      epochs: quick ? 1 : 15,
      batchSize: 64,
      lr: 0.002,
      seed,
      device,
      resume,
      signal,
      transform: ([x, y], random): Batch => [
        shifts((x as Tensor).reshape([-1, 1, side, side]), random).reshape([-1, side * side]),
        y as Tensor,
      ],
      callbacks: [new Checkpoints(folder.checkpoints), new Progress()],
    });
    if (signal.aborted) return {};

    const labels = test.tensors[1].dataSync();
    const guesses = (await outputsOf(model, [test.tensors[0]], { device })).map(argmax);
    const testAccuracy = accuracyOf(guesses, labels);
    await saveCurve(folder, history);
    await saveModel(folder, model);
    await folder.write("confusion.svg", await confusionOf(guesses, labels));
    await folder.write("mistakes.svg", await mistakesOf(test.tensors[0], guesses, labels));
    screen.say(
      `Right: ${(100 * testAccuracy).toFixed(2)} % of ${guesses.length}. Pictures and weights: ${folder.path}`,
    );
    return { testAccuracy, parameters: model.parameters().reduce((sum, { size }) => sum + size, 0) };
  },
};

function confusionOf(guesses: readonly number[], labels: ArrayLike<number>): Promise<string> {
  const counts = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
  for (const [i, guess] of guesses.entries()) {
    const row = counts[labels[i] as number] as number[];
    row[guess] = (row[guess] as number) + 1;
  }
  return confusionMatrixSvg({ counts, classes: counts.map((_, digit) => String(digit)) });
}

/** Those that it got wrong, the first 40; some that it got right where there are none. */
function mistakesOf(x: Tensor, guesses: readonly number[], labels: ArrayLike<number>): Promise<string> {
  const all = guesses.map((_, i) => i);
  const wrong = all.filter((i) => guesses[i] !== labels[i]);
  const shown = (wrong.length > 0 ? wrong : all).slice(0, 40);
  const pixels = x.dataSync();
  return imagesSvg({
    title: "True digit, and what the MLP takes it for",
    images: shown.map((i) => pixels.subarray(i * side * side, (i + 1) * side * side)),
    width: side,
    height: side,
    captions: shown.map((i) => `${labels[i]}, taken for ${guesses[i]}`),
    correct: shown.map((i) => guesses[i] === labels[i]),
    columns: 8,
    scale: 3,
  });
}
