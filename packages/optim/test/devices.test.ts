/**
 * The same steps on every device, for tensors that are large, float32, and have gradients in any layout: kernels in float32 give
 * what the loops in the rules give, to a few roundings.
 */
import { Adadelta, Adagrad, Adam, AdamW, ExponentialMovingAverage, NAdam, RMSprop, SGD } from "@gradus/optim";
import { dispose, randn, scope, type Tensor, tensor } from "@gradus/tensor";
import { expect, test } from "vitest";
import { everyOptimizer, values } from "./every-optimizer.ts";

const shape = [41, 29];

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
    const tolerance = name === "Muon" ? 1e-4 : 2e-6;
    const other = values(cpu[i]!);
    const size = Math.max(...other.map(Math.abs));
    expect(Math.max(...values(own).map((x, j) => Math.abs(x - other[j]!)))).toBeLessThanOrEqual(
      tolerance * Math.min(1, size),
    );
  });
});

test("options that kernels leave out or take otherwise: weight decay, and momentum that begins later", () => {
  const run = (device: "cpu" | "wasm"): number[] => {
    const p = randn(shape, { seed: 1, device, requiresGrad: true });
    const options = { lr: 0.1, weightDecay: 0.1 };
    const all = [SGD, Adagrad, RMSprop, Adam, AdamW, NAdam, Adadelta].map((Kind) => new Kind([p], options));
    for (let step = 0; step < 4; step++) {
      for (const optimizer of all) {
        p.grad = randn(shape, { seed: step, device });
        optimizer.step();
      }
      Object.assign(all[0]!.paramGroups[0]!, { momentum: 0.9, nesterov: true });
      Object.assign(all[2]!.paramGroups[0]!, { momentum: 0.9, centered: true });
    }
    return values(p);
  };
  const [cpu, wasm] = [run("cpu"), run("wasm")];
  expect(Math.max(...wasm.map((x, i) => Math.abs(x - cpu[i]!)))).toBeLessThan(5e-5);
});

test("weights that were disposed of are not written to", () => {
  const p = tensor([1, 2], { requiresGrad: true });
  p.grad = tensor([1, 1]);
  const optimizer = everyOptimizer["SGD"]!([p]);
  dispose(p);
  expect(() => optimizer.step()).toThrow("was disposed of");
});
