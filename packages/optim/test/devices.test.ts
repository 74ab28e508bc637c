/** The same steps on every device, for tensors that are large, float32, and have gradients in any layout. */
import { ExponentialMovingAverage } from "@gradus/optim";
import { dispose, randn, scope, type Tensor, tensor } from "@gradus/tensor";
import { expect, test } from "vitest";
import { everyOptimizer, values } from "./every-optimizer.ts";

const shape = [40, 30];

/** Weights after some steps, with gradients that are views, and results on the way that grow the memory. */
function train(make: (typeof everyOptimizer)[string], device: "cpu" | "wasm"): Tensor[] {
  const p = randn(shape, { seed: 1, device, requiresGrad: true });
  const optimizer = make([p]);
  const average = new ExponentialMovingAverage([p], { decay: 0.5 });
  for (let step = 0; step < 5; step++)
    scope(() => {
      p.grad = randn([...shape].reverse(), { seed: step, device }).transpose();
      randn([300, 300], { seed: 0, device }).mul(2);
      optimizer.step();
      average.update();
    });
  return [p, ...average.averages, ...Object.values(optimizer.stateDict().state[0]!.slots)];
}

test.each(Object.entries(everyOptimizer))("%s", (name, make) => {
  const [cpu, wasm] = [train(make, "cpu"), train(make, "wasm")];
  expect(wasm.length).toBe(cpu.length);
  wasm.forEach((own, i) => {
    expect([own.device, own.dtype]).toEqual(["wasm", "float32"]);
    // Muon's products are summed in another order.
    const tolerance = name === "Muon" ? 1e-4 : 0;
    const other = values(cpu[i]!);
    expect(Math.max(...values(own).map((x, j) => Math.abs(x - other[j]!)))).toBeLessThanOrEqual(tolerance);
  });
});

test("weights that were disposed of are not written to", () => {
  const p = tensor([1, 2], { requiresGrad: true });
  p.grad = tensor([1, 1]);
  const optimizer = everyOptimizer["SGD"]!([p]);
  dispose(p);
  expect(() => optimizer.step()).toThrow("was disposed of");
});
