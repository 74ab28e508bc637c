import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Labelled color images: image `i` is `images.subarray(i * 3072, (i + 1) * 3072)`, as [3, 32, 32]: red, green, blue. */
export interface Cifar10Set {
  /** [count, 3, 32, 32], flat, 0 to 255. */
  readonly images: Uint8Array;
  /** [count], see {@link cifar10Classes}. */
  readonly labels: Uint8Array;
  readonly count: number;
}

/** What the ten labels of CIFAR-10 stand for. */
export const cifar10Classes: readonly string[] = [
  "airplane",
  "automobile",
  "bird",
  "cat",
  "deer",
  "dog",
  "frog",
  "horse",
  "ship",
  "truck",
];

const PIXELS = 3 * 32 * 32;
const RECORD = 1 + PIXELS;

/**
 * Reads a file of CIFAR-10's binary version: records of one byte for the label and 3,072 for the image.
 *
 * @param what the name of the file, for messages
 * @throws Error where the bytes are no whole number of records, or a label is above 9
 * @see A. Krizhevsky, "Learning multiple layers of features from tiny images", 2009
 */
export function parseCifar10(bytes: Uint8Array, what = "CIFAR-10 data"): Cifar10Set {
  const count = bytes.length / RECORD;
  if (!Number.isInteger(count) || count === 0)
    throw new Error(
      `${what}: ${bytes.length} bytes are no whole number of records of ${RECORD} bytes; use CIFAR-10's binary version`,
    );
  const images = new Uint8Array(count * PIXELS);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const label = bytes[i * RECORD] as number;
    if (label > 9) throw new Error(`${what}: label ${i} is ${label}; CIFAR-10 has classes 0 to 9`);
    labels[i] = label;
    images.set(bytes.subarray(i * RECORD + 1, (i + 1) * RECORD), i * PIXELS);
  }
  return { images, labels, count };
}

/**
 * Reads CIFAR-10 from a folder with the files of its binary version: `data_batch_1.bin` to `data_batch_5.bin`, which train,
 * and `test_batch.bin`.
 *
 * @throws Error where a file is missing or is none of them (see {@link parseCifar10})
 */
export async function readCifar10(dir: string): Promise<{ train: Cifar10Set; test: Cifar10Set }> {
  const read = async (name: string): Promise<Cifar10Set> => {
    const path = join(dir, name);
    try {
      return parseCifar10(await readFile(path), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      throw new Error(
        `${dir}: no file ${name}; give the folder cifar-10-batches-bin, with data_batch_1.bin to 5 and test_batch.bin`,
        { cause: error },
      );
    }
  };
  const parts = await Promise.all([1, 2, 3, 4, 5].map((i) => read(`data_batch_${i}.bin`)));
  return { train: joined(parts), test: await read("test_batch.bin") };
}

function joined(parts: readonly Cifar10Set[]): Cifar10Set {
  return {
    images: new Uint8Array(Buffer.concat(parts.map(({ images }) => images))),
    labels: new Uint8Array(Buffer.concat(parts.map(({ labels }) => labels))),
    count: parts.reduce((sum, { count }) => sum + count, 0),
  };
}
