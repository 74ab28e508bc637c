/** Opening a device: which modes there are, and which is taken. */
import { registerBackend } from "../registry.ts";
import { live } from "./block.ts";
import { driver, isOpen, setDriver } from "./device.ts";
import type { Driver } from "./driver.ts";
import { fallbacks } from "./fallback.ts";
import { gpu } from "./index.ts";
import { type GpuMode, type Library, loadLibrary } from "./library.ts";
import { abandon, queued } from "./queue.ts";
import { openWebAssembly } from "./webasm.ts";
import { openWebGL } from "./webgl.ts";
import { openWebGpu } from "./webgpu.ts";

/** From the fastest to the one that is everywhere. */
const modes: readonly GpuMode[] = ["webgpu", "webgl2", "headlessgl", "webasm"];

/** What became of each mode that was tried. */
const tried = new Map<GpuMode, string>();

const openers: { readonly [mode in GpuMode]: (library: Library) => Driver | Promise<Driver> } = {
  webgpu: openWebGpu,
  webgl2: (library) => openWebGL(library, "webgl2"),
  headlessgl: (library) => openWebGL(library, "headlessgl"),
  webasm: openWebAssembly,
};

/** What `initDevice` takes. */
export interface InitDeviceOptions {
  /** gpu.js's name of a mode; without it the first that works of webgpu, webgl2, headlessgl, webasm. */
  readonly mode?: GpuMode;
}

/** What there is, and how it is used. */
export interface GpuInfo {
  /** The mode in use; null before `initDevice`. */
  readonly mode: GpuMode | null;
  /** Who computes. */
  readonly description: string;
  /** What became of each mode: "works", "not tried", or why it does not work. */
  readonly modes: { readonly [mode in GpuMode]: string };
  /** The mode in which the last kernel really ran. */
  readonly executed: string;
  /** Kernels compiled and launched so far. */
  readonly compiled: number;
  readonly launched: number;
  /** Arrays on the device that tensors hold, and their bytes. */
  readonly buffers: number;
  readonly bytes: number;
  /** Launches that wait. */
  readonly queued: number;
}

/**
 * Opens the device "gpu". After that `x.to("gpu")` and `setDefaultDevice("gpu")` work, at once. Calling it again with another mode
 * closes the first: what was on it is gone.
 *
 * @throws Error if gpu.js is not installed, or the mode (or none of them) works here; it says why for each
 */
export async function initDevice(device: "gpu", options: InitDeviceOptions = {}): Promise<GpuInfo> {
  if (device !== "gpu") throw new TypeError(`initDevice: device "${device}"; only "gpu" has to be opened`);
  const { mode } = options;
  if (mode !== undefined && !modes.includes(mode))
    throw new TypeError(`initDevice: mode "${mode}"; modes are ${modes.join(", ")}`);
  const library = await loadLibrary();
  tried.clear();
  for (const candidate of mode === undefined ? modes : [mode]) {
    const opened = await attempt(library, candidate);
    if (opened === null) continue;
    if (isOpen()) {
      abandon(new Error("gpu: the device was closed by initDevice"));
      driver().destroy();
    }
    setDriver(opened);
    registerBackend(gpu);
    return gpuInfo();
  }
  const reasons = [...tried].map(([name, reason]) => `${name}: ${reason}`).join("; ");
  throw new Error(`initDevice: no mode of gpu.js works here. ${reasons}`);
}

async function attempt(library: Library, mode: GpuMode): Promise<Driver | null> {
  try {
    const opened = await openers[mode](library);
    tried.set(mode, "works");
    return opened;
  } catch (reason) {
    tried.set(mode, (reason as Error).message);
    return null;
  }
}

/** Which mode is in use, why others are not, and what has been done on it. */
export function gpuInfo(): GpuInfo {
  const current = isOpen() ? driver() : null;
  return {
    mode: current?.mode ?? null,
    description: current?.description ?? 'not open: await initDevice("gpu")',
    modes: Object.fromEntries(
      modes.map((mode) => [mode, tried.get(mode) ?? "not tried"]),
    ) as GpuInfo["modes"],
    executed: current?.executed() ?? "none",
    compiled: current?.kernels.compiled ?? 0,
    launched: current?.kernels.launched ?? 0,
    ...live,
    queued: queued(),
  };
}

/** How often each op was done on `wasm`, because the gpu could not: `{}` if never. */
export function gpuFallbacks(): { readonly [op: string]: number } {
  return fallbacks();
}
