/** What goes wrong on a GPU is one clear error where it can be caught, and tensors elsewhere are whole. */
import { gpuInfo, initDevice, matmul, ones, tensor, zeros } from "@gradus/tensor";
import { backendOf } from "@gradus/tensor/backend/registry";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { open } from "./gpu-modes.ts";

test("modes that are none, and modes that are not here", async () => {
  await expect(initDevice("gpu", { mode: "cuda" as "webgpu" })).rejects.toThrow(
    'mode "cuda"; modes are webgpu, webgl2, headlessgl, webasm',
  );
  await expect(initDevice("gpu", { mode: "webgl2" })).rejects.toThrow("webgl2: there is no WebGL2 here");
  await expect(initDevice("wasm" as "gpu")).rejects.toThrow('device "wasm"; only "gpu" has to be opened');
});

describe("in any mode", () => {
  beforeAll(async () => {
    await initDevice("gpu", { mode: "webasm" });
  });

  test("what float32 cannot hold is refused, with both ways out", () => {
    const x = tensor([1, 2], { dtype: "float64" });
    expect(() => x.to("gpu")).toThrow('float64; gpus compute in float32. Write x.cast("float32").to("gpu")');
    expect(() => x.cast("float32").to("gpu").cast("float64")).toThrow("gpus compute in float32");
    expect(() => zeros([2], { device: "gpu", dtype: "float64" })).toThrow("gpus compute in float32");
    expect(() => tensor([2 ** 24 + 1], { dtype: "int32", device: "gpu" })).toThrow(
      "an int32 element is 16777217; whole numbers lie in float32 on the gpu, exact up to 2^24 = 16777216",
    );
  });

  test("another mode closes the device, and says so to whoever comes with its tensors", async () => {
    const x = tensor([1, 2], { device: "gpu" });
    const there = x.mul(2).contiguous();
    expect(Array.from(there.dataSync())).toEqual([2, 4]);
    await initDevice("gpu", { mode: "webasm" });
    await expect(there.data()).rejects.toThrow("a device that initDevice has closed; make the tensor anew");
    expect(() => x.add(1).dataSync()).toThrow("a device that initDevice has closed");
  });
});

const missing = await open("webgpu");

describe.skipIf(missing !== undefined)("on webgpu", () => {
  beforeAll(async () => {
    await initDevice("gpu", { mode: "webgpu" });
  });

  test("elements that were computed there cannot be read at once; those that were brought there can", async () => {
    const x = tensor([1, 2, 3], { device: "gpu" });
    const sum = x.sum();
    expect(sum.isReadable).toBe(false);
    expect(() => sum.item()).toThrow("write await x.data(), or (await x.data())[0] for one number");
    expect(() => sum.toArray()).toThrow("webgpu cannot read elements at once");
    expect(() => sum.to("cpu")).toThrow("webgpu cannot read elements at once");
    expect(sum.toString()).toBe("tensor(..., shape=[], dtype=float32, device=gpu)");
    expect((await sum.data())[0]).toBe(6);
    const index = tensor([2, 0], { dtype: "int32", device: "gpu" });
    expect(index.isReadable).toBe(true);
    expect(Array.from(index.dataSync())).toEqual([2, 0]);
    expect(() => x.indexSelect(0, tensor([3], { dtype: "int32", device: "gpu" }))).toThrow(
      "index 3 at position [0] is out of range",
    );
  });

  test("a failure in the queue is thrown where it is read, from all that depends on it and nothing else", async () => {
    const wide = ones([1, 30_000], { device: "gpu" });
    // Larger than a buffer can be: found out when it is launched.
    const impossible = matmul(wide.transpose(0, 1).contiguous(), wide.reshape([1, 30_000]));
    const after = impossible.sum(0).mul(2);
    const beside = wide.sum();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(after.data()).rejects.toThrow(/take \d+ bytes; a buffer on this device has at most \d+/);
    await expect(impossible.data()).rejects.toThrow("Use smaller batches");
    expect((await beside.data())[0]).toBe(30_000);
  });

  test("ten thousand operations that wait are an error that says what to await", async () => {
    const x = ones([3], { device: "gpu" });
    const run = (): void => {
      // A kernel that was not compiled before, and whatever comes behind it.
      let y = matmul(ones([1, 3], { device: "gpu" }), ones([3, 17], { device: "gpu" }));
      for (let i = 0; i < 10_100; i++)
        y = matmul(ones([1, 17], { device: "gpu" }), ones([17, 17], { device: "gpu" }));
      void y;
    };
    expect(run).toThrow("10000 operations wait to be launched");
    expect(run).toThrow("write (await loss.data())[0] in each step");
    expect(gpuInfo().queued).toBeGreaterThan(9000);
    while (gpuInfo().queued > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(Array.from(await x.mul(2).data())).toEqual([2, 2, 2]);
  });

  test("a lost device says so, leaves tensors elsewhere whole, and can be opened again", async () => {
    // The device is gpu.js's own; it shows when it makes a buffer.
    const { GPUDevice } = globalThis as unknown as {
      GPUDevice: { prototype: { createBuffer(): object; destroy(): void } };
    };
    const createBuffer = vi.spyOn(GPUDevice.prototype, "createBuffer");
    await zeros([12_345], { device: "gpu" })
      .contiguous()
      .add(ones([12_345], { device: "gpu" }))
      .data();
    const device = createBuffer.mock.contexts[0] as unknown as { destroy(): void };
    createBuffer.mockRestore();
    const here = tensor([1, 2], { device: "wasm" });
    const there = here.to("gpu").mul(3);
    expect(Array.from(await there.data())).toEqual([3, 6]);
    device.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(there.add(1).data()).rejects.toThrow(/the device was lost.*initDevice\("gpu"\) again/s);
    expect(Array.from(here.dataSync())).toEqual([1, 2]);
    await initDevice("gpu", { mode: "webgpu" });
    expect(Array.from(await here.to("gpu").mul(3).data())).toEqual([3, 6]);
    expect(backendOf("gpu").device).toBe("gpu");
  });
});
