/** What becomes of operations on the gpu: few launches, right places also in large tensors, and nothing elsewhere in silence. */
import {
  add,
  gpuFallbacks,
  gpuInfo,
  initDevice,
  matmul,
  maxPool2d,
  noGrad,
  ones,
  randn,
  type Tensor,
  tensor,
  vjp,
} from "@gradus/tensor";
import { beforeAll, expect, test, vi } from "vitest";
import { forEachMode } from "./gpu-modes.ts";

const device = "gpu";

await forEachMode((mode) => {
  beforeAll(async () => {
    await initDevice("gpu", { mode });
  });

  /** How many kernels `f` takes to the number that it gives. */
  async function launchesOf(f: () => Tensor): Promise<number> {
    await f().data();
    const before = gpuInfo().launched;
    await f().data();
    return gpuInfo().launched - before;
  }

  test("a chain of functions is one launch, and so is a reduction of it", async () => {
    const [x, y] = [randn([6, 10], { seed: 1, device }), randn([10], { seed: 2, device })];
    await add(x, y).data();
    const chain = (): Tensor => x.mul(y).add(x).tanh().mul(0.5).sub(y).relu().exp();
    expect(await launchesOf(chain)).toBe(1);
    expect(await launchesOf(() => chain().sum(1))).toBe(1);
    expect(await launchesOf(() => chain().sum())).toBe(1);
  });

  test("another number is no other kernel", async () => {
    const x = randn([33], { seed: 3, device });
    const scaled = (factor: number): Promise<unknown> => x.mul(factor).add(factor).data();
    await scaled(2);
    const { compiled } = gpuInfo();
    for (const factor of [0.5, -7, 1e-20, Infinity]) await scaled(factor);
    expect(gpuInfo().compiled).toBe(compiled);
  });

  test("what several take up is computed for the first and then once more, not for each", async () => {
    const x = randn([50], { seed: 4, device });
    await x.data();
    const [w] = [randn([50], { seed: 5, device })];
    const shared = (): Tensor => {
      const y = x.mul(w).exp();
      return matmul(y.add(1).reshape([1, 50]), y.sub(1).reshape([50, 1])).add(y.sum());
    };
    expect(await launchesOf(shared)).toBeLessThanOrEqual(6);
  });

  test("the way back through a pooling asks windows, not all places: one launch, and no zeros before it", async () => {
    const x = randn([2, 3, 6, 6], { seed: 8, device });
    const [y, pull] = vjp((z) => maxPool2d(z, 2), x);
    const g = randn([2, 3, 3, 3], { seed: 9, device });
    await Promise.all([y.data(), g.data()]);
    expect(await launchesOf(() => pull(g)[0] as Tensor)).toBe(1);
  });

  test("a dead result is not computed", async () => {
    const x = randn([40], { seed: 6, device });
    await x.data();
    const before = gpuInfo().launched;
    for (let i = 0; i < 10; i++) x.mul(i).exp();
    expect(gpuInfo().launched).toBe(before);
  });

  test("places beyond what floats divide exactly are right", async () => {
    const [rows, columns] = [1501, 1499];
    const elements = Float32Array.from({ length: rows * columns }, (_, i) => i % 65_521);
    const x = tensor(elements, { shape: [rows, columns], device });
    const row = tensor(
      Float32Array.from({ length: rows }, (_, i) => i),
      { device },
    );
    const y = await noGrad(() => x.transpose().add(row)).data();
    const wrong: number[] = [];
    for (let j = 0; j < columns; j++)
      for (let i = 0; i < rows; i++)
        if (y[j * rows + i] !== (elements[i * columns + j] as number) + i) wrong.push(j * rows + i);
    expect(wrong.slice(0, 10)).toEqual([]);
  });

  test("what the gpu leaves to wasm says so once, is counted, and is right", async () => {
    const log = vi.spyOn(console, "warn").mockImplementation(() => {});
    const long = randn([5000], { seed: 7, device });
    const before = gpuFallbacks()["argsort"] ?? 0;
    const [order, again] = [long.argsort(), long.argsort(0, true)];
    const here = randn([5000], { seed: 7 });
    expect(Array.from(await order.data())).toEqual(Array.from(here.argsort().dataSync()));
    expect(Array.from(await again.data())).toEqual(Array.from(here.argsort(0, true).dataSync()));
    expect(gpuFallbacks()["argsort"]).toBe(before + 2);
    const lines = log.mock.calls.map(([line]) => String(line));
    expect(lines).toEqual(
      before > 0
        ? []
        : ["gpu: argsort runs on wasm: rows of 5000 elements; up to 4096 are sorted on the device"],
    );
    log.mockRestore();
    // Shorter rows stay where they are.
    await ones([3, 100], { device }).argsort(1).data();
    expect(gpuFallbacks()["argsort"]).toBe(before + 2);
  });
});
