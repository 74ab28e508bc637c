/**
 * gpu.js as far as it is used here, and how it is loaded. It is an optional peer: whoever wants no GPU installs nothing. Its own
 * declarations are not imported, so that ours compile without it.
 */

/** gpu.js's names of what can compute. */
export type GpuMode = "webgpu" | "webgl2" | "headlessgl" | "webasm";

/** An array on the device, as gpu.js hands it out. What it is depends on the mode. */
export type Handle = object;

/** What one call of a kernel takes. */
export type Argument = Handle | number;

/** A compiled function with what gpu.js knows of it. */
export interface GpuKernel {
  (...args: readonly Argument[]): unknown;
  /** The instance that does the work; another one after gpu.js fell back to its own cpu mode. */
  readonly kernel: KernelInstance;
  setOutput(output: readonly number[]): void;
  destroy(): void;
}

/** The instance behind a kernel. */
export interface KernelInstance {
  readonly constructor: { readonly mode: string };
  readonly built: boolean;
  build(...args: readonly Argument[]): unknown;
  run(...args: readonly Argument[]): unknown;
}

/** Settings of a kernel. */
export interface KernelSettings {
  readonly output: readonly number[];
  readonly precision: "single";
  readonly pipeline: boolean;
  readonly immutable?: boolean;
  readonly dynamicOutput?: boolean;
  readonly dynamicArguments?: boolean;
  readonly argumentTypes?: readonly string[];
  readonly functions?: readonly HelperFunction[];
}

/** A function that kernels call. */
export interface HelperFunction {
  readonly source: string;
  readonly settings: {
    readonly argumentTypes: Readonly<Record<string, string>>;
    readonly returnType: string;
  };
}

/** A set of kernels in one mode. */
export interface Gpu {
  createKernel(source: string, settings: KernelSettings): GpuKernel;
  destroy(): unknown;
}

/** The module. */
export interface Library {
  readonly GPU: {
    new (settings: { readonly mode: string }): Gpu;
    readonly isWebGL2Supported: boolean;
    readonly isHeadlessGLSupported: boolean;
    readonly isWebAssemblySupported: boolean;
  };
  input(elements: Float32Array, size: readonly number[]): Handle;
}

/**
 * Loads gpu.js.
 *
 * @throws Error if it is not installed
 */
export async function loadLibrary(): Promise<Library> {
  try {
    const module = (await import("gpu.js")) as unknown as Library & { readonly default?: Library };
    return module.GPU === undefined ? (module.default as Library) : module;
  } catch (cause) {
    throw new Error('the device "gpu" needs gpu.js, which is not installed; run: npm install gpu.js', {
      cause,
    });
  }
}
