/** Real handwritten digits, on an engine of single numbers: MNIST images shrunk to 8x8, ten classes. */
import { type DigitSet, downsample, random, readDigits } from "@gradus/data";
import type { Screen } from "@gradus/demo";
import { exp, log, MLP, mean, relu, SGD, trainStep, Value } from "@gradus/scalar";
import { plotImages, progressBar } from "@gradus/viz";

/** How a training run went. */
export interface DigitsResult {
  readonly trainCount: number;
  readonly testCount: number;
  readonly testAccuracy: number;
  readonly seconds: number;
  readonly seed: number;
}

const SIDE = 8;
const CLASSES = 10;
const EPOCHS = 12;
const BATCH = 10;

/** Trains on the digits in `folder` (IDX files as MNIST ships them) and tests on its test files. */
export async function digitsStop(screen: Screen, folder: string, seed = 1): Promise<DigitsResult> {
  screen.heading("Real handwritten digits");
  const { train, test } = await readDigits(folder);
  const inputs = images(train);
  const rng = random(seed);
  const model = new MLP([SIDE * SIDE, 32, CLASSES], rng.uniform, relu);
  const optimizer = new SGD(model.parameters(), 0.1);
  screen.say(
    `${train.count} images train, ${test.count} test, each shrunk from ${train.rows}x${train.columns} to ${SIDE}x${SIDE}. ` +
      `An MLP [64, 32, 10] with ${model.parameters().length} parameters.\n`,
  );
  const started = performance.now();
  for (let epoch = 1; epoch <= EPOCHS; epoch++) {
    optimizer.learningRate = 0.1 * (1 - (0.9 * epoch) / EPOCHS);
    const order = rng.shuffle(inputs.map((_, i) => i));
    let total = 0;
    for (let start = 0; start < order.length; start += BATCH) {
      const batch = order.slice(start, start + BATCH);
      const loss = () =>
        mean(
          batch.map((i) =>
            crossEntropy(model.forward(leaves(inputs[i] as number[])), train.labels[i] as number),
          ),
        );
      total += trainStep(loss, optimizer) * batch.length;
      const done = (epoch - 1 + (start + batch.length) / order.length) / EPOCHS;
      if ((start / BATCH) % 20 === 0) screen.live(`${progressBar(done, 40)} epoch ${epoch} of ${EPOCHS}`);
    }
    screen.live(
      `${progressBar(epoch / EPOCHS, 40)} epoch ${epoch} of ${EPOCHS}, loss ${(total / order.length).toFixed(3)}`,
    );
  }
  const seconds = (performance.now() - started) / 1000;
  screen.settle(`Trained ${EPOCHS} epochs in ${seconds.toFixed(1)} s.`);

  const guesses = images(test).map((x) => argmax(model.forward(leaves(x)).map(({ data }) => data)));
  const right = guesses.filter((guess, i) => guess === test.labels[i]).length;
  const testAccuracy = right / test.count;
  screen.say(
    `\nTest accuracy ${(100 * testAccuracy).toFixed(2)} % (${right} of ${test.count} images that it has never seen).\n`,
  );
  screen.say(examples(test, guesses, screen.width));
  return { trainCount: train.count, testCount: test.count, testAccuracy, seconds, seed };
}

/**
 * The cross entropy of one example, `-ln softmax(scores)[label] = ln Σᵢ exp(scoreᵢ) - score_label`. The largest score is
 * subtracted first, as a plain number: that changes nothing, and no exponential overflows.
 */
function crossEntropy(scores: readonly Value[], label: number): Value {
  const largest = Math.max(...scores.map(({ data }) => data));
  const total = scores.map((score) => exp(score.sub(largest))).reduce((sum, term) => sum.add(term));
  return log(total)
    .add(largest)
    .sub(scores[label] as Value);
}

function leaves(x: readonly number[]): Value[] {
  return x.map((pixel) => new Value(pixel));
}

/** The images of a set, shrunk, as rows of numbers from 0 to 1. */
function images({ images: pixels, count, rows, columns }: DigitSet): number[][] {
  const small = downsample(pixels, [rows, columns], SIDE);
  return Array.from({ length: count }, (_, i) => [...small.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE)]);
}

function argmax(scores: readonly number[]): number {
  return scores.indexOf(Math.max(...scores));
}

/** Three images that were recognised and three that were not. */
function examples(test: DigitSet, guesses: readonly number[], width: number): string {
  const all = guesses.map((guess, i) => ({ guess, i, label: test.labels[i] as number }));
  const chosen = [
    ...all.filter(({ guess, label }) => guess === label).slice(0, 3),
    ...all.filter(({ guess, label }) => guess !== label).slice(0, 3),
  ];
  const size = test.rows * test.columns;
  const pictures = chosen.map(({ i }) =>
    Array.from(test.images.subarray(i * size, (i + 1) * size), (pixel) => pixel / 255),
  );
  const captions = chosen.map(({ guess, label }) =>
    guess === label ? `a ${label}: right` : `a ${label}, taken for ${guess}`,
  );
  return plotImages(pictures, { width: test.columns, height: test.rows, captions, columns: width });
}
