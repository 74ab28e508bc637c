import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadCifar10 } from "@gradus/data";
import { create } from "tar";
import { afterEach, beforeEach, expect, test } from "vitest";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "cifar-"));
});
afterEach(() => rm(dir, { recursive: true }));

const folder = "cifar-10-batches-bin";

/** Six files of one image each; batch i shows class i and is filled with i, the test batch with 9. */
async function archive(): Promise<Buffer> {
  await mkdir(join(dir, "made", folder), { recursive: true });
  for (const [name, i] of [...[1, 2, 3, 4, 5].map((i) => [`data_batch_${i}`, i]), ["test_batch", 9]]) {
    await writeFile(join(dir, "made", folder, `${name}.bin`), new Uint8Array(3073).fill(Number(i)));
  }
  await create({ gzip: true, file: join(dir, "made.tar.gz"), cwd: join(dir, "made") }, [folder]);
  return readFile(join(dir, "made.tar.gz"));
}

test("an archive that is there is unpacked once, without the network", async () => {
  const bytes = await archive();
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const source = {
    name: "small",
    mirrors: [],
    files: [{ name: "small.tar.gz", bytes: bytes.length, sha256 }],
  };
  const data = join(dir, "data");
  await mkdir(data);
  await writeFile(join(data, "small.tar.gz"), bytes);
  const { train, test } = await loadCifar10({ dir: data, offline: true, source });
  expect([...train.labels, ...test.labels]).toEqual([1, 2, 3, 4, 5, 9]);
  expect(train.images[3072]).toBe(2);
  expect((await readdir(data)).sort()).toEqual([folder, "small.tar.gz"]);

  await rm(join(data, "small.tar.gz"));
  for (const named of [data, join(data, folder)]) {
    expect((await loadCifar10({ dir: named, offline: true, source })).test.count).toBe(1);
  }
});
