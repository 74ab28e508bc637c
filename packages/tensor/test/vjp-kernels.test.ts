/** Some ops have a vjp by kernels, taken while nothing traces the backward pass: it equals the definition in ops. */
import {
  backward,
  crossEntropy,
  gelu,
  jvp,
  layerNorm,
  logSoftmax,
  mul,
  relu,
  sigmoid,
  silu,
  softmax,
  type Tensor,
  tanh,
  tensor,
  vjp,
} from "@gradus/tensor";
import * as fc from "fast-check";
import { expect, test } from "vitest";

const activations: readonly [name: string, f: (x: Tensor) => Tensor][] = [
  ["relu", relu],
  ["tanh", tanh],
  ["sigmoid", sigmoid],
  ["silu", silu],
  ["gelu", (x) => gelu(x)],
  ["gelu, tanh", (x) => gelu(x, "tanh")],
];
const edge = fc.constantFrom(0, -0, 1e3, -1e3, 1e300, -1e300, Infinity, -Infinity, NaN);
const element = fc.oneof(
  { arbitrary: fc.double({ min: -9, max: 9 }), weight: 4 },
  { arbitrary: edge, weight: 1 },
);

test.each(activations)("%s", (_name, f) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(element, element), { minLength: 1, maxLength: 6 }), (pairs) => {
      const x = Float64Array.from(pairs, ([value]) => value);
      const g = Float64Array.from(pairs, ([, rate]) => rate);
      const leaf = tensor(x, { requiresGrad: true });
      backward(f(leaf), tensor(g));
      const traced = tensor(x, { requiresGrad: true });
      backward(f(traced), tensor(g), { createGraph: true });
      const defined = (traced.grad as Tensor).dataSync();
      for (const [i, kernel] of (leaf.grad as Tensor).dataSync().entries()) {
        const definition = defined[i] as number;
        if (kernel === definition || (Number.isNaN(kernel) && Number.isNaN(definition))) continue;
        const scale = Math.max(Math.abs(definition), Math.abs(g[i] as number));
        expect(Math.abs(kernel - definition) / scale, `x = ${x[i]}, g = ${g[i]}`).toBeLessThan(1e-15);
      }
    }),
  );
});

test.each(activations)("%s is differentiated again through its definition, not its kernel", (_name, f) => {
  const x = Float64Array.from([0.3, -0.8]);
  const v = tensor(Float64Array.from([1, -2]));
  const one = tensor(Float64Array.from([1, 1]));
  const slope = (z: Tensor) => mul(vjp(f, z)[1](one)[0] as Tensor, z);
  const leaf = tensor(x, { requiresGrad: true });
  backward(slope(leaf), one);
  const [, tangent] = jvp(slope, [tensor(x)], [v]);
  const h = 1e-5;
  const [above, below] = [h, -h].map((step) => slope(tensor(x.map((element) => element + step))).dataSync());
  for (const i of x.keys()) {
    const difference = ((above?.[i] as number) - (below?.[i] as number)) / (2 * h);
    expect(leaf.grad?.dataSync()[i]).toBeCloseTo(difference, 8);
    expect(tangent.dataSync()[i]).toBeCloseTo(difference * (v.dataSync()[i] as number), 8);
  }
});

test.each(activations)("%s lets a rate of its cotangent through", (_name, f) => {
  const [g, v] = [tensor(Float64Array.from([1, 1])), tensor(Float64Array.from([1, -2]))];
  const gradient = (cotangent: Tensor) => {
    const leaf = tensor(Float64Array.from([0.3, -0.8]), { requiresGrad: true });
    backward(f(leaf), cotangent);
    return leaf.grad as Tensor;
  };
  // linear in the cotangent, so it moves as the gradient of that rate
  const tangent = [...jvp(gradient, [g], [v])[1].dataSync()];
  expect(tangent).toEqual([...gradient(v).dataSync()].map((element) => expect.closeTo(element, 12)));
});

const numbers = (size: number): fc.Arbitrary<Float64Array> =>
  fc
    .array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: size, maxLength: size })
    .map((elements) => Float64Array.from(elements));
/** `[a, b, c]` and an axis of it. */
const blocks = fc
  .tuple(fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: 1, max: 4 }))), fc.nat(2))
  .chain(([shape, axis]) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    return fc.record({
      shape: fc.constant(shape),
      axis: fc.constant(axis),
      x: numbers(size),
      g: numbers(size),
      w: numbers(size),
      b: numbers(size),
      labels: fc.array(fc.nat(shape[1]! - 1), { minLength: size, maxLength: size }),
    });
  });
type Sample = typeof blocks extends fc.Arbitrary<infer T> ? T : never;

/** A value of float64 leaves, each made of as many elements as its shape has. */
const rows: readonly [name: string, f: (leaf: Leaf, sample: Sample) => Tensor][] = [
  ["softmax", (leaf, { shape, axis, x }) => softmax(leaf(x, shape), axis)],
  ["logSoftmax", (leaf, { shape, axis, x }) => logSoftmax(leaf(x, shape), axis)],
  [
    "crossEntropy",
    (leaf, { shape, x, labels }) => {
      const [examples, , positions] = shape as [number, number, number];
      const target = tensor(Int32Array.from(labels.slice(0, examples * positions)), {
        shape: [examples, positions],
      });
      return crossEntropy(leaf(x, shape), target, { reduction: "none" });
    },
  ],
  [
    "layerNorm",
    (leaf, { shape, axis, x, w, b }) => {
      const tail = shape.slice(axis);
      return layerNorm(leaf(x, shape), tail, { weight: leaf(w, tail), bias: leaf(b, tail), eps: 0.1 });
    },
  ],
  [
    "layerNorm, without weight and bias",
    (leaf, { shape, axis, x }) => layerNorm(leaf(x, shape), shape.slice(axis), { eps: 0.1 }),
  ],
];
type Leaf = (elements: Float64Array, shape: readonly number[]) => Tensor;

test.each(rows)("%s", (_name, f) => {
  fc.assert(
    fc.property(blocks, (sample) => {
      const gradients = (createGraph: boolean): number[][] => {
        const leaves: Tensor[] = [];
        const y = f((elements, shape) => {
          const size = shape.reduce((product, extent) => product * extent, 1);
          leaves.push(tensor(elements.slice(0, size), { shape, requiresGrad: true }));
          return leaves.at(-1)!;
        }, sample);
        backward(y, tensor(sample.g.slice(0, y.size), { shape: y.shape }), { createGraph });
        return leaves.map(({ grad }) => [...grad!.dataSync()]);
      };
      const defined = gradients(true);
      gradients(false).forEach((own, i) => {
        own.forEach((element, j) => {
          expect(element).toBeCloseTo(defined[i]![j]!, 11);
        });
      });
    }),
  );
});
