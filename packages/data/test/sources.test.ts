import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  cifar10Classes,
  DataLoader,
  imageDataset,
  NextTokenDataset,
  parseCifar10,
  readCifar10,
  readLines,
  readText,
} from "@gradus/data";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "sources-"));
});
afterAll(() => rm(dir, { recursive: true }));

/** Records of CIFAR-10: image i is filled with `first` + i, and of class i modulo 10. */
const cifar = (count: number, first = 0) =>
  Uint8Array.from({ length: count * 3073 }, (_, at) => {
    const i = Math.floor(at / 3073);
    return at % 3073 === 0 ? i % 10 : first + i;
  });

test("CIFAR-10: five files train, one tests; labels and planes are where they belong", async () => {
  for (let i = 1; i <= 5; i++) await writeFile(join(dir, `data_batch_${i}.bin`), cifar(2, 10 * i));
  await expect(readCifar10(dir)).rejects.toThrow(
    "no file test_batch.bin; give the folder cifar-10-batches-bin",
  );
  await writeFile(join(dir, "test_batch.bin"), cifar(3));
  const { train, test: judge } = await readCifar10(dir);
  expect([train.count, judge.count]).toEqual([10, 3]);
  expect([...train.labels]).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
  expect([train.images[0], train.images[3071], train.images[3072], train.images.at(-1)]).toEqual([
    10, 10, 11, 51,
  ]);
  expect(cifar10Classes[judge.labels[2]!]).toBe("bird");
});

test("CIFAR-10: what is no such file is refused with what was found", () => {
  expect(() => parseCifar10(cifar(2).subarray(1), "batch.bin")).toThrow(
    "batch.bin: 6145 bytes are no whole number",
  );
  expect(() => parseCifar10(new Uint8Array(0))).toThrow("0 bytes");
  expect(() => parseCifar10(new Uint8Array(3073).fill(10))).toThrow("label 0 is 10");
});

test("labelled bytes become images from 0 to 1 and int32 labels", () => {
  const dataset = imageDataset(
    { images: Uint8Array.of(0, 255, 51, 0), labels: Uint8Array.of(7, 3) },
    [1, 1, 2],
  );
  const [batch] = [...new DataLoader(dataset, { batchSize: 2 }).sync()];
  expect(batch![0].toArray()).toEqual([[[[0, 1]]], [[[expect.closeTo(0.2, 7), 0]]]]);
  expect([batch![1].dtype, batch![1].toArray()]).toEqual(["int32", [7, 3]]);
  expect(() => imageDataset({ images: new Uint8Array(5), labels: new Uint8Array(2) }, [1, 1, 2])).toThrow(
    "5 bytes",
  );
});

test("text is read as UTF-8, with plain line ends and no byte order mark", async () => {
  const path = join(dir, "text.txt");
  await writeFile(path, "\ufeffuno\r\ndos\rtres\n\nñ\n");
  expect(await readText(path)).toBe("uno\ndos\ntres\n\nñ\n");
  expect(await readLines(path)).toEqual(["uno", "dos", "tres", "", "ñ"]);
  await writeFile(path, Buffer.from([97, 10, 98, 10, 0xf1, 10, 99]));
  await expect(readText(path)).rejects.toThrow("text.txt:3: this line is not UTF-8");
  await writeFile(path, Buffer.from([97, 10, 0xc3]));
  await expect(readText(path)).rejects.toThrow("text.txt:2:");
});

test("next tokens: the target is the input one ahead, and without overlap every token is a target once", () => {
  fc.assert(
    fc.property(
      fc.nat(60),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      (n, window, stride) => {
        const tokens = Int32Array.from({ length: n }, (_, i) => 3 * i);
        const dataset = new NextTokenDataset(tokens, window, stride);
        const batches = [...new DataLoader(dataset, { batchSize: 4 }).sync()];
        const rows = (part: 0 | 1) => batches.flatMap((batch) => batch[part].toArray() as number[][]);
        expect(rows(0).length).toBe(dataset.length);
        expect(rows(1)).toEqual(rows(0).map((row) => row.map((token) => token + 3)));
        expect(rows(0).map(([first]) => first)).toEqual(rows(0).map((_, i) => 3 * i * stride));
        // No further window would fit.
        expect(dataset.length * stride + window + 1).toBeGreaterThan(n);
        if (dataset.length > 0) expect(dataset.get(0)[1].toArray()).toEqual(rows(1)[0]);
      },
    ),
  );
  expect(() => new NextTokenDataset(Int32Array.of(1), 0)).toThrow("window is 0");
});
