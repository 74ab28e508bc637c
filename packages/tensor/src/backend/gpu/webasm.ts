/** The mode `webasm`: gpu.js compiles kernels to WebAssembly. There is no device; arrays are JavaScript's. */
import type { Driver } from "./driver.ts";
import { KernelCache } from "./kernel-cache.ts";
import type { Handle, Library } from "./library.ts";
import type { Program } from "./source.ts";

/** Each kernel of this mode has a memory of its own, with gigabytes of addresses reserved. */
const MOST_KERNELS = 256;

/** Opens the mode. */
export function openWebAssembly(library: Library): Driver {
  if (!library.GPU.isWebAssemblySupported) throw new Error("this engine has no WebAssembly");
  const gpu = new library.GPU({ mode: "webasm" });
  const cache = new KernelCache(MOST_KERNELS);
  return {
    mode: "webasm",
    description: "WebAssembly on the processor",
    readsAtOnce: true,
    upload: (elements) => elements,
    launch({ source, functions, scalars, length }: Program, inputs: readonly Handle[]): Handle {
      const sizes = inputs.map((elements) => (elements as Float32Array).length);
      const kernel = cache.get([length, sizes, source].join("|"), () =>
        gpu.createKernel(source, {
          output: [length],
          precision: "single",
          pipeline: true,
          functions,
          argumentTypes: [...inputs.map(() => "Input"), ...scalars.map(() => "Float")],
        }),
      );
      const arrays = inputs.map((elements, i) =>
        library.input(elements as Float32Array, [sizes[i] as number]),
      );
      return kernel(...arrays, ...scalars) as Float32Array;
    },
    read: (handle) => handle as Float32Array,
    free: () => {},
    executed: () => cache.last?.constructor.mode ?? "none",
    kernels: cache,
    destroy: () => cache.clear(),
  };
}
