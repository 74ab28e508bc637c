import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { readIdx } from "./idx.ts";

/** Labelled grayscale images: image `i` is `images.subarray(i * rows * columns, (i + 1) * rows * columns)`. */
export interface DigitSet {
  /** [count, rows, columns], flat; 0 is background, 255 is ink. */
  readonly images: Uint8Array;
  /** [count], the digit on each image. */
  readonly labels: Uint8Array;
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
}

export interface Digits {
  readonly train: DigitSet;
  readonly test: DigitSet;
}

export interface DigitsOptions {
  /** How many to train on, from the first; where left out, all of the train files (2,000 where there are none). */
  readonly trainCount?: number;
  /** How many to test on, from the last; where left out, all of the t10k files (2,000 where they train too). */
  readonly testCount?: number;
}

/**
 * Reads handwritten digits from a folder of IDX files as MNIST ships them: `train-images-idx3-ubyte`,
 * `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte`, `t10k-labels-idx1-ubyte`, each also with `.gz`, each also
 * with a dot before `idx`.
 *
 * Where the folder has no train files, the t10k files serve for both: their first 2,000 train, their last 2,000
 * test (half of them each, where there are fewer than 4,000).
 *
 * @throws Error where a file is missing (with what was looked for and what the folder holds), is no IDX file (see
 *   {@link readIdx}) or not of the expected shape, where the counts of images and labels differ, or where more
 *   digits are asked for than there are
 */
export async function readDigits(
  dir: string,
  { trainCount, testCount }: DigitsOptions = {},
): Promise<Digits> {
  const names = await list(dir);
  const t10k = await readPair(dir, names, "t10k");
  if (names.some((name) => name.startsWith("train-"))) {
    const train = await readPair(dir, names, "train");
    return {
      train: take(train, 0, asked(dir, "train", trainCount ?? train.count, train.count)),
      test: takeLast(t10k, asked(dir, "test", testCount ?? t10k.count, t10k.count)),
    };
  }

  const half = Math.min(2000, Math.floor(t10k.count / 2));
  const first = asked(dir, "train", trainCount ?? half, t10k.count);
  const last = asked(dir, "test", testCount ?? half, t10k.count);
  if (first + last > t10k.count) {
    throw new Error(
      `${dir}: no train files, and the t10k files hold ${t10k.count} digits: ${first} to train on and ${last} ` +
        "to test on would overlap; ask for fewer",
    );
  }
  return { train: take(t10k, 0, first), test: takeLast(t10k, last) };
}

async function list(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).sort();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT"
        ? "there is no such folder"
        : code === "ENOTDIR"
          ? "this is a file, not a folder"
          : message;
    throw new Error(`${dir}: ${why}; give a folder that holds the MNIST files`, { cause: error });
  }
}

type Part = "train" | "t10k";

async function readPair(dir: string, names: readonly string[], part: Part): Promise<DigitSet> {
  const wanted = [
    variants(`${part}-images`, "idx3-ubyte"),
    variants(`${part}-labels`, "idx1-ubyte"),
  ] as const;
  const [imagesName, labelsName] = wanted.map((candidates) =>
    candidates.find((name) => names.includes(name)),
  );
  if (imagesName === undefined || labelsName === undefined) {
    const missing = wanted.filter((candidates) => !candidates.some((name) => names.includes(name)));
    const held = names.length > 12 ? [...names.slice(0, 12), `${names.length - 12} more`] : names;
    throw new Error(
      `${dir}: missing MNIST files: looked for ${missing.map((candidates) => candidates.join(" or ")).join(", and for ")}; ` +
        `the folder holds ${held.length === 0 ? "nothing" : held.join(", ")}`,
    );
  }

  const [images, imageShape] = await readBytes(join(dir, imagesName), "[count, rows, columns]", 3);
  const [labels, labelShape] = await readBytes(join(dir, labelsName), "[count]", 1);
  const [count, rows, columns] = imageShape as [number, number, number];
  if (labelShape[0] !== count) {
    throw new Error(
      `${dir}: ${imagesName} holds ${count} images, but ${labelsName} holds ${labelShape[0]} labels; ` +
        "they must come from the same data set",
    );
  }
  const wrong = labels.findIndex((label) => label > 9);
  if (wrong >= 0) {
    throw new Error(`${join(dir, labelsName)}: label ${wrong} is ${labels[wrong]}; digits are 0 to 9`);
  }
  return { images, labels, count, rows, columns };
}

/** The names under which one file is shipped: with a dash or a dot before `idx`, plain or gzipped. */
function variants(stem: string, kind: string): string[] {
  return [`${stem}-${kind}`, `${stem}.${kind}`].flatMap((name) => [name, `${name}.gz`]);
}

async function readBytes(
  path: string,
  layout: string,
  axes: number,
): Promise<[Uint8Array, readonly number[]]> {
  const { shape, dtype, data } = readIdx(await readFile(path), path);
  if (!(data instanceof Uint8Array) || shape.length !== axes) {
    throw new Error(`${path}: expected u8 of shape ${layout}, got ${dtype} of shape [${shape.join(", ")}]`);
  }
  return [data, shape];
}

function asked(dir: string, use: string, count: number, available: number): number {
  if (!Number.isInteger(count) || count < 0 || count > available) {
    throw new Error(`${dir}: asked for ${count} digits to ${use} on, but there are ${available}`);
  }
  return count;
}

function take({ images, labels, rows, columns }: DigitSet, from: number, count: number): DigitSet {
  const pixels = rows * columns;
  return {
    images: images.subarray(from * pixels, (from + count) * pixels),
    labels: labels.subarray(from, from + count),
    count,
    rows,
    columns,
  };
}

function takeLast(set: DigitSet, count: number): DigitSet {
  return take(set, set.count - count, count);
}
