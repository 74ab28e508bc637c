/** What a state holds: enough to continue, under PyTorch's names. */
import * as nn from "@gradus/nn";
import { describe, expect, test } from "vitest";
import { allCases, called, inputsOf, made, titleOf } from "./cases/index.ts";

describe("a layer that has loaded the state of another computes the same", () => {
  test.each(allCases.map((line) => [titleOf(line), line] as const))("%s", (_title, line) => {
    const [first, second] = [made(line, 1).train(), made(line, 9)];
    called(line, first, inputsOf(line, 5));
    second.loadStateDict(first.stateDict());
    const x = inputsOf(line);
    const results = [first, second].map((module) => [...called(line, module.eval(), x).dataSync()]);
    expect(results[1]).toEqual(results[0]);
  });
});

const attention = ["in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"];
const affine = ["weight", "bias"];
const under = (prefix: string, names: readonly string[]) => names.map((name) => `${prefix}.${name}`);
const layer = [
  ...under("self_attn", attention),
  ...["linear1", "linear2", "norm1", "norm2"].flatMap((part) => under(part, affine)),
];

test.each<[string, nn.AnyModule, string[]]>([
  ["Linear", new nn.Linear(2, 3), affine],
  ["Linear without bias", new nn.Linear(2, 3, { bias: false }), ["weight"]],
  ["Conv2d", new nn.Conv2d(1, 2, 3), affine],
  ["BatchNorm2d", new nn.BatchNorm2d(3), [...affine, "running_mean", "running_var", "num_batches_tracked"]],
  [
    "BatchNorm1d, nothing learned or tracked",
    new nn.BatchNorm1d(3, { affine: false, trackRunningStats: false }),
    [],
  ],
  ["LayerNorm without bias", new nn.LayerNorm(4, { bias: false }), ["weight"]],
  ["Embedding", new nn.Embedding(3, 2), ["weight"]],
  ["PReLU", new nn.PReLU(), ["weight"]],
  ["MultiheadAttention", new nn.MultiheadAttention(4, 2), attention],
  [
    "MultiheadAttention of other widths",
    new nn.MultiheadAttention(4, 2, { kdim: 3, bias: false }),
    ["q_proj_weight", "k_proj_weight", "v_proj_weight", "out_proj.weight"],
  ],
  ["TransformerEncoderLayer", new nn.TransformerEncoderLayer(4, 2, { dimFeedforward: 3 }), layer],
  [
    "TransformerDecoder",
    new nn.TransformerDecoder(() => new nn.TransformerDecoderLayer(4, 2, { dimFeedforward: 3 }), 1),
    under("layers.0", [...layer, ...under("multihead_attn", attention), ...under("norm3", affine)]),
  ],
  ["SinusoidalPositions", new nn.SinusoidalPositions(4, { maxLength: 3 }), []],
  ["CrossEntropyLoss", new nn.CrossEntropyLoss({ weight: nn.init.ones(new nn.PReLU(2).weight) }), ["weight"]],
])("%s: names as in PyTorch", (_name, module, names) => {
  expect(Object.keys(module.stateDict()).sort()).toEqual([...names].sort());
});
