/** Runs exported models: ONNX Runtime, compiled to WebAssembly. */
import { type DType, type Tensor, type TypedArray, tensor } from "@gradus/tensor";
import * as ort from "onnxruntime-web";

ort.env.wasm.numThreads = 1;
ort.env.logLevel = "error";

/** A model that the runtime has loaded. */
export interface Loaded {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(...inputs: Tensor[]): Promise<Tensor[]>;
}

/** Loads a model; the runtime checks its structure, types and shapes, and refuses what is wrong. */
export async function load(model: Uint8Array): Promise<Loaded> {
  const session = await ort.InferenceSession.create(model);
  const { inputNames, outputNames } = session;
  return {
    inputNames,
    outputNames,
    run: async (...inputs) => {
      const feeds = Object.fromEntries(inputs.map((x, i) => [inputNames[i] as string, toOrt(x)]));
      const results = await session.run(feeds);
      return outputNames.map((name) => fromOrt(results[name] as ort.Tensor));
    },
  };
}

function toOrt(x: Tensor): ort.Tensor {
  const elements = x.dataSync().slice();
  return new ort.Tensor(x.dtype as "float32", elements as Float32Array, x.shape);
}

function fromOrt({ data, dims, type }: ort.Tensor): Tensor {
  return tensor(data as TypedArray, { shape: dims, dtype: type as DType });
}

/** The largest error, relative to 1 or to the value where that is larger; infinite if shapes or types differ. */
export function errorBetween(found: Tensor, expected: Tensor): number {
  if (found.dtype !== expected.dtype || found.shape.join() !== expected.shape.join()) return Infinity;
  const [a, b] = [found.dataSync(), expected.dataSync()];
  let largest = 0;
  for (const [i, y] of b.entries()) {
    const x = a[i] as number;
    if (Object.is(x, y) || x === y) continue;
    const error = Math.abs(x - y) / Math.max(1, Math.abs(y));
    largest = Math.max(largest, Number.isNaN(error) ? Infinity : error);
  }
  return largest;
}
