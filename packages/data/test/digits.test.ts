import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readDigits, writeIdx } from "@gradus/data";
import { afterEach, beforeEach, expect, test } from "vitest";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "digits-"));
});
afterEach(() => rm(dir, { recursive: true }));

const rows = 2;
const columns = 3;
const put = (name: string, bytes: Uint8Array) => writeFile(join(dir, name), bytes);

/** Image i is filled with i + `first`, and shows the digit i modulo 10. */
function images(count: number, first = 0): Uint8Array {
  const data = Uint8Array.from(
    { length: count * rows * columns },
    (_, i) => first + Math.floor(i / (rows * columns)),
  );
  return writeIdx({ shape: [count, rows, columns], dtype: "u8", data });
}

function labels(count: number): Uint8Array {
  return writeIdx({
    shape: [count],
    dtype: "u8",
    data: Uint8Array.from({ length: count }, (_, i) => i % 10),
  });
}

async function putT10k(count: number): Promise<void> {
  await put("t10k-images-idx3-ubyte", images(count));
  await put("t10k-labels-idx1-ubyte", labels(count));
}

test("train and t10k files, plain or gzipped, with a dash or a dot, are the two sets", async () => {
  await put("train-images.idx3-ubyte.gz", gzipSync(images(5, 100)));
  await put("train-labels.idx1-ubyte", labels(5));
  await put("t10k-images-idx3-ubyte", images(3));
  await put("t10k-labels-idx1-ubyte.gz", gzipSync(labels(3)));
  const { train, test } = await readDigits(dir);
  expect(train).toMatchObject({ count: 5, rows, columns, labels: Uint8Array.of(0, 1, 2, 3, 4) });
  expect(train.images).toEqual(Uint8Array.from({ length: 30 }, (_, i) => 100 + Math.floor(i / 6)));
  expect(test).toMatchObject({ count: 3, rows, columns, labels: Uint8Array.of(0, 1, 2) });
  expect(test.images.length).toBe(18);

  const fewer = await readDigits(dir, { trainCount: 2, testCount: 1 });
  expect([...fewer.train.labels]).toEqual([0, 1]);
  expect([...fewer.test.labels]).toEqual([2]);
});

test("without train files, the first 2,000 of t10k train and the last 2,000 test", async () => {
  await putT10k(4100);
  const { train, test } = await readDigits(dir);
  expect([train.count, test.count]).toEqual([2000, 2000]);
  expect([train.labels[0], train.labels.at(-1)]).toEqual([0, 1999 % 10]);
  expect([test.labels[0], test.labels.at(-1)]).toEqual([2100 % 10, 4099 % 10]);
  expect(test.images[0]).toBe(2100 % 256);
});

test("without train files and with few digits, half of them train; other counts are taken from both ends", async () => {
  await putT10k(9);
  const halves = await readDigits(dir);
  expect([[...halves.train.labels], [...halves.test.labels]]).toEqual([
    [0, 1, 2, 3],
    [5, 6, 7, 8],
  ]);
  const asked = await readDigits(dir, { trainCount: 7, testCount: 2 });
  expect([[...asked.train.labels], [...asked.test.labels]]).toEqual([
    [0, 1, 2, 3, 4, 5, 6],
    [7, 8],
  ]);
  await expect(readDigits(dir, { trainCount: 7, testCount: 3 })).rejects.toThrow(
    /9 digits: 7 to train.* 3 to test.*overlap/,
  );
  await expect(readDigits(dir, { trainCount: 10 })).rejects.toThrow(
    "asked for 10 digits to train on, but there are 9",
  );
  await expect(readDigits(dir, { testCount: -1 })).rejects.toThrow("asked for -1 digits to test on");
});

test("a missing file is reported with all that was looked for and what is there", async () => {
  await expect(readDigits(dir)).rejects.toThrow(
    /looked for t10k-images-idx3-ubyte or .*the folder holds nothing/,
  );
  await put("t10k-images-idx3-ubyte", images(1));
  await put("readme.txt", new Uint8Array());
  const missing = await readDigits(dir).catch((error: Error) => error.message);
  expect(missing).toMatch("t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte.gz or t10k-labels.idx1-ubyte");
  expect(missing).not.toMatch("looked for t10k-images");
  expect(missing).toMatch("holds readme.txt, t10k-images-idx3-ubyte");
});

test("half a pair of train files is a missing file, not a folder without train files", async () => {
  await putT10k(4);
  await put("train-labels-idx1-ubyte", labels(4));
  await expect(readDigits(dir)).rejects.toThrow("looked for train-images-idx3-ubyte or");
});

test("counts that differ are reported with both", async () => {
  await put("t10k-images-idx3-ubyte", images(3));
  await put("t10k-labels-idx1-ubyte", labels(4));
  await expect(readDigits(dir)).rejects.toThrow(
    "t10k-images-idx3-ubyte holds 3 images, but t10k-labels-idx1-ubyte holds 4 labels",
  );
});

test("files that are damaged, swapped or hold other labels are reported by name", async () => {
  await putT10k(2);
  await put("t10k-images-idx3-ubyte", images(2).subarray(0, 20));
  await expect(readDigits(dir)).rejects.toThrow(/t10k-images-idx3-ubyte: truncated/);
  await put("t10k-images-idx3-ubyte", labels(2));
  await expect(readDigits(dir)).rejects.toThrow(
    "expected u8 of shape [count, rows, columns], got u8 of shape [2]",
  );
  await put("t10k-images-idx3-ubyte", images(2));
  await put("t10k-labels-idx1-ubyte", writeIdx({ shape: [2], dtype: "u8", data: Uint8Array.of(3, 77) }));
  await expect(readDigits(dir)).rejects.toThrow(/t10k-labels-idx1-ubyte: label 1 is 77; digits are 0 to 9/);
});

test("what is no folder is reported", async () => {
  await expect(readDigits(join(dir, "none"))).rejects.toThrow(/none: there is no such folder/);
  await put("file", new Uint8Array());
  await expect(readDigits(join(dir, "file"))).rejects.toThrow(/file: this is a file, not a folder/);
});
