/** The pictures that demos leave. */
import type { RunFolder } from "@gradus/demo";
import { narrow, to } from "@gradus/tensor";
import { confusionMatrixSvg, imagesSvg } from "@gradus/viz";
import { featureMapsOf, filtersOf } from "../look.ts";
import type { ConvNet } from "../model.ts";
import type { Prediction } from "../predict.ts";
import type { Samples } from "./data.ts";

/** Filters, feature maps of the first image, the confusion matrix, and images with what they were taken for. */
export async function savePictures(
  folder: RunFolder,
  model: ConvNet,
  test: Samples,
  predictions: readonly Prediction[],
): Promise<void> {
  const labels = test.tensors[1].dataSync();
  const { images, width, height } = await filtersOf(model);
  const title = "Filters of the first convolution: orange for ink, blue against";
  await folder.write(
    "filters.svg",
    await imagesSvg({ title, images, width, height, signed: true, scale: 10 }),
  );
  const first = to(narrow(test.tensors[0], 0, 0, 1), model.fc.weight.device);
  for (const { name, ...maps } of await featureMapsOf(model, first))
    await folder.write(
      `features-${name}.svg`,
      await imagesSvg({ title: `${name} on a ${labels[0]}`, signed: true, ...maps }),
    );
  await folder.write("confusion.svg", await confusionOf(predictions, labels));
  await folder.write("predictions.svg", await predictionsOf(test, predictions));
}

function confusionOf(predictions: readonly Prediction[], labels: ArrayLike<number>): Promise<string> {
  const counts = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
  for (const [i, { class: guess }] of predictions.entries()) {
    const row = counts[labels[i] as number] as number[];
    row[guess] = (row[guess] as number) + 1;
  }
  return confusionMatrixSvg({ counts, classes: counts.map((_, digit) => String(digit)) });
}

/** Up to 24 mistakes, the surest first, then the first that are right, 40 in all. */
function predictionsOf(test: Samples, predictions: readonly Prediction[]): Promise<string> {
  const labels = test.tensors[1].dataSync();
  const all = predictions.map((prediction, i) => ({
    ...prediction,
    i,
    right: prediction.class === labels[i],
  }));
  const wrong = all.filter(({ right }) => !right).sort((a, b) => b.probability - a.probability);
  const mistakes = wrong.slice(0, 24);
  const shown = [...mistakes, ...all.filter(({ right }) => right).slice(0, 40 - mistakes.length)];
  const pixels = test.tensors[0].dataSync();
  return imagesSvg({
    title: "Digits, and what the network takes them for",
    images: shown.map(({ i }) => pixels.subarray(i * 784, (i + 1) * 784)),
    width: 28,
    height: 28,
    captions: shown.map(({ class: guess, i, right }) => (right ? `${guess}` : `${labels[i]}, not ${guess}`)),
    correct: shown.map(({ right }) => right),
    columns: 8,
    scale: 3,
  });
}
