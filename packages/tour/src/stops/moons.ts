/** A network of single numbers learns to tell two moons apart, while you watch. */
import { moons, random } from "@gradus/data";
import type { Screen } from "@gradus/demo";
import { hingeLoss, MLP, SGD, trainStep, Value } from "@gradus/scalar";
import { beside, decisionBoundarySvg, lineChartSvg, plotBoundary, plotLine, progressBar } from "@gradus/viz";
import { savePicture } from "../pictures.ts";

/** How a training run went. */
export interface MoonsResult {
  readonly trainAccuracy: number;
  readonly testAccuracy: number;
  readonly loss: number;
  readonly seconds: number;
  readonly seed: number;
}

const STEPS = 200;

/** Trains an MLP of `Value`s on two moons and draws its loss and its decision boundary. */
export async function moonsStop(screen: Screen, seed = 1): Promise<MoonsResult> {
  screen.heading("A network of single numbers learns");
  const train = moons({ count: 200, noise: 0.12, seed });
  const test = moons({ count: 400, noise: 0.12, seed: seed + 1 });
  const labels = train.y.map(sign);
  const model = new MLP([2, 16, 16, 1], random(seed).uniform);
  const optimizer = new SGD(model.parameters(), 0.5);
  const score = (x: number, y: number) => (model.forward([x, y])[0] as Value).data;
  const inputs = train.x.map((point) => point.map((coordinate) => new Value(coordinate)));
  screen.say(
    `${train.x.length} points, an MLP [2, 16, 16, 1] with ${model.parameters().length} parameters, hinge loss, SGD.\n`,
  );

  const losses: number[] = [];
  const started = performance.now();
  const view = (width: number) => {
    const loss = plotLine(losses.length > 1 ? losses : [0, 0], {
      width: width - 50,
      height: 18,
      title: "loss",
      xLabel: "step",
    });
    const boundary = plotBoundary({
      f: score,
      points: train.x,
      labels,
      width: 46,
      height: 18,
      title: "decision boundary",
    });
    return `${progressBar(losses.length / STEPS, width - 12)} ${losses.length}/${STEPS}\n\n${beside([loss, boundary], 2)}`;
  };
  for (let step = 1; step <= STEPS; step++) {
    // From large steps to small ones, so that the boundary settles.
    optimizer.learningRate = 0.5 * (1 - (0.9 * step) / STEPS);
    losses.push(
      trainStep(
        () =>
          hingeLoss(
            inputs.map((x) => model.forward(x)[0] as Value),
            labels,
          ),
        optimizer,
      ),
    );
    if (step % 10 === 0) screen.live(view(screen.width));
  }
  const seconds = (performance.now() - started) / 1000;
  screen.settle(view(screen.width));

  const result: MoonsResult = {
    trainAccuracy: accuracy(score, train),
    testAccuracy: accuracy(score, test),
    loss: losses.at(-1) as number,
    seconds,
    seed,
  };
  screen.say(
    `\nAccuracy ${percent(result.trainAccuracy)} on these points, ${percent(result.testAccuracy)} on 400 new ones, after ${seconds.toFixed(1)} s.`,
  );
  const curve = await lineChartSvg({
    title: "Hinge loss",
    xLabel: "step",
    yLabel: "loss",
    series: [{ name: "train", values: losses }],
  });
  const picture = await decisionBoundarySvg({ title: "Two moons", f: score, points: train.x, labels });
  screen.say(
    `Saved ${savePicture("start", "loss.svg", curve)} and ${savePicture("start", "decision-boundary.svg", picture)}`,
  );
  return result;
}

function accuracy(
  score: (x: number, y: number) => number,
  { x, y }: { x: readonly (readonly [number, number])[]; y: readonly number[] },
): number {
  return x.filter((point, i) => score(...point) > 0 === sign(y[i] as number) > 0).length / x.length;
}

/** Label 0 or 1 → -1 or 1. */
function sign(label: number): number {
  return 2 * label - 1;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
