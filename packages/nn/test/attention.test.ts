/** Ways to call the same attention. */
import { attentionWeights, causalMask, MultiheadAttention, scaledDotProductAttention } from "@gradus/nn";
import {
  concat,
  Generator,
  linear,
  narrow,
  randn,
  setDefaultDevice,
  stack,
  type Tensor,
  where,
} from "@gradus/tensor";
import { expect, test } from "vitest";

setDefaultDevice("cpu");

const text = (shape: number[], seed: number) => randn(shape, { dtype: "float64", seed });
const make = (batchFirst: boolean) =>
  new MultiheadAttention(6, 3, { batchFirst, dtype: "float64", generator: new Generator(5) });

function expectSame(got: Tensor, expected: Tensor): void {
  expect(got.shape).toEqual(expected.shape);
  const values = expected.dataSync();
  got.dataSync().forEach((value, i) => {
    expect(value).toBeCloseTo(values[i]!, 12);
  });
}

const x = text([2, 4, 6], 1);

test("each head is an attention of its own, on its part of the projections", () => {
  const layer = make(true);
  const [q, k, v] = [0, 1, 2].map((part) => {
    const rows = narrow(layer.inProjWeight!, 0, 6 * part, 6);
    return linear(x, rows, narrow(layer.inProjBias!, 0, 6 * part, 6));
  }) as [Tensor, Tensor, Tensor];
  const heads = [0, 1, 2].map((head) => {
    const part = (y: Tensor) => narrow(y, 2, 2 * head, 2);
    return scaledDotProductAttention(part(q), part(k), part(v));
  });
  const weights = [0, 1, 2].map((head) =>
    attentionWeights(narrow(q, 2, 2 * head, 2), narrow(k, 2, 2 * head, 2)),
  );
  const [y, all] = layer.forward(x, undefined, undefined, { averageAttnWeights: false });
  expectSame(y, layer.outProj.forward(concat(heads, 2)));
  expectSame(all!, stack(weights, 1));
  expectSame(layer.forward(x)[1]!, stack(weights, 0).mean(0));
  expect(layer.forward(x, undefined, undefined, { needWeights: false })[1]).toBeNull();
});

test("time first, batch first and without a batch are the same", () => {
  const [first, second] = [make(true), make(false)];
  const [y, weights] = first.forward(x);
  const [timed, sameWeights] = second.forward(x.transpose(0, 1));
  expectSame(timed.transpose(0, 1), y);
  expectSame(sameWeights!, weights!);
  for (const layer of [first, second]) {
    const [alone, aloneWeights] = layer.forward(narrow(x, 0, 1, 1).squeeze(0));
    expectSame(alone, narrow(y, 0, 1, 1).squeeze(0));
    expectSame(aloneWeights!, narrow(weights!, 0, 1, 1).squeeze(0));
  }
});

test("masks: boolean as numbers, one for all as one for each head, causal as its mask", () => {
  const layer = make(true);
  const blocked = causalMask(4);
  const run = (call: object) => layer.forward(x, undefined, undefined, call)[0];
  const expected = run({ attnMask: blocked });
  expectSame(run({ attnMask: where(blocked, -Infinity, 0).cast("float64") }), expected);
  expectSame(run({ attnMask: stack(new Array(6).fill(blocked)) }), expected);
  expectSame(run({ isCausal: true }), expected);
});

test("a key or value given as the query itself is self-attention", () => {
  const layer = make(true);
  expectSame(layer.forward(x, x, x)[0], layer.forward(x)[0]);
});

test("dropout leaves out weights in training only", () => {
  const layer = new MultiheadAttention(6, 3, { dropout: 0.5, generator: new Generator(1) });
  const input = randn([5, 2, 6], { seed: 3 });
  const zerosIn = (weights: Tensor) => weights.dataSync().filter((value) => value === 0).length;
  const call = { averageAttnWeights: false };
  expect(zerosIn(layer.forward(input, undefined, undefined, call)[1]!)).toBeGreaterThan(20);
  expect(zerosIn(layer.eval().forward(input, undefined, undefined, call)[1]!)).toBe(0);
});
