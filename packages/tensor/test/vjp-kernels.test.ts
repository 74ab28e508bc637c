/** Some ops have a vjp by kernels, taken while nothing traces the backward pass: it equals the definition in ops. */
import {
  backward,
  gelu,
  jvp,
  mul,
  relu,
  sigmoid,
  silu,
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
