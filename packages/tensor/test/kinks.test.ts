/** Kinks, poles and ends: slopes where there is none are PyTorch's choice, and activations are stable out to ±∞. */
import * as g from "@gradus/tensor";
import { type DType, type Tensor, tensor } from "@gradus/tensor";
import { describe, expect, test } from "vitest";

const floats: readonly DType[] = ["float32", "float64"];
const oo = Infinity;

/** Slopes by the recorded pass, by `backward` (which may take a shorter way) and by the forward pass: all must agree. */
function expectSlope(f: (x: Tensor) => Tensor, x: number, slope: number, dtype: DType): void {
  const one = tensor([1], { dtype });
  const at = tensor([x], { dtype });
  const found = {
    vjp: g.vjp(f, at)[1](one)[0]?.item(),
    backward: (() => {
      const leaf = tensor([x], { dtype, requiresGrad: true });
      g.backward(f(leaf), one);
      return leaf.grad?.item();
    })(),
    jvp: g.jvp(f, [at], [one])[1].item(),
  };
  for (const [mode, value] of Object.entries(found)) {
    if (Number.isFinite(slope)) expect(value, `${mode} at ${x}`).toBeCloseTo(slope, 6);
    else expect(value, `${mode} at ${x}`).toBe(slope);
  }
}

describe("slopes where there is none are PyTorch's", () => {
  const at: readonly [name: string, f: (x: Tensor) => Tensor, x: number, slope: number][] = [
    ["relu", g.relu, 0, 0],
    ["abs", g.abs, 0, 0],
    ["abs", g.abs, -0, 0],
    ["sqrt", g.sqrt, 0, oo],
    ["sqrt", g.sqrt, -0, oo],
    ["log", g.log, 0, oo],
    ["leakyRelu", (x) => g.leakyRelu(x, 0.2), 0, 0.2],
    ["elu", (x) => g.elu(x, 1.5), 0, 1.5],
    ["clamp at its lower bound", (x) => g.clamp(x, 0, 1), 0, 1],
    ["clamp at its upper bound", (x) => g.clamp(x, 0, 1), 1, 1],
    ["clamp below", (x) => g.clamp(x, 0, 1), -1, 0],
    ["maximum at a tie", (x) => g.maximum(x, 2), 2, 0.5],
    ["minimum at a tie", (x) => g.minimum(x, 2), 2, 0.5],
    ["both operands of a tie", (x) => g.maximum(x, x), 2, 1],
    ["x⁰ at 0", (x) => g.pow(x, 0), 0, 0],
    ["x¹ at 0", (x) => g.pow(x, 1), 0, 1],
    ["x³ at 0", (x) => g.pow(x, 3), 0, 0],
    ["0ˣ at 0", (x) => g.pow(0, x), 0, 0],
    ["0ˣ at 2", (x) => g.pow(0, x), 2, 0],
  ];
  test.each(at)("%s", (_name, f, x, slope) => {
    for (const dtype of floats) {
      if (_name === "round")
        expect(
          g
            .grad(f)(tensor([x], { dtype }))[0]
            ?.item(),
        ).toBe(0);
      else expectSlope(f, x, slope, dtype);
    }
  });
});

test.each([g.sign, g.floor, g.ceil, g.round])("steps have no slope", (f) => {
  expect(
    g
      .grad(f)(tensor([0.5]))[0]
      ?.item(),
  ).toBe(0);
});

describe("activations are stable", () => {
  /** Value and slope at -1e3, 1e3, -∞ and ∞. */
  const ends: readonly [name: string, f: (x: Tensor) => Tensor, values: number[], slopes: number[]][] = [
    ["sigmoid", g.sigmoid, [0, 1, 0, 1], [0, 0, 0, 0]],
    ["tanh", g.tanh, [-1, 1, -1, 1], [0, 0, 0, 0]],
    ["relu", g.relu, [0, 1e3, 0, oo], [0, 1, 0, 1]],
    ["leakyRelu", (x) => g.leakyRelu(x, 0.5), [-500, 1e3, -oo, oo], [0.5, 1, 0.5, 1]],
    ["elu", (x) => g.elu(x), [-1, 1e3, -1, oo], [0, 1, 0, 1]],
    ["gelu", (x) => g.gelu(x), [0, 1e3, 0, oo], [0, 1, 0, 1]],
    ["gelu, tanh", (x) => g.gelu(x, "tanh"), [0, 1e3, 0, oo], [0, 1, 0, 1]],
    ["silu", g.silu, [0, 1e3, 0, oo], [0, 1, 0, 1]],
    ["softplus", (x) => g.softplus(x), [0, 1e3, 0, oo], [0, 1, 0, 1]],
    ["softplus, beta", (x) => g.softplus(x, 3), [0, 1e3, 0, oo], [0, 1, 0, 1]],
  ];
  test.each(ends)("%s", (_name, f, values, slopes) => {
    for (const dtype of floats) {
      [-1e3, 1e3, -oo, oo].forEach((x, i) => {
        // + 0: which zero it is does not matter here
        expect(f(tensor([x], { dtype })).item() + 0, `${dtype} at ${x}`).toBe(values[i]);
        expectSlope(f, x, slopes[i] as number, dtype);
      });
      expect(f(tensor([NaN], { dtype })).item()).toBe(NaN);
    }
  });
});
