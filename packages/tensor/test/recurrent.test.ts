/** Recurrent layers: their equations on plain numbers, what padding does to them, and what they refuse. */
import {
  backward,
  dispose,
  gru,
  jvp,
  lstm,
  noGrad,
  type RecurrentOptions,
  rnn,
  scope,
  slice,
  type Tensor,
  tensor,
  vjp,
} from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Numbers that look random, a new row of them for each seed. */
function noise(shape: readonly number[], seed: number, dtype: "float32" | "float64" = "float64"): Tensor {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return tensor(
    Float64Array.from({ length: size }, (_, i) => Math.sin(12.9898 * (i + 1) + 78.233 * seed)),
    { shape, dtype },
  );
}

interface Layer {
  readonly name: string;
  readonly gates: number;
  readonly states: number;
  /** Output, then the final states. */
  readonly run: (operands: readonly Tensor[], options?: RecurrentOptions) => readonly Tensor[];
  /** One unit alone, from the input's share, the product `U·h + b` and the states. */
  readonly cell: (x: number[], u: number[], state: number[]) => number[];
}

const layers: readonly Layer[] = [
  {
    name: "lstm",
    gates: 4,
    states: 2,
    run: ([x, h, c, weight], options) => {
      const { output, hidden, cell } = lstm(x!, h!, c!, weight!, options);
      return [output, hidden, cell];
    },
    cell: (x, u, [, c]) => {
      const [i, f, g, o] = x.map((share, k) => share + u[k]!);
      const next = sigmoid(f!) * c! + sigmoid(i!) * Math.tanh(g!);
      return [sigmoid(o!) * Math.tanh(next), next];
    },
  },
  {
    name: "gru",
    gates: 3,
    states: 1,
    run: ([x, h, weight], options) => {
      const { output, hidden } = gru(x!, h!, weight!, options);
      return [output, hidden];
    },
    cell: (x, u, [h]) => {
      const [r, z] = [sigmoid(x[0]! + u[0]!), sigmoid(x[1]! + u[1]!)];
      return [(1 - z) * Math.tanh(x[2]! + r * u[2]!) + z * h!];
    },
  },
  ...(["tanh", "relu"] as const).map(
    (nonlinearity): Layer => ({
      name: `rnn, ${nonlinearity}`,
      gates: 1,
      states: 1,
      run: ([x, h, weight], options) => {
        const { output, hidden } = rnn(x!, h!, weight!, { ...options, nonlinearity });
        return [output, hidden];
      },
      cell: ([x], [u]) => [nonlinearity === "tanh" ? Math.tanh(x! + u!) : Math.max(x! + u!, 0)],
    }),
  ),
];

/** The input's share, the initial states and the weight, then the bias. */
function operandsOf(
  { gates, states }: Layer,
  { steps, batch, hidden }: { steps: number; batch: number; hidden: number },
  dtype: "float32" | "float64" = "float64",
): { operands: Tensor[]; bias: Tensor } {
  const shapes = [
    [steps, batch, gates * hidden],
    ...Array.from({ length: states }, () => [batch, hidden]),
    [gates * hidden, hidden],
  ];
  return {
    operands: shapes.map((shape, i) => noise(shape, i, dtype)),
    bias: noise([gates * hidden], 9, dtype),
  };
}

const devices = ["cpu", "wasm"] as const;
const sizes = { steps: 4, batch: 3, hidden: 5 };

describe.each(layers)("$name", (layer) => {
  test.each([false, true])("follows its equations, reverse: %s", (reverse) => {
    const { operands, bias } = operandsOf(layer, { steps: 3, batch: 1, hidden: 1 });
    const [x, ...rest] = operands.map((each) => [...each.dataSync()]);
    const weight = rest.pop() as number[];
    let state = rest.flat();
    const expected: number[] = [];
    for (const t of reverse ? [2, 1, 0] : [0, 1, 2]) {
      const share = x!.slice(t * layer.gates, (t + 1) * layer.gates);
      const product = weight.map((w, k) => w * state[0]! + (bias.dataSync()[k] as number));
      state = layer.cell(share, product, state);
      expected[t] = state[0]!;
    }
    const [output, ...finals] = layer.run(operands, { bias, reverse });
    expect([...output!.dataSync()]).toEqual(expected.map((y) => expect.closeTo(y, 14)));
    expect(finals.map((final) => final.item())).toEqual(state.map((y) => expect.closeTo(y, 14)));
  });

  test.each(devices)("whatever lies behind a sequence's end, nothing changes, on %s", (device) => {
    const lengths = [4, 2, 0];
    const { operands, bias } = operandsOf(layer, sizes, "float32");
    const run = (behind: number) => {
      const x = operands[0]!.dataSync().map((value, i) => {
        const row = Math.floor(i / (layer.gates * sizes.hidden));
        const [t, b] = [Math.floor(row / sizes.batch), row % sizes.batch];
        return t < lengths[b]! ? value : behind;
      });
      const leaves = [tensor(x, { shape: operands[0]!.shape }), ...operands.slice(1)].map((each) =>
        tensor(each.dataSync(), { shape: each.shape, device, requiresGrad: true }),
      );
      const results = layer.run(leaves, { bias: bias.to(device), lengths });
      for (const result of results) backward(result.mul(result).sum());
      return [...results, ...leaves.map((leaf) => leaf.grad!)].map((each) => [...each.dataSync()]);
    };
    const zeros = run(0);
    for (const behind of [1e30, -Infinity, NaN]) expect(run(behind)).toEqual(zeros);
  });

  test("each sequence goes as if it were alone, with its own length, in both directions", () => {
    const { operands, bias } = operandsOf(layer, sizes);
    const lengths = [4, 2, 3];
    const alone = (x: Tensor, axis: number, b: number) => slice(x, axis, b, b + 1);
    for (const reverse of [false, true]) {
      const together = layer.run(operands, { bias, reverse, lengths });
      lengths.forEach((length, b) => {
        const own = operands.map((each, i) => {
          if (i === 0) return slice(alone(each, 1, b), 0, 0, length);
          return i === operands.length - 1 ? each : alone(each, 0, b);
        });
        const [output, ...finals] = layer.run(own, { bias, reverse });
        const sequence = alone(together[0]!, 1, b);
        expect(slice(sequence, 0, 0, length).toArray()).toEqual(output!.toArray());
        expect(
          slice(sequence, 0, length)
            .dataSync()
            .every((y) => y === 0),
        ).toBe(true);
        finals.forEach((final, i) => {
          expect(alone(together[i + 1]!, 0, b).toArray()).toEqual(final.toArray());
        });
      });
    }
  });

  test("the way back by kernel equals that by the definition in ops", () => {
    const some = fc.record({
      steps: fc.integer({ min: 1, max: 4 }),
      batch: fc.integer({ min: 1, max: 3 }),
      hidden: fc.integer({ min: 1, max: 5 }),
      reverse: fc.boolean(),
    });
    fc.assert(
      fc.property(some, fc.boolean(), ({ reverse, ...extents }, cut) => {
        const { operands, bias } = operandsOf(layer, extents);
        const lengths = cut ? Array.from({ length: extents.batch }, (_, b) => b % (extents.steps + 1)) : null;
        const f = (...x: Tensor[]) => layer.run(x.slice(0, -1), { bias: x.at(-1)!, reverse, lengths })[0]!;
        const inputs = [...operands, bias];
        const g = noise([extents.steps, extents.batch, extents.hidden], 5);
        const kernel = vjp(f, ...inputs)[1](g);
        const traced = inputs.map((x) => tensor(x.dataSync(), { shape: x.shape, requiresGrad: true }));
        const definition = vjp(f, ...traced)[1](g);
        kernel.forEach((gradient, i) => {
          const other = definition[i]!.dataSync();
          expect([...gradient.dataSync()]).toEqual([...other].map((y) => expect.closeTo(y, 12)));
        });
      }),
      { numRuns: 20 },
    );
  });

  test("a rate of the cotangent goes through", () => {
    const { operands } = operandsOf(layer, sizes);
    const [g, v] = [5, 6].map((seed) => noise([4, 3, 5], seed));
    const pull = (cotangent: Tensor) =>
      vjp((x) => layer.run([x, ...operands.slice(1)])[0]!, operands[0]!)[1](cotangent)[0]!;
    const [, tangent] = jvp(pull, [g!], [v!]);
    expect([...tangent.dataSync()]).toEqual([...pull(v!).dataSync()].map((y) => expect.closeTo(y, 12)));
  });

  test("pulls back again in a new scope, and after the cotangent has changed", () => {
    const { operands } = operandsOf(layer, sizes);
    const [, pull] = vjp((...x) => layer.run(x)[0]!, ...operands);
    const g = noise([4, 3, 5], 5);
    const once = () => scope(() => pull(g).map((each) => [...each.dataSync()]));
    const first = once();
    expect(once()).toEqual(first);
    noGrad(() => g.assign(g.mul(2)));
    expect(once()[1]).toEqual(first[1]!.map((y) => expect.closeTo(2 * y, 12)));
  });

  test("an empty batch gives nothing", () => {
    const { operands, bias } = operandsOf(layer, { ...sizes, batch: 0 });
    const [output, hidden] = layer.run(operands, { bias });
    expect([output!.shape, hidden!.shape]).toEqual([
      [4, 0, 5],
      [0, 5],
    ]);
  });
});

test("lengths may be a tensor", () => {
  const [layer] = layers as [Layer];
  const { operands } = operandsOf(layer, sizes);
  const [a, b] = [[1, 4, 2], tensor([1, 4, 2], { dtype: "int32" })].map((lengths) =>
    layer.run(operands, { lengths })[1]!.toArray(),
  );
  expect(a).toEqual(b);
});

test("the memory of a step can be given back, and what outlives it goes on", () => {
  const [layer] = layers as [Layer];
  const { operands } = operandsOf(layer, sizes, "float32");
  const output = scope(() => layer.run(operands)[0]!);
  expect(output.dataSync().length).toBe(60);
  dispose(output);
  expect(() => output.dataSync()).toThrow(/dispose/);
});

describe("refuses", () => {
  const x = noise([2, 3, 8], 0);
  const h = noise([3, 2], 1);
  const weight = noise([8, 2], 2);
  test.each<[string, () => unknown, RegExp]>([
    ["a width that is no multiple", () => lstm(noise([2, 3, 7], 0), h, h, weight), /\[2, 3, 7\].*4 x hidden/],
    ["no steps", () => lstm(noise([0, 3, 8], 0), h, h, weight), /\[0, 3, 8\].*a step and a unit at least/],
    [
      "no units",
      () => gru(noise([2, 3, 0], 0), noise([3, 0], 1), noise([0, 0], 2)),
      /\[2, 3, 0\].*a unit at least/,
    ],
    ["two axes", () => gru(noise([3, 6], 0), h, weight), /\[3, 6\].*\[steps, batch, 3 x hidden\]/],
    ["another weight", () => lstm(x, h, h, noise([2, 8], 2)), /weight has shape \[2, 8\].*\[8, 2\]/],
    ["another state", () => lstm(x, h, noise([2, 2], 2), weight), /cell has shape \[2, 2\].*\[3, 2\]/],
    ["another bias", () => lstm(x, h, h, weight, { bias: noise([2], 1) }), /bias has shape \[2\].*\[8\]/],
    ["mixed types", () => lstm(x, h, h, weight.to("float32")), /x is float64, weight is float32/],
    ["whole numbers", () => lstm(x.to("int32"), h, h, weight), /x is int32.*float32 or float64/],
    ["too few lengths", () => lstm(x, h, h, weight, { lengths: [2] }), /1 lengths for a batch of 3/],
    ["a length beyond the steps", () => lstm(x, h, h, weight, { lengths: [2, 3, 1] }), /is 3;.*0 to 2/],
    [
      "another nonlinearity",
      () => rnn(noise([2, 3, 2], 0), h, noise([2, 2], 2), { nonlinearity: "gelu" as "relu" }),
      /"gelu".*"tanh" or "relu"/,
    ],
  ])("%s", (_what, call, message) => {
    expect(call).toThrow(message);
  });
});
