/**
 * The mode `webgpu`: arrays are buffers, kernels are compute shaders. gpu.js compiles and launches them; buffers are made here and
 * used again when they come back, which gpu.js would make anew for each launch. That takes three of its fields (`Internals`), which
 * is why the peer's version is bound to one minor release.
 */
import type { Driver } from "./driver.ts";
import { KernelCache } from "./kernel-cache.ts";
import type { GpuKernel, Handle, KernelInstance, Library } from "./library.ts";
import { findWebGpu } from "./navigator.ts";
import type { Program } from "./source.ts";

const MOST_KERNELS = 2000;
/** STORAGE, COPY_SRC and COPY_DST, by the specification. */
const USAGE = 0x80 | 0x04 | 0x08;
/** Bytes of buffers kept for later. */
const MOST_POOLED = 2 ** 28;

interface GpuBuffer {
  readonly size: number;
  _refs?: number;
  destroy(): void;
}

interface Device {
  readonly queue: { writeBuffer(buffer: GpuBuffer, offset: number, elements: Float32Array): void };
  readonly limits: { readonly maxStorageBufferBindingSize: number; readonly maxBufferSize: number };
  readonly lost: Promise<{ readonly message: string }>;
  createBuffer(settings: { size: number; usage: number }): GpuBuffer;
  onuncapturederror: ((event: { readonly error: { readonly message: string } }) => void) | null;
}

interface Context {
  readonly device: Device;
  readonly isLost: boolean;
  readonly adapter: { readonly info?: Readonly<Record<string, string>> };
}

/** What gpu.js calls a pipeline result. */
interface BufferHandle {
  readonly type: "WebGPUBuffer";
  readonly buffer: GpuBuffer;
  readonly output: readonly number[];
  readonly componentCount: 1;
  readonly context: Context;
  readonly _deleted: false;
}

/** Fields of gpu.js's own kernel. */
interface Internals extends KernelInstance {
  readonly context: Context;
  outputBuffer: GpuBuffer | null;
  bindGroupDirty: boolean;
  readBufferResult(handle: Handle): Promise<Float32Array>;
}

/** Opens the mode. */
export async function openWebGpu(library: Library): Promise<Driver> {
  await findWebGpu();
  const gpu = new library.GPU({ mode: "webgpu" });
  const cache = new KernelCache(MOST_KERNELS);
  const pool = new BufferPool();

  const make = (source: string, types: readonly string[], program?: Program): GpuKernel =>
    gpu.createKernel(source, {
      output: program === undefined ? [1] : outputOf(program),
      precision: "single",
      pipeline: true,
      immutable: false,
      dynamicOutput: true,
      dynamicArguments: true,
      argumentTypes: types,
      ...(program && { functions: program.functions }),
    });

  // The reader is a kernel like any other; its first launch brings the device.
  const reader = make("function first(a) { return a[this.thread.x]; }", ["Input"]);
  await (reader(library.input(new Float32Array(1), [1])) as Promise<Handle>);
  const { context, readBufferResult } = reader.kernel as Internals;
  const { device } = context;
  const failures: string[] = [];
  let closed = false;
  device.onuncapturederror = ({ error }) => failures.push(error.message);
  device.lost.then(({ message }) => failures.push(`the device was lost: ${message}`));

  const check = (): void => {
    const failure = failures[0];
    if (failure === undefined) return;
    if (!context.isLost) failures.length = 0;
    throw new Error(`gpu: ${explain(failure)}`);
  };
  const handleOf = (buffer: GpuBuffer, length: number): BufferHandle => {
    return { type: "WebGPUBuffer", buffer, output: [length], componentCount: 1, context, _deleted: false };
  };
  const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
  const largest = Math.min(maxStorageBufferBindingSize, maxBufferSize);
  const checkSize = (length: number): void => {
    const size = 4 * length;
    if (size <= largest) return;
    throw new RangeError(
      `gpu: ${length} elements take ${size} bytes; a buffer on this device has at most ${largest}. Use smaller batches`,
    );
  };
  const take = (length: number): GpuBuffer => {
    checkSize(length);
    const size = 4 * length;
    return pool.take(size) ?? device.createBuffer({ size, usage: USAGE });
  };

  /** Runs a compiled kernel into a buffer of ours. */
  const run = (kernel: GpuKernel, program: Program, inputs: readonly Handle[]): Handle => {
    check();
    const { length, scalars } = program;
    const instance = kernel.kernel as Internals;
    const buffer = take(length);
    buffer._refs = 2;
    instance.outputBuffer = buffer;
    instance.bindGroupDirty = true;
    kernel.setOutput(outputOf(program));
    try {
      // The promise is of a handle that has been there since the launch. Failures are thrown, not promised.
      (instance.run(...inputs, ...scalars) as Promise<unknown>).catch(() => {});
    } finally {
      instance.outputBuffer = null;
    }
    return handleOf(buffer, length);
  };

  return {
    mode: "webgpu",
    description: describe(context.adapter.info ?? {}),
    readsAtOnce: false,
    upload(elements): Handle {
      check();
      const buffer = take(elements.length);
      device.queue.writeBuffer(buffer, 0, elements);
      return handleOf(buffer, elements.length);
    },
    launch(program, inputs) {
      checkSize(program.length);
      const { source, scalars, width } = program;
      const key = `${program.grid?.length ?? 1}|${width}|${source}`;
      const types = [...inputs.map(() => "WebGPUBuffer"), ...scalars.map(() => "Float")];
      const kernel = cache.get(key, () => make(source, types, program));
      if (kernel.kernel.built) return run(kernel, program, inputs);
      const built = Promise.resolve(kernel.kernel.build(...inputs, ...scalars));
      return built.then(
        () => {
          // gpu.js has made a buffer for the result; ours take its place.
          (kernel.kernel as Internals).outputBuffer?.destroy();
          return run(kernel, program, inputs);
        },
        (cause: unknown) => {
          cache.forget(key);
          throw cause;
        },
      );
    },
    async read(handle) {
      check();
      const elements = await readBufferResult.call(reader.kernel, handle);
      check();
      return elements;
    },
    free(handle) {
      const { buffer } = handle as BufferHandle;
      if (closed) buffer.destroy();
      else pool.give(buffer);
    },
    executed: () => cache.last?.constructor.mode ?? "none",
    kernels: cache,
    destroy() {
      closed = true;
      cache.clear();
      pool.clear();
    },
  };
}

/** Threads of a program. */
function outputOf({ length, width, grid }: Program): readonly number[] {
  return grid ?? [length / width];
}

/** Buffers that came back, by size. */
class BufferPool {
  readonly #free = new Map<number, GpuBuffer[]>();
  #bytes = 0;

  take(size: number): GpuBuffer | undefined {
    const buffer = this.#free.get(size)?.pop();
    if (buffer !== undefined) this.#bytes -= size;
    return buffer;
  }

  give(buffer: GpuBuffer): void {
    const { size } = buffer;
    if (this.#bytes + size > MOST_POOLED) {
      buffer.destroy();
      return;
    }
    this.#bytes += size;
    const list = this.#free.get(size);
    if (list === undefined) this.#free.set(size, [buffer]);
    else list.push(buffer);
  }

  clear(): void {
    for (const list of this.#free.values()) for (const buffer of list) buffer.destroy();
    this.#free.clear();
    this.#bytes = 0;
  }
}

/** A card's name: of what browsers tell, whatever there is. */
function describe({ vendor, architecture, device, description }: Readonly<Record<string, string>>): string {
  const parts = [vendor, architecture, device, description].filter(
    (part) => part !== undefined && part !== "",
  );
  return parts.length === 0 ? "an adapter without a name" : parts.join(", ");
}

function explain(failure: string): string {
  if (/lost/.test(failure))
    return `${failure}. What was on it is gone; tensors on other devices are whole. Call initDevice("gpu") again`;
  if (/memory/i.test(failure)) return `out of memory: ${failure}. Use smaller batches, or scope(() => ...)`;
  return failure;
}
