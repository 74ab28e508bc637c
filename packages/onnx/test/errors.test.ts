/** Law: what cannot be exported is said in one line that names what it is and where it is; nothing is exported wrongly in silence. */

import { dropout, Embedding, Linear, LSTM, Module } from "@gradus/nn";
import { type ExportOptions, exportOnnx, type Forward } from "@gradus/onnx";
import {
  crossEntropy,
  customOp,
  embedding,
  embeddingBag,
  expand,
  matmul,
  mul,
  observeOps,
  ones,
  randn,
  slice,
  type Tensor,
  tensor,
  transpose,
  zeros,
} from "@gradus/tensor";
import { expect, test } from "vitest";
import { errorBetween, load } from "./runtime.ts";

const ids = tensor(Int32Array.of(0, 1, 2, 3), { shape: [2, 2] });
const layer = new Linear(3, 2);

const refused: readonly (readonly [string, Forward, readonly Tensor[], ExportOptions, string])[] = [
  [
    "an op without a counterpart",
    (x) => crossEntropy(layer.forward(x), ones([x.shape[0] as number], { dtype: "int32" })),
    [randn([2, 3])],
    { module: layer },
    "crossEntropy ([batch, 2], [batch] → [batch]), op 2 of the forward pass, cannot be written in ONNX: it is a loss",
  ],
  [
    "elements that are read",
    (x) => mul(x, x.sum().item()),
    [randn([2, 3])],
    {},
    "mul ([batch, 3], [] → [batch, 3]), op 2 of the forward pass: a constant of shape [] is another one for another input",
  ],
  [
    "elements that are read and returned",
    (x) => tensor(x.toArray()),
    [randn([2, 3])],
    {},
    "exportOnnx: output 0: a constant of shape [batch, 3] is another one",
  ],
  [
    "elements that are read, from a batch of fixed size",
    (x) => mul(x, x.amax().item()),
    [randn([2, 3])],
    { dynamicBatch: false },
    "a constant of shape [] is another one for another input",
  ],
  [
    "randomness",
    (x) => dropout(x, 0.5),
    [randn([2, 3])],
    {},
    "is another one for another input: it is random",
  ],
  [
    "bags that are sorted by the program",
    (x) => embeddingBag(randn([9, 2], { seed: 1 }), x),
    [ids],
    {},
    "for another input",
  ],
  [
    "a way that the input decides",
    (x) => (x.sum().item() > 0 ? x.exp() : x.neg()),
    [tensor([[-1], [0.9]])],
    {},
    "op 2 of the forward pass is",
  ],
  [
    "a shape that is no multiple of the batch",
    (x) => expand(ones([1, 1]), [(x.shape[0] as number) + 1, 2]).mul(x.sum()),
    [randn([2, 3])],
    {},
    "no multiple of it",
  ],
  [
    "a part of the batch that follows no rule",
    (x) => slice(x, 0, 0, (x.shape[0] as number) - 1),
    [randn([2, 3])],
    {},
    "slice ([batch, 3] → [?, 3]), op 1 of the forward pass: it takes a part of the batch",
  ],
  [
    "lengths as plain numbers, one for each sequence",
    (x) =>
      new LSTM(3, 4).forward(x, null, {
        lengths: new Array(x.shape[1] as number).fill(1),
      }),
    [randn([4, 2, 3])],
    { dynamicBatch: [1] },
    "has other attributes for another batch",
  ],
  [
    "a tensor that is written to",
    (x) => {
      const y = mul(x, 2);
      y.assign(zeros(y.shape));
      return mul(y, 3);
    },
    [randn([2, 3])],
    {},
    "written to in place",
  ],
  [
    "a batch that is an axis that must be fixed",
    (x) => x.transpose().layerNorm(x.shape[0] as number),
    [randn([2, 3])],
    {},
    "must be the same for every batch",
  ],
  ["what is no tensor", () => "y" as unknown as Tensor, [randn([2, 3])], {}, "forward returned string"],
  ["no inputs", () => ones([1]), [], {}, "there are no inputs"],
  ["too few names", (x) => x, [randn([2, 3])], { inputNames: [] }, "0 input names () for 1 input"],
  [
    "a name that is taken",
    (x) => layer.forward(x),
    [randn([2, 3])],
    { module: layer, outputNames: ["weight"] },
    'the name "weight" is taken twice',
  ],
  ["an opset that is not known", (x) => x, [randn([2, 3])], { opset: 9 }, "from 17 to 21"],
  [
    "batches that differ",
    (x, y) => matmul(x, transpose(y)),
    [randn([2, 3]), randn([4, 3])],
    {},
    "batches of 2, 4",
  ],
  ["an axis that is not there", (x) => x, [randn([2, 3])], { dynamicBatch: [2] }, "axis 2 of input 0"],
];

test.each(refused)("%s", (_what, f, inputs, options, message) => {
  const attempt = () => exportOnnx(f, inputs, options);
  expect(attempt).toThrow(message);
  expect(attempt).not.toThrow("\n");
});

test("a custom op is exported as what it is made of, and refused where that is no op", async () => {
  const vjp = (g: Tensor) => [g];
  const cube = customOp({
    name: "cube",
    forward: (x) => x.mul(x).mul(x),
    vjp,
  });
  const loaded = await load(exportOnnx((x) => cube(x).add(1), [randn([2, 3])]));
  const x = randn([5, 3]);
  expect(errorBetween((await loaded.run(x))[0] as Tensor, cube(x).add(1))).toBeLessThanOrEqual(1e-5);
  const read = customOp({ name: "read", forward: (y) => tensor(y.toArray()), vjp });
  expect(() => exportOnnx((y) => read(y).add(1), [x])).toThrow(
    "exportOnnx: read ([batch, 3] → [batch, 3]), op 1 of the forward pass, cannot be written in ONNX: it is no op of the table",
  );
});

test("the states of an LSTM at every step are more than its operator gives", () => {
  const layer = new LSTM(3, 4);
  const everyState = (x: Tensor): Tensor => {
    let states = x;
    observeOps(
      () => layer.forward(x),
      ({ op, output }) => {
        if (op.name === "recurrent") states = output;
      },
    );
    return states.mul(2); // [2, T, B, H]: h and c
  };
  expect(() => exportOnnx(everyState, [randn([5, 2, 3])], { module: layer, dynamicBatch: [1] })).toThrow(
    "exportOnnx: the cell states of a recurrent layer are used at every step; ONNX gives those after the last step only",
  );
});

test("a module stays in training when its export fails", () => {
  class Odd extends Module {
    readonly table = new Embedding(4, 2);
    forward(x: Tensor): Tensor {
      return mul(embedding(this.table.weight, x), x.sum().item());
    }
  }
  const model = new Odd();
  expect(() => exportOnnx(model, [ids])).toThrow("constant");
  expect(model.training && model.table.training).toBe(true);
});
