/** `navigator.gpu`: browsers bring it, Node gets it from the package `webgpu`. */

interface WebGpu {
  requestAdapter(): Promise<unknown>;
}

interface Global {
  navigator?: { gpu?: WebGpu };
}

/** Makes sure that there is a `navigator.gpu` with an adapter. Throws an error that says what is missing. */
export async function findWebGpu(): Promise<void> {
  const found = (globalThis as Global).navigator?.gpu ?? (await fromPackage());
  const adapter = await found.requestAdapter();
  if (adapter === null)
    throw new Error("there is WebGPU, but no adapter: no card with a driver (Vulkan, Metal or Direct3D 12)");
}

async function fromPackage(): Promise<WebGpu> {
  if (!("process" in globalThis)) throw new Error("this browser has no WebGPU (navigator.gpu)");
  let webgpu: { create(options: readonly string[]): WebGpu; readonly globals: object };
  // Named in a variable, so that nobody bundles it for browsers.
  const name = "webgpu";
  try {
    webgpu = (await import(name)) as typeof webgpu;
  } catch (cause) {
    throw new Error("there is no navigator.gpu; in Node the package webgpu brings it: npm install webgpu", {
      cause,
    });
  }
  Object.assign(globalThis, webgpu.globals);
  const gpu = webgpu.create([]);
  const { navigator } = globalThis as Global;
  if (navigator === undefined)
    Object.defineProperty(globalThis, "navigator", { value: { gpu }, configurable: true });
  else Object.defineProperty(navigator, "gpu", { value: gpu, configurable: true });
  return gpu;
}
