/** Recurrent networks: PyTorch's figures and names, and what padding, layouts and cells have to do with each other. */
import * as nn from "@gradus/nn";
import {
  Generator,
  jvp,
  randn,
  scope,
  select,
  setDefaultDevice,
  stack,
  type Tensor,
  vjp,
} from "@gradus/tensor";
import { describe, expect, test } from "vitest";
import { expectClose, type GoldenCase, goldenCases, goldenTensor } from "./golden.ts";
import { substitute } from "./substitute.ts";

// Derivatives are checked on the living definition; tensor compares the other backends with it.
setDefaultDevice("cpu");

const float64 = { dtype: "float64" } as const;
const kinds = { rnn: nn.RNN, lstm: nn.LSTM, gru: nn.GRU } as const;
type Network = nn.Module<
  // biome-ignore lint/suspicious/noExplicitAny: the states are one tensor or two
  [Tensor, any?, nn.SequenceOptions?],
  [Tensor, Tensor | readonly Tensor[]]
>;
type Kind = keyof typeof kinds;

function network(kind: Kind, inputs: number, hidden: number, options: nn.RNNOptions = {}): Network {
  return new kinds[kind](inputs, hidden, { ...float64, generator: new Generator(3), ...options });
}

const noise = (shape: readonly number[], seed: number) => randn(shape, { ...float64, seed });
const list = (state: Tensor | readonly Tensor[]): readonly Tensor[] =>
  Array.isArray(state) ? state : [state as Tensor];
const elements = (x: Tensor): number[] => [...x.dataSync()];
const near = (x: Tensor) => elements(x).map((each) => expect.closeTo(each, 12));

describe("reference figures", () => {
  const cases = goldenCases("rnn");

  test("no case is passed over", () => expect(cases.length).toBe(12));

  test.each(cases.map((golden) => [golden.name, golden] as const))("%s", (_name, golden) => {
    checkRecurrent(golden);
  });
});

/** Outputs, gradients of all of them together, and tangents. */
function checkRecurrent({
  name,
  op,
  attrs,
  inputs,
  outputs,
  grad_output,
  grads,
  tangents,
  jvp: rates,
}: GoldenCase): void {
  const make = () =>
    network(op as Kind, attrs.input_size, attrs.hidden_size, {
      numLayers: attrs.num_layers,
      bidirectional: attrs.bidirectional,
      batchFirst: attrs.batch_first,
      ...(attrs.nonlinearity && { nonlinearity: attrs.nonlinearity }),
    });
  const given = Object.entries(inputs).map(([key, value]) => [key, goldenTensor(value)] as const);
  const names = given.map(([key]) => key).filter((key) => /^(weight|bias)/.test(key));
  expect(
    make()
      .namedParameters()
      .map(([key]) => key),
  ).toEqual(names);
  const run = (...x: Tensor[]): Record<string, Tensor> => {
    const at = Object.fromEntries(given.map(([key], i) => [key, x[i] as Tensor]));
    const module = make();
    substitute(module, new Map(module.namedParameters().map(([key, own]) => [own, at[key] as Tensor])));
    const state = at["c0"] ? [at["h0"], at["c0"]] : (at["h0"] ?? null);
    const [output, final] = module.forward(at["x"] as Tensor, state);
    const [h_n, c_n] = list(final);
    return { output, h_n: h_n as Tensor, ...(c_n && { c_n }) };
  };
  const at = given.map(([, value]) => value);
  const found = run(...at);
  const sums = at.map((x) => new Float64Array(x.size));
  for (const [what, expected] of Object.entries(outputs)) {
    expectClose(found[what] as Tensor, expected, `${name}: ${what}`);
    const f = (...x: Tensor[]) => run(...x)[what] as Tensor;
    vjp(f, ...at)[1](goldenTensor(grad_output![what]!)).forEach((gradient, i) => {
      gradient.dataSync().forEach((each, k) => {
        sums[i]![k]! += each;
      });
    });
    const moves = given.map(([key]) => goldenTensor(tangents![key]!));
    expectClose(jvp(f, at, moves)[1], rates![what]!, `${name}: tangent of ${what}`);
  }
  given.forEach(([key, x], i) => {
    const { shape } = x;
    expectClose(goldenTensor({ shape, data: [...sums[i]!] }), grads![key]!, `${name}: gradient of ${key}`);
  });
}

describe.each(Object.keys(kinds) as Kind[])("%s", (kind) => {
  const gates = { rnn: 1, lstm: 4, gru: 3 }[kind];

  test("parameters have PyTorch's names, shapes and first values", () => {
    const module = network(kind, 5, 4, { numLayers: 2, bidirectional: true });
    const wanted = [0, 1].flatMap((l) =>
      ["", "_reverse"].flatMap((ending) => [
        [`weight_ih_l${l}${ending}`, [gates * 4, l === 0 ? 5 : 8]],
        [`weight_hh_l${l}${ending}`, [gates * 4, 4]],
        [`bias_ih_l${l}${ending}`, [gates * 4]],
        [`bias_hh_l${l}${ending}`, [gates * 4]],
      ]),
    );
    expect(module.namedParameters().map(([name, x]) => [name, x.shape])).toEqual(wanted);
    const all = module.parameters().flatMap(elements);
    expect(Math.max(...all.map(Math.abs))).toBeLessThanOrEqual(0.5);
    expect(Math.max(...all)).toBeGreaterThan(0.4);
    expect(Math.min(...all)).toBeLessThan(-0.4);
    expect(network(kind, 5, 4, { bias: false }).namedParameters().length).toBe(2);
  });

  test("its state goes to another one, which then computes the same", () => {
    const [a, b] = [1, 2].map((seed) =>
      network(kind, 3, 4, { numLayers: 2, generator: new Generator(seed) }),
    );
    const x = noise([5, 2, 3], 1);
    expect(elements(a!.forward(x)[0])).not.toEqual(elements(b!.forward(x)[0]));
    b!.loadStateDict(a!.stateDict());
    expect(elements(a!.forward(x)[0])).toEqual(elements(b!.forward(x)[0]));
  });

  test("what a sequence's padding holds never matters, not even NaN: not to results, not to gradients", () => {
    const module = network(kind, 3, 4, { numLayers: 2, bidirectional: true });
    const lengths = [4, 1, 2];
    const run = (padding: number) => {
      const x = noise([4, 3, 3], 1);
      const values = x.dataSync().map((value, i) => {
        const [t, b] = [Math.floor(i / 9), Math.floor(i / 3) % 3];
        return t < lengths[b]! ? value : padding;
      });
      const filled = goldenTensor({ shape: x.shape, data: [...values] });
      const leaves = [filled, ...module.parameters()];
      const [output, state] = module.forward(filled, null, { lengths });
      const gradients = vjp((z) => module.forward(z, null, { lengths })[0].mul(2).tanh(), filled)[1](
        noise([4, 3, 8], 2),
      );
      module.zeroGrad();
      output.mul(output).sum().backward();
      const own = module.parameters().map((x) => x.grad as Tensor);
      expect(own.length + 1).toBe(leaves.length);
      return [output, ...list(state), ...gradients, ...own].map(elements);
    };
    const zeros = run(0);
    expect(zeros.flat().every(Number.isFinite)).toBe(true);
    for (const padding of [-7, Infinity, NaN]) expect(run(padding)).toEqual(zeros);
  });

  test("a sequence of a padded batch goes as it would alone", () => {
    const module = network(kind, 3, 4, { numLayers: 2, bidirectional: true, batchFirst: true });
    const x = noise([3, 5, 3], 1);
    const [output, state] = module.forward(x, null, { lengths: [5, 2, 3] });
    [5, 2, 3].forEach((length, b) => {
      const [alone, final] = module.forward(select(x, 0, b).slice(0, 0, length));
      const own = select(output, 0, b);
      expect(elements(own.slice(0, 0, length))).toEqual(near(alone));
      expect(elements(own.slice(0, length)).every((y) => y === 0)).toBe(true);
      list(final).forEach((each, i) => {
        expect(elements(select(list(state)[i] as Tensor, 1, b))).toEqual(near(each));
      });
    });
  });

  test("sequences first is the same with two axes exchanged; one sequence is a batch of one", () => {
    const [a, b] = [false, true].map((batchFirst) =>
      network(kind, 3, 4, { batchFirst, bidirectional: true }),
    );
    const x = noise([5, 2, 3], 1);
    const [output, state] = a!.forward(x);
    const [first, other] = b!.forward(x.transpose(0, 1));
    expect(first.shape).toEqual([2, 5, 8]);
    expect(elements(first.transpose(0, 1))).toEqual(elements(output));
    list(state).forEach((each, i) => {
      expect(list(other)[i]?.toArray()).toEqual(each.toArray());
    });
    const [one, final] = a!.forward(select(x, 1, 0));
    expect(elements(one)).toEqual(near(select(output, 1, 0)));
    expect(list(final).map(({ shape }) => shape)).toEqual(list(state).map(() => [2, 4]));
  });

  test("its cell, step by step, gives what the network gives", () => {
    const module = network(kind, 3, 4);
    const cell = new { rnn: nn.RNNCell, lstm: nn.LSTMCell, gru: nn.GRUCell }[kind](
      3,
      4,
      float64,
    ) as nn.Module<
      // biome-ignore lint/suspicious/noExplicitAny: the states are one tensor or two
      [Tensor, any?],
      Tensor | readonly Tensor[]
    >;
    const state = Object.entries(module.stateDict()).map(
      ([name, x]) => [name.replace("_l0", ""), x] as const,
    );
    cell.loadStateDict(Object.fromEntries(state));
    const x = noise([5, 2, 3], 1);
    const [output, final] = module.forward(x);
    let now: Tensor | readonly Tensor[] | undefined;
    const outputs = x.unbind(0).map((step) => {
      now = cell.forward(step, now);
      return list(now)[0] as Tensor;
    });
    expect(elements(stack(outputs))).toEqual(near(output));
    list(now!).forEach((each, i) => {
      expect(elements(each)).toEqual(near(list(final)[i] as Tensor));
    });
    const alone = cell.forward(select(select(x, 0, 0), 0, 1));
    expect(elements(list(alone)[0] as Tensor)).toEqual(near(select(outputs[0] as Tensor, 0, 1)));
  });

  test("dropout acts between layers only, and only in training", () => {
    const x = noise([5, 2, 3], 1);
    const options = { numLayers: 2, dropout: 0.5 };
    const [module, without] = [network(kind, 3, 64, options), network(kind, 3, 64, { numLayers: 2 })];
    const run = () => elements(module.forward(x)[0]);
    expect(run()).not.toEqual(run());
    module.eval();
    expect(run()).toEqual(elements(without.forward(x)[0]));
    const single = network(kind, 3, 64, { dropout: 0.5 });
    expect(elements(single.forward(x)[0])).toEqual(elements(single.eval().forward(x)[0]));
  });

  test("learns to remember the first of some numbers", () => {
    const module = network(kind, 1, 8, { dtype: "float32", generator: new Generator(5) }).to("wasm");
    const head = new nn.Linear(8, 1, { device: "wasm", generator: new Generator(6) });
    const parameters = [...module.parameters(), ...head.parameters()];
    const x = randn([4, 32, 1], { device: "wasm", seed: 4 }).sign();
    const losses = Array.from({ length: 200 }, () =>
      scope(() => {
        const [output] = module.forward(x);
        const loss = head
          .forward(select(output, 0, 3))
          .sub(select(x, 0, 0))
          .square()
          .mean();
        loss.backward();
        for (const p of parameters) p.assign(p.detach().sub((p.grad as Tensor).mul(0.5)));
        for (const p of parameters) p.grad = null;
        return loss.item();
      }),
    );
    expect(losses.at(-1)).toBeLessThan(0.3 * losses[0]!);
  });
});

describe("refuses", () => {
  const lstm = new nn.LSTM(3, 4);
  const x = noise([5, 2, 3], 1).to("float32");
  const state = (...shape: number[]) => noise(shape, 2).to("float32");
  test.each<[string, () => unknown, RegExp]>([
    ["a size of 0", () => new nn.GRU(3, 0), /GRU: hiddenSize is 0.*at least 1/],
    ["half a layer", () => new nn.RNN(3, 4, { numLayers: 1.5 }), /RNN: numLayers is 1\.5/],
    ["a dropout above 1", () => new nn.LSTM(3, 4, { dropout: 2 }), /LSTM: p is 2/],
    [
      "another nonlinearity",
      () => new nn.RNN(3, 4, { nonlinearity: "gelu" as "relu" }),
      /RNN: nonlinearity is "gelu".*"tanh" or "relu"/,
    ],
    ["four axes", () => lstm.forward(state(1, 5, 2, 3)), /LSTM: .*\[1, 5, 2, 3\].*\[T, B, inputSize\]/],
    ["other features", () => lstm.forward(state(5, 2, 4)), /LSTM: .*\[5, 2, 4\].*made for 3/],
    [
      "a state for another batch",
      () => lstm.forward(x, [state(1, 2, 4), state(1, 3, 4)]),
      /initial state c has shape \[1, 3, 4\].*\[1, 2, 4\]/,
    ],
    [
      "a state without layers for one sequence",
      () => lstm.forward(select(x, 1, 0), [state(2, 4), state(2, 4)]),
      /initial state h has shape \[2, 4\].*\[1, 4\]/,
    ],
    [
      "lengths for another batch",
      () => lstm.forward(x, null, { lengths: [3] }),
      /lengths are \[3\].*2 sequences/,
    ],
    ["a length too long", () => lstm.forward(x, null, { lengths: [6, 1] }), /\[6, 1\].*from 0 to 5/],
    [
      "another state of a cell",
      () => new nn.GRUCell(3, 4).forward(state(2, 3), state(1, 4)),
      /\[1, 4\].*\[2, 4\]/,
    ],
  ])("%s", (_what, call, message) => {
    expect(call).toThrow(message);
  });
});
