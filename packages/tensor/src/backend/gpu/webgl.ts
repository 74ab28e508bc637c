/** The modes `webgl2` and `headlessgl`: arrays are textures, kernels are fragment shaders. */
import type { Driver } from "./driver.ts";
import { KernelCache } from "./kernel-cache.ts";
import type { Handle, Library } from "./library.ts";
import type { Program } from "./source.ts";

const MOST_KERNELS = 1000;

interface Texture {
  readonly type: string;
  toArray(): Float32Array;
  delete(): void;
}

/** Opens one of the two. */
export function openWebGL(library: Library, mode: "webgl2" | "headlessgl"): Driver {
  const { isWebGL2Supported, isHeadlessGLSupported } = library.GPU;
  if (mode === "webgl2" && !isWebGL2Supported) throw new Error("there is no WebGL2 here: it is for browsers");
  if (mode === "headlessgl" && !isHeadlessGLSupported)
    throw new Error("the package gl does not load here: npm install gl, which needs a display (xvfb-run)");
  const gpu = new library.GPU({ mode });
  const cache = new KernelCache(MOST_KERNELS);
  const settings = { precision: "single", pipeline: true, immutable: true } as const;
  let executed = "none";
  let closed = false;
  return {
    mode,
    description: describe(mode),
    readsAtOnce: true,
    upload(elements): Handle {
      const { length } = elements;
      const kernel = cache.get(`upload|${length}`, () =>
        gpu.createKernel("function upload(a) { return a[this.thread.x]; }", {
          ...settings,
          output: [length],
          argumentTypes: ["Input"],
        }),
      );
      return kernel(library.input(elements, [length])) as Handle;
    },
    launch({ source, functions, scalars, length }: Program, inputs: readonly Handle[]): Handle {
      const types = inputs.map((texture) => (texture as Texture).type);
      const sizes = inputs.map((texture) => (texture as unknown as { size: readonly number[] }).size);
      const kernel = cache.get([length, types, sizes, source].join("|"), () =>
        gpu.createKernel(source, {
          ...settings,
          output: [length],
          functions,
          argumentTypes: [...types, ...scalars.map(() => "Float")],
        }),
      );
      const made = kernel(...inputs, ...scalars) as Texture | Float32Array;
      executed = nameOf(kernel.kernel.constructor, mode);
      if (!("delete" in made)) throw new Error(`gpu: a kernel left ${mode} and ran on ${executed}`);
      return made;
    },
    read: (handle) => (handle as Texture).toArray(),
    free(handle) {
      if (!closed) (handle as Texture).delete();
    },
    executed: () => executed,
    kernels: cache,
    destroy() {
      closed = true;
      cache.clear();
      gpu.destroy();
    },
  };
}

/** gpu.js calls every mode with shaders "gpu"; which one it is shows in what the instance has. */
function nameOf(kernel: { readonly mode: string }, mode: string): string {
  return kernel.mode === "gpu" || kernel.mode === mode ? mode : kernel.mode;
}

function describe(mode: string): string {
  return mode === "webgl2" ? "WebGL2" : "OpenGL by the package gl";
}
