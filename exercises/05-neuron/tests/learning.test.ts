import { close, law, passes, remote, same, task, worked } from "@gradus/course/testing";
import { checkVjp } from "@gradus/gradcheck";
import * as fc from "fast-check";
import { half, halves, label, rate, text } from "./inputs.ts";

const subject = remote<typeof import("../probe.ts")>();

const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length;

/** Predictions with what each should be. */
const regression = fc
  .array(fc.tuple(half(-3, 3), half(-3, 3)), { minLength: 1, maxLength: 5 })
  .map((pairs) => ({ outputs: pairs.map(([p]) => p), wanted: pairs.map(([, t]) => t) }));
const classification = fc
  .array(fc.tuple(half(-3, 3), label), { minLength: 1, maxLength: 5 })
  .map((pairs) => ({ outputs: pairs.map(([s]) => s), wanted: pairs.map(([, y]) => y) }));

async function gradientIsRight(name: "mse" | "hinge", outputs: number[], wanted: number[]): Promise<void> {
  const report = await checkVjp({
    name: `the gradient of ${name}Loss(${text(outputs)}, ${text(wanted)}) with respect to the ${outputs.length} outputs`,
    f: async (p) => (await subject[name]([...p], wanted)).loss,
    vjp: async ([p], g) => {
      const { gradient } = await subject[name]([...(p as Float64Array)], wanted);
      return [gradient.map((entry) => entry * (g[0] as number))];
    },
    inputs: [outputs],
  });
  passes(report);
}

task("05.mseLoss", () => {
  const loss = async (outputs: number[], wanted: number[]): Promise<number> =>
    (await subject.mse(outputs, wanted)).loss;

  worked("predictions 1 and 3 instead of 2 and 1: (1 + 4)/2 = 2.5", async () => {
    close(await loss([1, 3], [2, 1]), 2.5, "mseLoss([1, 3], [2, 1])");
  });
  law(
    "is 0 where every prediction is right",
    [fc.array(half(-3, 3), { minLength: 1, maxLength: 5 })],
    async (targets) => {
      close(await loss(targets, targets), 0, `mseLoss(${text(targets)}, ${text(targets)})`);
    },
  );
  law("of one example is the square of its error", [half(-3, 3), half(-3, 3)], async (p, t) => {
    close(await loss([p], [t]), (p - t) ** 2, `mseLoss([${p}], [${t}])`);
  });
  law("is a mean: every example twice, the same loss", [regression], async ({ outputs, wanted }) => {
    const once = await loss(outputs, wanted);
    const twice = await loss([...outputs, ...outputs], [...wanted, ...wanted]);
    close(twice, once, `mseLoss of ${text(outputs)} and ${text(wanted)}, each taken twice`);
  });
  law("is no smaller for errors of both signs", [half(0.5, 3)], async (e) => {
    close(await loss([e, -e], [0, 0]), e * e, `mseLoss([${e}, ${-e}], [0, 0])`);
  });
  law(
    "has the gradient 2·(prediction - target)/n",
    [regression],
    async ({ outputs, wanted }) => {
      await gradientIsRight("mse", outputs, wanted);
    },
    8,
  );
  law("refuses a target too many", [regression, half(-3, 3)], async ({ outputs, wanted }, extra) => {
    const what = `mseLoss of ${outputs.length} predictions and ${wanted.length + 1} targets throws a RangeError`;
    same(await subject.mseRefuses(outputs, [...wanted, extra]), true, what);
  });
});

task("05.hingeLoss", () => {
  const loss = async (outputs: number[], wanted: number[]): Promise<number> =>
    (await subject.hinge(outputs, wanted)).loss;

  worked("scores 2, 0.5 and -1, all of class 1: (0 + 0.5 + 2)/3 = 0.8333...", async () => {
    close(await loss([2, 0.5, -1], [1, 1, 1]), 2.5 / 3, "hingeLoss([2, 0.5, -1], [1, 1, 1])");
  });
  law("wants nothing more beyond the margin: loss 0", [half(1, 5), label], async (far, y) => {
    close(await loss([y * far], [y]), 0, `hingeLoss([${y * far}], [${y}])`);
  });
  law(
    "on the boundary, at score 0, is the margin: 1",
    [label],
    async (y) => {
      close(await loss([0], [y]), 1, `hingeLoss([0], [${y}])`);
    },
    4,
  );
  law("on the wrong side grows with the distance: 1 + |score|", [half(0, 5), label], async (far, y) => {
    close(await loss([-y * far], [y]), 1 + far, `hingeLoss([${-y * far}], [${y}])`);
  });
  law("treats both classes alike", [classification], async ({ outputs, wanted }) => {
    const mirrored = await loss(
      outputs.map((s) => -s),
      wanted.map((y) => -y),
    );
    close(
      mirrored,
      await loss(outputs, wanted),
      `hingeLoss of ${text(outputs)} and ${text(wanted)}, all signs turned`,
    );
  });
  law("is a mean over the examples", [classification], async ({ outputs, wanted }) => {
    const alone = outputs.map((s, i) => Math.max(0, 1 - s * (wanted[i] as number)));
    close(await loss(outputs, wanted), mean(alone), `hingeLoss(${text(outputs)}, ${text(wanted)})`);
  });
  law(
    "has the gradient -label/n within the margin, 0 beyond",
    [classification],
    async ({ outputs, wanted }) => {
      await gradientIsRight("hinge", outputs, wanted);
    },
    8,
  );
  law("refuses a label too few", [classification, half(-3, 3)], async ({ outputs, wanted }, extra) => {
    const what = `hingeLoss of ${outputs.length + 1} scores and ${wanted.length} labels throws a RangeError`;
    same(await subject.hingeRefuses([...outputs, extra], wanted), true, what);
  });
});

task("05.sgd", () => {
  const step = subject.sgdStep;
  const named = (data: number[], slopes: number[], rate: number): string =>
    `data after step() of an SGD with learning rate ${rate}, data ${text(data)}, grad ${text(slopes)}`;

  worked("data 1, gradient 2, learning rate 0.1: 1 - 0.1·2 = 0.8", async () => {
    close((await step([1], [2], 0.1)).data, [0.8], named([1], [2], 0.1));
  });
  law(
    "moves every parameter by learningRate·grad",
    [halves(3, -3, 3), halves(3, -3, 3), rate],
    async (data, slopes, rate) => {
      const expected = data.map((d, i) => d - rate * (slopes[i] as number));
      close((await step(data, slopes, rate)).data, expected, named(data, slopes, rate));
    },
  );
  law(
    "goes downhill: against the gradient",
    [half(-3, 3), half(0.5, 3), label, rate],
    async (d, size, sign, rate) => {
      const [after = d] = (await step([d], [sign * size], rate)).data;
      const way = after < d ? "down" : "up";
      same(way, sign > 0 ? "down" : "up", `the way of data ${d} where grad is ${sign * size}`);
    },
  );
  law("stays where the ground is level", [halves(2, -3, 3), rate], async (data, rate) => {
    close((await step(data, [0, 0], rate)).data, data, named(data, [0, 0], rate));
  });
  law("leaves the gradients as they are", [halves(2, -3, 3), halves(2, -3, 3)], async (data, slopes) => {
    close((await step(data, slopes, 0.5)).gradients, slopes, `grad after step(), before it ${text(slopes)}`);
  });
});

task("05.trainStep", () => {
  const train = subject.train;
  const loss = (w: readonly number[], target: readonly number[]): number =>
    w.reduce((sum, wi, i) => sum + (wi - (target[i] as number)) ** 2 / 2, 0);
  const minus = (w: readonly number[], target: readonly number[]): number[] =>
    w.map((wi, i) => wi - (target[i] as number));
  const pair = halves(2, -3, 3);

  worked("w = 5, loss (w - 3)²/2 = 2, slope 2, learning rate 0.5: returns 2, w is 4", async () => {
    const { returned, data } = await train([5], [0], [3], 0.5, 1);
    close(returned, [2], "what trainStep returns");
    close(data, [4], "w afterwards");
  });
  law("returns the loss before the step", [pair, pair], async (start, target) => {
    const { returned } = await train(start, [0, 0], target, 0.5, 1);
    close(
      returned,
      [loss(start, target)],
      `trainStep, loss Σ(w - target)²/2 with w = ${text(start)}, target = ${text(target)}`,
    );
  });
  law("lets the optimizer step once, on this loss's gradient", [pair, pair], async (start, target) => {
    const { seen } = await train(start, [0, 0], target, 0.5, 1);
    const what = `the gradients at each optimizer.step() of one trainStep; w = ${text(start)}, target = ${text(target)}`;
    close(seen, [minus(start, target)], what);
  });
  law(
    "takes no notice of gradients that were there before",
    [pair, pair, pair],
    async (start, stale, target) => {
      const { seen } = await train(start, stale, target, 0.5, 1);
      const what = `the gradient at optimizer.step(), where grad was ${text(stale)} before trainStep`;
      close(seen, [minus(start, target)], what);
    },
  );
  law("adds nothing up over two calls", [pair, pair, rate], async (start, target, rate) => {
    const { seen } = await train(start, [0, 0], target, rate, 2);
    const second = minus(start, target).map((e) => e * (1 - rate));
    close(
      seen[1],
      second,
      `the gradient at optimizer.step() of the second call; w started at ${text(start)}`,
    );
  });
  law("leaves this step's gradients behind", [pair, pair], async (start, target) => {
    const { gradients } = await train(start, [0, 0], target, 0.5, 1);
    close(
      gradients,
      minus(start, target),
      `grad after trainStep with w = ${text(start)}, target = ${text(target)}`,
    );
  });
  law(
    "computes the loss once a step",
    [fc.integer({ min: 1, max: 5 })],
    async (steps) => {
      const { computed } = await train([5], [0], [3], 0.5, steps);
      same(computed, steps, `the number of calls of loss in ${steps} steps`);
    },
    5,
  );
  law("step by step, takes the loss downhill", [pair, rate], async (start, rate) => {
    const target = start.map((w) => w + 2);
    const { returned } = await train(start, [0, 0], target, rate, 4);
    const shrink = (1 - rate) ** 2;
    close(
      returned,
      [1, shrink, shrink ** 2, shrink ** 3].map((f) => 4 * f),
      `the losses of 4 steps, learning rate ${rate}`,
    );
  });
});
