/** The dense layer: its values are those of the three ops it stands for, it refuses what does not fit, it keeps no more than it must. */
import {
  add,
  backward,
  gelu,
  type LinearActivation,
  linear,
  matmul,
  mul,
  noGrad,
  randn,
  relu,
  sigmoid,
  silu,
  sum,
  type Tensor,
  tanh,
  tensor,
  transpose,
} from "@gradus/tensor";
import * as fc from "fast-check";
import { expect, test } from "vitest";

const ends: { readonly [name in LinearActivation]: (x: Tensor) => Tensor } = {
  none: (x) => x,
  relu,
  tanh,
  sigmoid,
  gelu: (x) => gelu(x),
  geluTanh: (x) => gelu(x, "tanh"),
  silu,
};

const worst = (a: Tensor, b: Tensor): number => {
  const other = b.dataSync();
  return Math.max(0, ...Array.from(a.dataSync(), (x, i) => Math.abs(x - (other[i] as number))));
};

test("it is activation(x·wᵀ + b), with the same gradients, on every device", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...(Object.keys(ends) as LinearActivation[])),
      fc.constantFrom<"cpu" | "wasm">("cpu", "wasm"),
      fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 2 }),
      fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.nat(99)),
      (activation, device, lead, [inputs, outputs, seed]) => {
        const make = () =>
          [[...lead, inputs], [outputs, inputs], [outputs]].map((shape, i) =>
            randn(shape, { seed: seed + i, device, requiresGrad: true }),
          ) as [Tensor, Tensor, Tensor];
        const [own, other] = [make(), make()];
        const y = linear(...own, { activation });
        const [x, w, b] = other;
        const z = ends[activation](add(matmul(x, transpose(w)), b));
        const g = randn(z.shape, { seed: 7, device });
        backward(y, g);
        backward(z, g);
        expect(y.shape).toEqual(z.shape);
        expect(worst(y, z)).toBeLessThan(1e-4);
        own.forEach((each, i) => {
          expect(worst(each.grad as Tensor, (other[i] as Tensor).grad as Tensor)).toBeLessThan(1e-3);
        });
      },
    ),
    { numRuns: 60 },
  );
});

test("by kernels its gradients are those of the definition", () => {
  for (const activation of ["none", "relu", "tanh", "sigmoid"] as const) {
    const gradients = (createGraph: boolean) => {
      const given = [[3, 4], [5, 4], [5]].map((shape, i) =>
        randn(shape, { seed: i, dtype: "float64", requiresGrad: true }),
      ) as [Tensor, Tensor, Tensor];
      const y = linear(...given, { activation });
      backward(y, randn([3, 5], { seed: 9, dtype: "float64" }), { createGraph });
      return given.map(({ grad }) => grad as Tensor);
    };
    const defined = gradients(true);
    gradients(false).forEach((own, i) => {
      expect(own.node).toBe(null);
      // Where nothing bends, the bias' gradient is the cotangent's sum, and no function of anything here.
      if (i < 2) expect((defined[i] as Tensor).node).not.toBe(null);
      expect(worst(own, defined[i] as Tensor)).toBeLessThan(1e-14);
    });
  }
});

test("what no gradient needs is not kept: assigning to it afterwards is no error", () => {
  const x = tensor([[1, 2]], { dtype: "float64" });
  const w = tensor([[3, 4]], { dtype: "float64", requiresGrad: true });
  const y = linear(x, w);
  noGrad(() => w.assign(mul(w, 2)));
  backward(sum(y));
  expect(w.grad?.toArray()).toEqual([[1, 2]]);
  const z = linear(x, w);
  x.assign(mul(x, 2));
  expect(() => backward(sum(z))).toThrow(/linear: its input 0, of shape \[1, 2\], was assigned to/);
});

test("what does not fit is an error with both values", () => {
  const [x, w] = [randn([2, 3], { seed: 1 }), randn([4, 3], { seed: 2 })];
  expect(() => linear(randn([2, 4], { seed: 1 }), w)).toThrow(
    /\[2, 4\] and ends in 4.*\[4, 3\] takes 3.*transpose/,
  );
  expect(() => linear(tensor(1), w)).toThrow(/no axis/);
  expect(() => linear(x, randn([3], { seed: 2 }))).toThrow(/\[3\]; it must be \[out, in\]/);
  expect(() => linear(x, w, randn([3], { seed: 2 }))).toThrow(/\[3\].*\[4, 3\] gives 4.*\[4\]/);
  expect(() => linear(x, w, null, { activation: "elu" as never })).toThrow(/"elu".*"relu"/);
});
