/** The end of the tour: a convolutional network learns to read, from digits that nobody wrote. */
import { build, featureMapsOf, filtersOf, type Prediction, predict, train } from "@gradus/cnn";
import { strokeDigits, TensorDataset } from "@gradus/data";
import type { Screen } from "@gradus/demo";
import { narrow, type Tensor, tensor } from "@gradus/tensor";
import { imagesSvg, plotImages, progressBar } from "@gradus/viz";
import { savePicture } from "../pictures.ts";

/** How a training run went. */
export interface CnnResult {
  readonly testAccuracy: number;
  readonly seconds: number;
  readonly seed: number;
}

const side = 28;
const epochs = 2;

/** Trains a small CNN on drawn digits while you watch, and tests it on others. */
export async function cnnStop(screen: Screen, seed = 1): Promise<CnnResult> {
  screen.heading("A network of tensors learns to read");
  const training = drawn(6000, 2 * seed);
  const test = drawn(1000, 2 * seed + 1);
  const model = build("small", { seed });
  const weights = model.parameters().reduce((sum, { size }) => sum + size, 0);
  screen.say(
    `${training.length} digits, drawn by strokes this very moment, and two layers of convolutions with ` +
      `${weights.toLocaleString("en")} weights: the same chain rule, on tensors, in WebAssembly.\n`,
  );
  const started = performance.now();
  const history = await train(model, training, {
    epochs,
    seed,
    callbacks: [
      {
        name: "screen",
        onStepEnd: ({ step, stepsPerEpoch = 1, history: { losses } }) => {
          const done = step / (stepsPerEpoch * epochs);
          screen.live(
            `${progressBar(done, 40)} ${Math.round(100 * done)} %, loss ${losses.at(-1)?.toFixed(3)}`,
          );
        },
      },
    ],
  });
  const seconds = (performance.now() - started) / 1000;
  const [first, last] = [history.losses[0] as number, history.losses.at(-1) as number];
  screen.settle(
    `Trained in ${seconds.toFixed(1)} s; the loss fell from ${first.toFixed(2)} to ${last.toFixed(2)}.`,
  );

  const [images, labels] = [test.tensors[0].dataSync(), test.tensors[1].dataSync()];
  const predictions = await predict(model, test.tensors[0]);
  const right = predictions.filter((prediction, i) => prediction.class === labels[i]).length;
  const testAccuracy = right / test.length;
  screen.say(
    `\nRight: ${(100 * testAccuracy).toFixed(1)} % of ${test.length} digits that it has never seen. What it takes some for:\n`,
  );
  const pixels = (i: number) => images.subarray(i * side * side, (i + 1) * side * side) as Float32Array;
  const chosen = some(predictions, labels, 6);
  const captions = chosen.map((i) => caption(predictions[i] as Prediction, labels[i] as number));
  const size = { width: side, height: side };
  screen.say(plotImages(chosen.map(pixels), { ...size, captions, columns: screen.width }));

  const { images: filters, ...filterSize } = await filtersOf(model);
  const [maps] = await featureMapsOf(model, narrow(test.tensors[0], 0, 0, 1));
  const shown = some(predictions, labels, 40);
  const saved = [
    savePicture(
      "start",
      "digits.svg",
      await imagesSvg({
        title: "Drawn digits, and what the network takes them for",
        images: shown.map(pixels),
        ...size,
        captions: shown.map((i) => caption(predictions[i] as Prediction, labels[i] as number)),
        correct: shown.map((i) => predictions[i]?.class === labels[i]),
        columns: 8,
        scale: 3,
      }),
    ),
    savePicture(
      "start",
      "filters.svg",
      await imagesSvg({
        title: "What the first layer looks for",
        images: filters,
        ...filterSize,
        signed: true,
        scale: 10,
      }),
    ),
    ...(maps === undefined
      ? []
      : [
          savePicture(
            "start",
            "features.svg",
            await imagesSvg({ title: `What it sees in a ${labels[0]}`, signed: true, ...maps }),
          ),
        ]),
  ];
  screen.say(`\nSaved ${saved.join(", ")}`);
  return { testAccuracy, seconds, seed };
}

function drawn(count: number, seed: number): TensorDataset<readonly [Tensor, Tensor]> {
  const { images, labels, shape } = strokeDigits({ count, seed });
  return new TensorDataset(tensor(images, { shape }), tensor(Int32Array.from(labels)));
}

/** Of different digits as far as it goes, mistakes at the end: at most a third. */
function some(predictions: readonly Prediction[], labels: ArrayLike<number>, count: number): number[] {
  const all = predictions.map((_, i) => i);
  const wrong = all.filter((i) => predictions[i]?.class !== labels[i]).slice(0, Math.floor(count / 3));
  const right = all.filter((i) => predictions[i]?.class === labels[i]);
  const firsts = right.filter((i, at) => right.findIndex((j) => labels[j] === labels[i]) === at);
  const others = right.filter((i) => !firsts.includes(i));
  return [...[...firsts, ...others].slice(0, count - wrong.length), ...wrong];
}

function caption({ class: guess, probability }: Prediction, label: number): string {
  return guess === label ? `${guess} (${Math.round(100 * probability)} %)` : `${label}, taken for ${guess}`;
}
