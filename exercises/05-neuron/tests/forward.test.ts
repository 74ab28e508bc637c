import {
  close,
  holds,
  law,
  number,
  numbers,
  passes,
  remote,
  same,
  task,
  worked,
} from "@gradus/course/testing";
import { checkVjp } from "@gradus/gradcheck";
import * as fc from "fast-check";
import { activation, half, halves, label, neuronAndInputs, type Rows, rows, text } from "./inputs.ts";

const subject = remote<typeof import("../probe.ts")>();

const sumOf = (row: readonly number[], x: readonly number[]): number =>
  x.reduce((sum, xi, i) => sum + (row[i] as number) * xi, row.at(-1) as number);
const apply = (op: string | null, z: number): number =>
  op === null ? z : op === "tanh" ? Math.tanh(z) : Math.max(z, 0);
const layerOf = (layer: Rows, op: string | null, x: readonly number[]): number[] =>
  layer.map((row) => apply(op, sumOf(row, x)));

/** Flat parameters of a layer back as rows. */
const asRows = (flat: ArrayLike<number>, inputs: number): Rows =>
  Array.from({ length: flat.length / (inputs + 1) }, (_, i) =>
    Array.from(flat).slice(i * (inputs + 1), (i + 1) * (inputs + 1)),
  );

task("05.perceptronUpdate", () => {
  const update = subject.perceptronUpdate;
  worked("w = [1, -1, 0] says -1 at x = [1, 2]; if y = 1, it becomes [2, 1, 1]", async () => {
    close(await update([1, -1, 0], [1, 2], 1), [2, 1, 1], `perceptronUpdate([1, -1, 0], [1, 2], 1)`);
  });
  law("leaves the weights alone where it is right", [halves(3, -2, 2), halves(2, -2, 2)], async (w, x) => {
    const y = Math.sign(sumOf(w, x));
    // On the boundary no label is right.
    if (y === 0) return void (await update(w, x, 1));
    same(await update(w, x, y), w, `perceptronUpdate(${text(w)}, ${text(x)}, ${y}), a right prediction`);
  });
  law("adds y·[x, 1] where it is wrong", [halves(3, -2, 2), halves(2, -2, 2)], async (w, x) => {
    const y = sumOf(w, x) > 0 ? -1 : 1;
    const expected = w.map((wi, i) => wi + y * (x[i] ?? 1));
    close(
      await update(w, x, y),
      expected,
      `perceptronUpdate(${text(w)}, ${text(x)}, ${y}), a wrong prediction`,
    );
  });
  law("learns from weights that are all 0, for 0 is on no side", [halves(3, -2, 2), label], async (x, y) => {
    const w = [0, 0, 0, 0];
    const expected = [...x, 1].map((xi) => 0 + y * xi);
    close(await update(w, x, y), expected, `perceptronUpdate(${text(w)}, ${text(x)}, ${y})`);
  });
  law("leaves the given array as it was", [halves(3, -2, 2), halves(2, -2, 2), label], async (w, x, y) => {
    const after = await subject.perceptronInputAfterwards(w, x, y);
    same(after, w, `w after perceptronUpdate(w = ${text(w)}, ${text(x)}, ${y}): return a new array`);
  });
  law(
    "ends on separable points after at most (R/γ)² mistakes",
    [number(-3, 3), number(-1, 1), fc.array(numbers(2, -2, 2), { minLength: 2, maxLength: 12 })],
    async (angle, bias, candidates) => {
      // A line that separates, by construction, with a margin γ; R is the length of the longest example [x, 1].
      const line = [Math.cos(angle), Math.sin(angle), bias];
      const length = Math.hypot(...line);
      const margin = (x: number[]): number => Math.abs(sumOf(line, x)) / length;
      const points = candidates.filter((x) => margin(x) > 0.1);
      if (points.length === 0) points.push([Math.cos(angle) * 2, Math.sin(angle) * 2]);
      const labels = points.map((x) => Math.sign(sumOf(line, x)));
      const radius = Math.max(...points.map((x) => Math.hypot(...x, 1)));
      const bound = Math.floor((radius / Math.min(...points.map(margin))) ** 2);
      const mistakes = await subject.perceptronTrain(points, labels, bound + 2);
      const what = `training on ${text(points)} with labels ${text(labels)}`;
      same(mistakes.at(-1), 0, `mistakes in the last round of ${what}`);
      const total = mistakes.reduce((sum, m) => sum + m);
      holds(total <= bound, `${what} takes ${total} mistakes, at most ${bound}`);
    },
    15,
  );
});

task("05.neuron", () => {
  const forward = subject.neuron;
  const named = (row: number[], op: string | null, x: number[]): string =>
    `forward(${text(x)}) of a neuron with weights ${text(row.slice(0, -1))}, bias ${row.at(-1)}, activation ${op}`;

  worked("weights [2, -1] and bias 0.5 at [3, 4]: 6 - 4 + 0.5 = 2.5", async () => {
    close(await forward([2, -1, 0.5], null, [3, 4]), 2.5, named([2, -1, 0.5], null, [3, 4]));
  });
  worked("with tanh the same neuron says tanh(2.5) = 0.98661...", async () => {
    close(
      await forward([2, -1, 0.5], "tanh", [3, 4]),
      0.9866142981514303,
      named([2, -1, 0.5], "tanh", [3, 4]),
    );
  });
  law("says its bias where all inputs are 0", [halves(3, -2, 2), half(-2, 2)], async (weights, bias) => {
    const x = weights.map(() => 0);
    close(await forward([...weights, bias], null, x), bias, named([...weights, bias], null, x));
  });
  law(
    "without activation, input i one higher lifts it by weight i",
    [neuronAndInputs(half(-2, 2)), fc.nat(3)],
    async ({ row, x }, k) => {
      const i = k % x.length;
      const higher = x.with(i, (x[i] as number) + 1);
      const rise = (await forward(row, null, higher)) - (await forward(row, null, x));
      close(rise, row[i], `what ${named(row, null, x)} gains when input ${i} is one higher`);
    },
  );
  law(
    "applies its activation once, to the whole sum",
    [neuronAndInputs(half(-2, 2)), activation],
    async ({ row, x }, op) => {
      close(await forward(row, op, x), apply(op, sumOf(row, x)), named(row, op, x));
    },
  );
  law(
    "has a graph: backward reaches weights, bias and inputs",
    [neuronAndInputs(number(-2, 2)), activation],
    async ({ row, x }, op) => {
      const report = await checkVjp({
        name: `the gradient of ${named(row, op, x)} (argument 0: weights and bias, 1: inputs)`,
        f: async (r, z) => forward([...r], op, [...z]),
        vjp: async ([r, z], g) => {
          const got = await subject.neuronGradients([...(r as Float64Array)], op, [...(z as Float64Array)]);
          return [got.parameters, got.x].map((part) => part.map((entry) => entry * (g[0] as number)));
        },
        inputs: [row, x],
      });
      passes(report);
    },
    8,
  );
});

task("05.layer", () => {
  const named = (layer: Rows, op: string | null, x: number[]): string =>
    `forward(${text(x)}) of a layer with neurons [weights..., bias] ${text(layer)}, activation ${op}`;

  worked("two neurons without bias, weights [1, 1] and [1, -1], turn [3, 1] into [4, 2]", async () => {
    const layer = [
      [1, 1, 0],
      [1, -1, 0],
    ];
    close(await subject.layer(layer, null, [3, 1]), [4, 2], named(layer, null, [3, 1]));
  });
  law(
    "has one output for each neuron",
    [fc.integer({ min: 1, max: 5 }), halves(2, -2, 2)],
    async (count, x) => {
      const layer = Array.from({ length: count }, (_, i) => [i, 1, 0]);
      const got = await subject.layer(layer, null, x);
      same(got.length, count, `the number of outputs of a layer of ${count}`);
    },
  );
  law("shows every neuron all inputs", [rows(3, 2), halves(3, -2, 2), activation], async (layer, x, op) => {
    close(await subject.layer(layer, op, x), layerOf(layer, op, x), named(layer, op, x));
  });
  law(
    "lets backward through to its parameters and its inputs",
    [rows(2, 3, numbers), numbers(2, -2, 2), activation],
    async (layer, x, op) => {
      const report = await checkVjp({
        name: `the gradient of ${named(layer, op, x)} (argument 0: weights and biases, 1: inputs)`,
        f: (p, z) => subject.layer(asRows(p, 2), op, [...z]),
        vjp: async ([p, z], g) => {
          const flat = asRows(p as Float64Array, 2);
          const got = await subject.layerGradients(flat, op, [...(z as Float64Array)], [...g]);
          return [got.parameters, got.x];
        },
        inputs: [layer.flat(), x],
      });
      passes(report);
    },
    5,
  );
});

task("05.mlp", () => {
  const network = (...sizes: [number, number][]): fc.Arbitrary<Rows[]> =>
    fc.tuple(...sizes.map(([inputs, outputs]) => rows(inputs, outputs))) as fc.Arbitrary<Rows[]>;
  const named = (layers: Rows[], x: number[]): string =>
    `forward(${text(x)}) of an MLP with tanh and the layers ${text(layers)} (rows: weights..., bias)`;
  const expected = (layers: Rows[], x: number[]): number[] =>
    layers.reduce((signal, layer, i) => layerOf(layer, i === layers.length - 1 ? null : "tanh", signal), x);

  worked("at [1, 1], a hidden neuron says tanh(2 - 1), the output 3·tanh(1) + 1 = 3.28478...", async () => {
    const layers = [[[2, -1, 0]], [[3, 1]]];
    close(await subject.mlp(layers, [1, 1]), [3.284782467867295], named(layers, [1, 1]));
  });
  law("of one layer is that layer, linear", [rows(2, 3), halves(2, -2, 2)], async (layer, x) => {
    close(await subject.mlp([layer], x), layerOf(layer, null, x), named([layer], x));
  });
  law(
    "hands each layer's outputs to the next",
    [network([2, 2], [2, 2], [2, 1]), halves(2, -2, 2)],
    async (layers, x) => {
      close(await subject.mlp(layers, x), expected(layers, x), named(layers, x));
    },
  );
  law("can say any number, for its last layer is linear", [half(2, 100), half(-2, 2)], async (scale, x) => {
    const layers = [[[1, 0]], [[scale, 0]]];
    close(await subject.mlp(layers, [x]), [scale * Math.tanh(x)], named(layers, [x]));
  });
  law(
    "refuses an x that is too long or too short",
    [halves(3, -2, 2), fc.constantFrom(1, 2, 4, 5)],
    async (x, inputs) => {
      const layers = [[Array.from({ length: inputs + 1 }, () => 1)], [[1, 0]]];
      const message = await subject.mlpComplaint(layers, x);
      const what = `an MLP of ${inputs} inputs, given ${x.length}, throws a RangeError that names both numbers`;
      holds(
        message.includes(String(inputs)) && message.includes(String(x.length)),
        `${what}; got "${message}"`,
      );
    },
  );
  law(
    "lets backward through all layers",
    [fc.tuple(rows(2, 3, numbers), rows(3, 1, numbers)), numbers(2, -1, 1)],
    async (layers, x) => {
      const split = (p: Float64Array): Rows[] => [asRows(p.slice(0, 9), 2), asRows(p.slice(9), 3)];
      const report = await checkVjp({
        name: `the gradient of ${named(layers, x)} (argument 0: weights and biases, 1: inputs)`,
        f: (p, z) => subject.mlp(split(p), [...z]),
        vjp: async ([p, z], g) => {
          const flat = split(p as Float64Array);
          const got = await subject.mlpGradients(flat, [...(z as Float64Array)], [...g]);
          return [got.parameters, got.x];
        },
        inputs: [layers.flat(2), x],
      });
      passes(report);
    },
    4,
  );
});
