/** A device that is not open says how to open it, and without its optional peers which command installs them. */
import { gpuInfo, initDevice, ones, setDefaultDevice, tensor } from "@gradus/tensor";
import { expect, test, vi } from "vitest";

vi.mock("gpu.js", () => {
  throw new Error("Cannot find package 'gpu.js'");
});

test("before it is open, the device says how to open it", () => {
  expect(() => setDefaultDevice("gpu")).toThrow('write once: await initDevice("gpu")');
  expect(() => ones([2]).to("gpu")).toThrow('write once: await initDevice("gpu")');
  expect(gpuInfo()).toMatchObject({ mode: null, executed: "none", buffers: 0 });
});

test("gpu.js is asked for by the command that installs it, and nothing else is lost", async () => {
  await expect(initDevice("gpu")).rejects.toThrow("run: npm install gpu.js");
  expect(Array.from(tensor([1, 2]).mul(2).dataSync())).toEqual([2, 4]);
});
