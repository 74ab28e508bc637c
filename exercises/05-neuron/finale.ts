/**
 * The finale of lesson 05: your neuron learns. First alone, by the perceptron's rule; then in a network, by gradients,
 * what no neuron can learn alone.
 */
import { writeFileSync } from "node:fs";
import { blobs, moons, random } from "@gradus/data";
import { hingeLoss, MLP, mseLoss, perceptronUpdate, SGD, trainStep, type Value } from "@gradus/scalar";

type Point = [number, number];

/** Classes 0 and 1 as labels -1 and 1. */
const signs = (classes: readonly number[]): number[] => classes.map((c) => 2 * c - 1);

function trainPerceptron(points: readonly Point[], labels: readonly number[], rounds: number): number[] {
  let w = [0, 0, 0];
  const mistakes: number[] = [];
  while (mistakes.at(-1) !== 0 && mistakes.length < rounds) {
    let wrong = 0;
    for (const [i, x] of points.entries()) {
      const next = perceptronUpdate(w, x, labels[i] as number);
      if (next.some((wi, k) => wi !== w[k])) wrong++;
      w = next;
    }
    mistakes.push(wrong);
  }
  return mistakes;
}

const output = (network: MLP, x: readonly number[]): Value => network.forward(x)[0] as Value;

/** Trains a classifier by the hinge loss; returns the loss before each step. */
function trainClassifier(
  network: MLP,
  points: readonly Point[],
  labels: readonly number[],
  steps: number,
): number[] {
  const optimizer = new SGD(network.parameters(), 0.5);
  const loss = () =>
    hingeLoss(
      points.map((x) => output(network, x)),
      labels,
    );
  return Array.from({ length: steps }, () => trainStep(loss, optimizer));
}

const accuracy = (network: MLP, points: readonly Point[], labels: readonly number[]): number =>
  points.filter((x, i) => output(network, x).data * (labels[i] as number) > 0).length / points.length;

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

console.log("1  One neuron, the perceptron's rule. Mistakes in each round:\n");
const clouds = blobs({
  count: 40,
  noise: 0.55,
  seed: 12,
  centers: [
    [1, 1],
    [3, 2.5],
  ],
});
const cloudMistakes = trainPerceptron(clouds.x, signs(clouds.y), 50);
console.log(`   two clouds, 40 points   ${cloudMistakes.join("  ")}   it has found a line`);
if (cloudMistakes.at(-1) !== 0) throw new Error("the perceptron should have separated the two clouds");

const xorPoints: Point[] = [
  [-1, -1],
  [-1, 1],
  [1, -1],
  [1, 1],
];
const xorLabels = [-1, 1, 1, -1];
const xorMistakes = trainPerceptron(xorPoints, xorLabels, 8);
console.log(`   XOR, 4 points           ${xorMistakes.join("  ")}  ...   there is no line to find\n`);

console.log("2  Layers of neurons, hinge loss, steps downhill:\n");
const xorNetwork = new MLP([2, 4, 1], random(3).uniform);
const xorLosses = trainClassifier(xorNetwork, xorPoints, xorLabels, 60);
console.log(
  `   XOR, network 2-4-1            loss ${show(xorLosses)}   right ${percent(accuracy(xorNetwork, xorPoints, xorLabels))}`,
);

const { x: points, y: classes } = moons({ count: 100, noise: 0.1, seed: 5 });
const labels = signs(classes);
const network = new MLP([2, 16, 16, 1], random(1).uniform);
const losses = trainClassifier(network, points, labels, 200);
const right = accuracy(network, points, labels);
console.log(`   two moons, network 2-16-16-1  loss ${show(losses)}   right ${percent(right)}`);
const unseen = moons({ count: 100, noise: 0.1, seed: 6 });
console.log(
  `   100 points it has never seen                          right ${percent(accuracy(network, unseen.x, signs(unseen.y)))}\n`,
);
if (!(right >= 0.95))
  throw new Error(`the network should tell the moons apart: only ${percent(right)} are right`);

console.log("3  The same network, another question: which number? Mean squared error:\n");
const angles = Array.from({ length: 31 }, (_, i) => -3 + i / 5);
const waves = angles.map(Math.sin);
const curve = new MLP([1, 16, 1], random(1).uniform);
const optimizer = new SGD(curve.parameters(), 0.05);
const curveLosses = Array.from({ length: 2000 }, () =>
  trainStep(
    () =>
      mseLoss(
        angles.map((x) => output(curve, [x])),
        waves,
      ),
    optimizer,
  ),
);
console.log(`   sin x, network 1-16-1         loss ${show(curveLosses)}\n`);
if (!((curveLosses.at(-1) as number) < 0.05))
  throw new Error("the network should have come close to the sine");

function show(losses: readonly number[]): string {
  return `${(losses[0] as number).toFixed(3)} -> ${(losses.at(-1) as number).toFixed(4)}`;
}

const { beside, decisionBoundarySvg, lineChartSvg, plotBoundary, plotLine } = await import("@gradus/viz");
const score = (a: number, b: number): number => output(network, [a, b]).data;
const lossPlot = plotLine(losses, { width: 35, height: 20, title: "Hinge loss, step by step" });
const map = plotBoundary({
  f: score,
  points,
  labels: classes,
  width: 43,
  height: 20,
  title: "What your network has drawn",
});
console.log(beside([lossPlot, map]));

writeFileSync(
  "decision-boundary.svg",
  await decisionBoundarySvg({ f: score, points, labels: classes, title: "Two moons, told apart" }),
);
writeFileSync(
  "fitted-sine.svg",
  await lineChartSvg({
    title: "A network of sixteen neurons learns the sine",
    x: angles,
    series: [
      { name: "sin x", values: waves },
      { name: "network", values: angles.map((x) => output(curve, [x]).data) },
    ],
    xLabel: "x",
    yLabel: "y",
  }),
);
console.log("\nSaved decision-boundary.svg and fitted-sine.svg. Every number in them came out of your code.");
