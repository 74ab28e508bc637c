/** Optimizers step on the gpu backend as they do on the cpu, and what they changed stays there. */
import { ExponentialMovingAverage } from "@gradus/optim";
import { gpuFallbacks, initDevice, randn, scope, type Tensor } from "@gradus/tensor";
import { beforeAll, expect, test } from "vitest";
import { everyOptimizer, values } from "./every-optimizer.ts";

type Device = "cpu" | "gpu";

beforeAll(async () => {
  await initDevice("gpu", { mode: "webasm" });
});

/** Weights, their averages and all state after some steps. */
function train(make: (typeof everyOptimizer)[string], device: Device): Tensor[] {
  const p = randn([11, 7], { seed: 1, device, requiresGrad: true });
  const optimizer = make([p]);
  const average = new ExponentialMovingAverage([p], { decay: 0.5 });
  for (let step = 0; step < 5; step++)
    scope(() => {
      p.grad = randn([7, 11], { seed: step, device }).transpose();
      optimizer.step();
      average.update();
    });
  return [p, ...average.averages, ...Object.values(optimizer.stateDict().state[0]!.slots)];
}

test.each(Object.entries(everyOptimizer))("%s", (name, make) => {
  const [cpu, gpu] = [train(make, "cpu"), train(make, "gpu")];
  expect(gpu.length).toBe(cpu.length);
  gpu.forEach((own, i) => {
    expect([own.device, own.dtype]).toEqual(["gpu", "float32"]);
    const other = values(cpu[i]!);
    const size = Math.max(...other.map(Math.abs));
    const error = Math.max(...values(own).map((x, j) => Math.abs(x - other[j]!)));
    expect(error).toBeLessThanOrEqual((name === "Muon" ? 1e-4 : 4e-6) * Math.min(1, size));
  });
  expect(gpuFallbacks()).toEqual({});
});
