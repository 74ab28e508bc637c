/** A layer computes what the function behind it computes, with all its options. */
import * as nn from "@gradus/nn";
import * as t from "@gradus/tensor";
import { Generator, randn, type Tensor } from "@gradus/tensor";
import { describe, expect, test } from "vitest";

t.setDefaultDevice("cpu");

const float64 = { dtype: "float64", generator: new Generator(2) } as const;
const image = randn([2, 4, 6, 7], { dtype: "float64", seed: 1 });
const sequence = randn([2, 4, 9], { dtype: "float64", seed: 2 });
const table = randn([3, 4], { dtype: "float64", seed: 3 });
const [other, third] = [4, 5].map((seed) => randn([3, 3], { dtype: "float64", seed })) as [Tensor, Tensor];

/** Lines whose layer has parameters: the function is given them. */
type Line = readonly [what: string, layer: nn.Module, x: Tensor, f: (layer: never) => Tensor];
const line = <M extends nn.Module>(what: string, layer: M, x: Tensor, f: (layer: M) => Tensor): Line => [
  what,
  layer,
  x,
  f,
];

const strided = { stride: [2, 1], padding: [1, 2], dilation: [1, 2], groups: 2 } as const;
const short = { stride: 2, padding: 1, dilation: 2, groups: 2 } as const;

const lines: readonly Line[] = [
  line("Linear", new nn.Linear(4, 3, { ...float64, activation: "silu" }), table, ({ weight, bias }) =>
    t.silu(table.matmul(weight.transpose()).add(bias!)),
  ),
  line("Conv1d", new nn.Conv1d(4, 6, 3, { ...float64, ...short }), sequence, ({ weight, bias }) =>
    t.conv1d(sequence, weight, { ...short, bias }),
  ),
  line("Conv2d", new nn.Conv2d(4, 6, [3, 2], { ...float64, ...strided }), image, ({ weight, bias }) =>
    t.conv2d(image, weight, { ...strided, bias }),
  ),
  line(
    "Conv2d, same",
    new nn.Conv2d(4, 2, 3, { ...float64, padding: "same", bias: false }),
    image,
    ({ weight }) => t.conv2d(image, weight, { padding: "same" }),
  ),
  ...(["reflect", "replicate", "circular"] as const).map((mode) =>
    line(
      `Conv2d, ${mode}`,
      new nn.Conv2d(4, 2, 3, { ...float64, padding: [1, 2], paddingMode: mode }),
      image,
      ({ weight, bias }) => t.conv2d(t.pad(image, [2, 2, 1, 1], { mode }), weight, { bias }),
    ),
  ),
  line(
    "ConvTranspose1d",
    new nn.ConvTranspose1d(4, 6, 3, { ...float64, ...short, outputPadding: 1 }),
    sequence,
    (layer) => t.convTranspose1d(sequence, layer.weight, { ...short, outputPadding: 1, bias: layer.bias }),
  ),
  line(
    "ConvTranspose2d",
    new nn.ConvTranspose2d(4, 6, [3, 2], { ...float64, ...strided }),
    image,
    ({ weight, bias }) => t.convTranspose2d(image, weight, { ...strided, bias }),
  ),
  line("MaxPool1d", new nn.MaxPool1d(3, { stride: 2, padding: 1 }), sequence, () =>
    t.maxPool1d(sequence, 3, { stride: 2, padding: 1 }),
  ),
  line("MaxPool2d", new nn.MaxPool2d([2, 3], { dilation: 2 }), image, () =>
    t.maxPool2d(image, [2, 3], { dilation: 2 }),
  ),
  line("AvgPool1d", new nn.AvgPool1d(3, { padding: 1, countIncludePad: false }), sequence, () =>
    t.avgPool1d(sequence, 3, { padding: 1, countIncludePad: false }),
  ),
  line("AvgPool2d", new nn.AvgPool2d(4, { ceilMode: true }), image, () =>
    t.avgPool2d(image, 4, { ceilMode: true }),
  ),
  line("AdaptiveAvgPool2d", new nn.AdaptiveAvgPool2d([3, null]), image, () =>
    t.adaptiveAvgPool2d(image, [3, null]),
  ),
  line("Flatten", new nn.Flatten(2), image, () => t.flatten(image, 2)),
  line("Unflatten", new nn.Unflatten(1, [2, 2]), image, () => t.unflatten(image, 1, [2, 2])),
  line("Identity", new nn.Identity(), table, () => table),
  line("ReLU", new nn.ReLU(), table, () => t.relu(table)),
  line("LeakyReLU", new nn.LeakyReLU(0.3), table, () => t.leakyRelu(table, 0.3)),
  line("PReLU", new nn.PReLU(1, { ...float64, init: 0.4 }), table, () => t.leakyRelu(table, 0.4)),
  line("ELU", new nn.ELU(0.6), table, () => t.elu(table, 0.6)),
  line("GELU", new nn.GELU(), table, () => t.gelu(table)),
  line("GELU, tanh", new nn.GELU({ approximate: "tanh" }), table, () => t.gelu(table, "tanh")),
  line("SiLU", new nn.SiLU(), table, () => t.silu(table)),
  line("Sigmoid", new nn.Sigmoid(), table, () => t.sigmoid(table)),
  line("Tanh", new nn.Tanh(), table, () => t.tanh(table)),
  line("Softplus", new nn.Softplus(2), table, () => t.softplus(table, 2)),
  line("Softmax", new nn.Softmax(0), table, () => t.softmax(table, 0)),
  line("LogSoftmax", new nn.LogSoftmax(), table, () => t.logSoftmax(table, -1)),
];

test.each(lines)("%s", (_what, layer, x, f) => {
  const [y, expected] = [layer.forward(x), f(layer as never)];
  expect(y.shape).toEqual(expected.shape);
  const values = expected.dataSync();
  y.dataSync().forEach((value, i) => {
    expect(value).toBeCloseTo(values[i]!, 12);
  });
});

test("Bilinear: yₖ = x₁ᵀ·Wₖ·x₂ + bₖ", () => {
  const layer = new nn.Bilinear(3, 3, 2, float64);
  const y = layer.forward(other, third);
  for (let n = 0; n < 3; n++)
    for (let k = 0; k < 2; k++) {
      const product = other.select(0, n).matmul(layer.weight.select(0, k)).matmul(third.select(0, n));
      expect(y.select(0, n).select(0, k).item()).toBeCloseTo(product.item() + layer.bias!.dataSync()[k]!, 12);
    }
});

test("SELU keeps mean 0 and variance 1 of a normal distribution", () => {
  const y = new nn.SELU().forward(randn([200_000], { dtype: "float64", seed: 1 }));
  expect(Math.abs(y.mean().item())).toBeLessThan(0.01);
  expect(Math.abs(t.variance(y).item() - 1)).toBeLessThan(0.02);
});

describe("layers of transformers leave out where the paper does", () => {
  const options = { dropout: 1, dimFeedforward: 3, batchFirst: true, ...float64 };
  const text = randn([2, 3, 4], { dtype: "float64", seed: 6 });
  const encoder = (normFirst: boolean) => new nn.TransformerEncoderLayer(4, 2, { ...options, normFirst });
  const decoder = (normFirst: boolean) => new nn.TransformerDecoderLayer(4, 2, { ...options, normFirst });
  const same = (y: Tensor, expected: Tensor) => expect([...y.dataSync()]).toEqual([...expected.dataSync()]);

  test("where every part is left out, the input itself goes on", () => {
    same(encoder(true).forward(text), text);
    same(decoder(true).forward(text, text), text);
    const layer = encoder(false);
    same(layer.forward(text), layer.norm2.forward(layer.norm1.forward(text)));
    expect([...layer.eval().forward(text).dataSync()]).not.toEqual([
      ...layer.norm2.forward(layer.norm1.forward(text)).dataSync(),
    ]);
  });

  test("each dropout is passed once, the one between the two products with their width", () => {
    const passed = (layer: nn.AnyModule, ...x: Tensor[]) => {
      const seen: [string, number | undefined][] = [];
      const end = nn.observe(layer, ({ name, output }) => {
        if (name.startsWith("dropout")) seen.push([name, (output as Tensor).shape.at(-1)]);
      });
      layer.forward(...x);
      end();
      return seen;
    };
    expect(passed(encoder(false), text)).toEqual([
      ["dropout1", 4],
      ["dropout", 3],
      ["dropout2", 4],
    ]);
    expect(passed(decoder(true), text, text)).toEqual([
      ["dropout1", 4],
      ["dropout2", 4],
      ["dropout", 3],
      ["dropout3", 4],
    ]);
  });

  test("attention weights are left out, too", () => {
    expect(encoder(false).selfAttn.dropout).toBe(1);
    expect([...encoder(false).selfAttn.forward(text)[1]!.dataSync()].every((weight) => weight === 0)).toBe(
      true,
    );
  });
});
