/** `mlp-moons`: what one neuron cannot part, and a hidden layer can. */
import { moons } from "@gradus/data";
import { type Demo, saveCurve, saveModel } from "@gradus/demo";
import { noGrad, tensor } from "@gradus/tensor";
import { Checkpoints } from "@gradus/train";
import { Progress } from "@gradus/train/node";
import { beside, decisionBoundarySvg, plotBoundary } from "@gradus/viz";
import { build, type MLP } from "../model.ts";
import { Neuron } from "../neuron.ts";
import { train } from "../train.ts";
import { rows } from "./data.ts";
import { accuracyOf } from "./use.ts";

type Score = (x: number, y: number) => number;

export const mlpMoons: Demo = {
  name: "mlp-moons",
  about: "binary: two moons, parted by a perceptron, a logistic regression and an MLP",
  async play({ seed, device, quick, folder, screen, resume, signal }) {
    const training = moons({ count: 500, noise: 0.15, seed: 2 * seed });
    const held = moons({ count: 1000, noise: 0.15, seed: 2 * seed + 1 });
    const model = build(2, { task: "binary", hidden: [16, 16], seed });
    screen.heading("Two moons");
    const history = await train(model, rows(training.x, training.y, true), {
      epochs: quick ? 2 : 60,
      lr: 0.02,
      seed,
      device,
      resume,
      signal,
      validation: rows(held.x, held.y, true),
      callbacks: [new Checkpoints(folder.checkpoints, { every: { epochs: 20 } }), new Progress()],
    });
    if (signal.aborted) return {};

    const neuron = (kind: "perceptron" | "logistic"): Score => {
      const one = new Neuron(2, kind);
      one.fit(training.x, training.y, { epochs: 50, rate: 0.05 });
      return (x, y) => one.score([x, y]);
    };
    const scores: Readonly<Record<string, Score>> = {
      perceptron: neuron("perceptron"),
      logistic: neuron("logistic"),
      mlp: await scoreOf(model),
    };
    const accuracies = Object.fromEntries(
      Object.entries(scores).map(([name, f]) => [
        name,
        accuracyOf(
          held.x.map(([x, y]) => Number(f(x, y) > 0)),
          held.y,
        ),
      ]),
    );
    const points = held.x.slice(0, 200);
    const labels = held.y.slice(0, 200);
    for (const [name, f] of Object.entries(scores))
      await folder.write(`${name}.svg`, await decisionBoundarySvg({ title: name, f, points, labels }));
    await saveCurve(folder, history);
    await saveModel(folder, model);
    const size = { width: Math.floor((screen.width - 2) / 2), height: 16 };
    const draw = (name: string) =>
      plotBoundary({ f: scores[name] as Score, points, labels, title: name, ...size });
    screen.say(beside([draw("logistic"), draw("mlp")], 2));
    for (const [name, share] of Object.entries(accuracies))
      screen.say(`${name.padEnd(12)}${(100 * share).toFixed(1)} % right`);
    return { testAccuracy: accuracies["mlp"] as number, ...accuracies };
  },
};

/** The model's score as a function of plain numbers, from a copy that can be asked at once. */
async function scoreOf(model: MLP): Promise<Score> {
  const copy = build(2, { task: "binary", hidden: [16, 16], device: "cpu" });
  for (const [i, x] of model.parameters().entries())
    copy.parameters()[i]?.assign(tensor((await x.data()) as Float32Array, { shape: x.shape, device: "cpu" }));
  return (x, y) =>
    noGrad(() => copy.forward(tensor(Float32Array.of(x, y), { shape: [1, 2], device: "cpu" })).item());
}
