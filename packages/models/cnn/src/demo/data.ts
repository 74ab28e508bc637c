/** Digits as images. */
import { type DigitSet, readDigits, strokeDigits, TensorDataset } from "@gradus/data";
import { type Device, tensor } from "@gradus/tensor";
import type { Batch } from "../train.ts";

/** Images `[N, 1, 28, 28]` from 0 to 1, and their classes. */
export type Samples = TensorDataset<Batch>;

/** Drawn digits; classes count from the first of `digits`. */
export function drawnSamples(
  options: { readonly count: number; readonly seed: number; readonly digits?: readonly number[] },
  device: Device,
): Samples {
  return samples(strokeDigits(options), options.digits, device);
}

/** Real digits of a folder: the first of its train files and the last of its test files. */
export async function realSamples(
  folder: string,
  {
    train,
    test,
    digits,
  }: { readonly train: number; readonly test: number; readonly digits?: readonly number[] },
  device: Device,
): Promise<{ readonly train: Samples; readonly test: Samples }> {
  const sets = await readDigits(folder, { trainCount: train, testCount: test });
  return {
    train: samples(floats(sets.train), digits, device),
    test: samples(floats(sets.test), digits, device),
  };
}

interface Drawn {
  readonly images: Float32Array;
  readonly labels: Uint8Array;
}

const size = 28 * 28;

function floats({ images, labels }: DigitSet): Drawn {
  return { images: Float32Array.from(images, (byte) => byte / 255), labels };
}

/** Only the images of `digits`, if that is given. They lie where plain code can change them: batches go to the device. */
function samples({ images, labels }: Drawn, digits: readonly number[] | undefined, device: Device): Samples {
  const home = { device: device === "gpu" ? "cpu" : device } as const;
  const chosen = Array.from(labels, (_, i) => i).filter((i) => digits?.includes(labels[i] as number) ?? true);
  const pixels = new Float32Array(chosen.length * size);
  for (const [to, i] of chosen.entries()) pixels.set(images.subarray(i * size, (i + 1) * size), to * size);
  const classes = chosen.map((i) => (labels[i] as number) - (digits?.[0] ?? 0));
  return new TensorDataset(
    tensor(pixels, { shape: [chosen.length, 1, 28, 28], ...home }),
    tensor(Int32Array.from(classes), home),
  );
}

/** Some of the samples. */
export function some({ tensors: [x, y] }: Samples, indices: readonly number[]): Samples {
  const rows = tensor(Int32Array.from(indices), { device: x.device });
  return new TensorDataset(x.indexSelect(0, rows), y.indexSelect(0, rows));
}
