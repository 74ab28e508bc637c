/** Networks learn on every mode of the gpu backend as they do on wasm, on the device alone, and in bounded memory. */
import {
  gpuFallbacks,
  gpuInfo,
  initDevice,
  matmul,
  ones,
  setDefaultDevice,
  type Tensor,
} from "@gradus/tensor";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forEachMode } from "./gpu-modes.ts";
import { losses, type Training, trainings } from "./networks.ts";

const STEPS = 12;
/** How far a loss may be from that on wasm: sums are in another order, and steps carry differences on. */
const BAND = 1e-4;

await forEachMode((mode) => {
  beforeAll(async () => {
    await initDevice("gpu", { mode });
  });
  afterAll(() => setDefaultDevice("wasm"));

  test.each(trainings)(
    "$name has the losses that it has on wasm",
    async (training) => {
      setDefaultDevice("wasm");
      const wanted = await losses(training, STEPS);
      setDefaultDevice("gpu");
      const got = await losses(training, STEPS);
      expect(got.length).toBe(STEPS);
      got.forEach((loss, step) => {
        expect(Math.abs(loss - (wanted[step] as number)), `step ${step}`).toBeLessThan(BAND);
      });
      expect(got.at(-1)).toBeLessThan(0.96 * (got[0] as number));
      expect(gpuInfo().executed).toBe(mode);
      expect(gpuFallbacks()).toEqual({});
    },
    60_000,
  );

  test("in scopes a training holds no more buffers at its end than after its first steps", async () => {
    setDefaultDevice("gpu");
    const [training] = trainings as [Training];
    const seen: number[] = [];
    const { parameters, loss } = training.make();
    const watched = (): Tensor => {
      seen.push(gpuInfo().buffers);
      return loss();
    };
    await losses({ ...training, make: () => ({ parameters, loss: watched }) }, 60);
    // What tests before have left behind may go at any time, but never comes back.
    expect(Math.max(...seen.slice(3))).toBeLessThanOrEqual(seen[2] as number);
  }, 60_000);

  test("what nobody holds any more goes back, in a loop that neither disposes of anything nor yields", async () => {
    setDefaultDevice("gpu");
    const [x, w] = [ones([4, 4]), ones([4, 4])];
    // Compiling takes a turn of the event loop on webgpu; from then on launches happen at once.
    await matmul(x, w).data();
    let largest = 0;
    for (let step = 0; step < 6000; step++) {
      matmul(x, w);
      largest = Math.max(largest, gpuInfo().buffers);
    }
    expect(largest).toBeLessThan(5000);
  }, 60_000);
});
