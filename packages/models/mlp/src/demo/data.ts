/** The data of the demos. */
import { type DigitSet, readDigits, strokeDigits, TensorDataset } from "@gradus/data";
import { type Device, type Tensor, tensor } from "@gradus/tensor";

/** Samples in memory. */
export type Samples = TensorDataset<readonly [x: Tensor, y: Tensor]>;

/** Digits as rows of 784 numbers from 0 to 1. */
export interface DigitSamples {
  readonly train: Samples;
  readonly test: Samples;
  /** For the reader. */
  readonly about: string;
}

/** Images are changed where plain code reaches them; batches then go to the device that computes. */
export function homeOf(device: Device): Device {
  return device === "gpu" ? "cpu" : device;
}

/**
 * Real digits from a folder: the first 8,000 to train on and the last 2,000 to test; without a folder as many that are drawn.
 * `quick` takes a few hundred.
 */
export async function digitSamples(
  folder: string | undefined,
  { quick, device }: { readonly quick: boolean; readonly device: Device },
): Promise<DigitSamples> {
  const [trainCount, testCount] = quick ? [300, 100] : [8000, 2000];
  if (folder !== undefined) {
    const { train, test } = await readDigits(folder, { trainCount, testCount });
    return {
      train: bytes(train, device),
      test: bytes(test, device),
      about: `${trainCount} real digits to train on, ${testCount} others to test`,
    };
  }
  const [train, test] = [
    strokeDigits({ count: trainCount, seed: 1 }),
    strokeDigits({ count: testCount, seed: 2 }),
  ];
  return {
    train: floats(train, device),
    test: floats(test, device),
    about: `${trainCount} drawn digits to train on, ${testCount} others to test (--data FOLDER takes real ones)`,
  };
}

function bytes({ images, labels }: DigitSet, device: Device): Samples {
  return floats({ images: Float32Array.from(images, (byte) => byte / 255), labels }, device);
}

function floats(
  { images, labels }: { readonly images: Float32Array; readonly labels: Uint8Array },
  device: Device,
): Samples {
  const home = { device: homeOf(device) };
  const x = tensor(images, { shape: [labels.length, images.length / labels.length], ...home });
  return new TensorDataset(x, tensor(Int32Array.from(labels), home));
}

/** Numbers as rows `[N, K]`, and their targets: float32, or classes as int32. */
export function rows(x: readonly (readonly number[])[], y: readonly number[], classes: boolean): Samples {
  const inputs = tensor(Float32Array.from(x.flat()), { shape: [x.length, x[0]?.length ?? 0] });
  return new TensorDataset(inputs, tensor(classes ? Int32Array.from(y) : Float32Array.from(y)));
}
