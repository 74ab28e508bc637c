import { mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { extract } from "tar";
import { type Digits, type DigitsOptions, readDigits } from "../digits.ts";
import { type Cifar10Set, readCifar10 } from "../source/cifar10.ts";
import { cacheDir, type DownloadOptions, download } from "./download.ts";
import { sizeOf } from "./fetch-file.ts";
import { cifar10, fashionMnist, mnist, type RemoteSource } from "./sources.ts";

/** MNIST, downloaded where it is not there yet. Throws as {@link download} and `readDigits` do. */
export async function loadMnist(options: DownloadOptions & DigitsOptions = {}): Promise<Digits> {
  return readDigits(await download(mnist, options), options);
}

/** Fashion-MNIST, downloaded where it is not there yet; labels 0 to 9 are {@link fashionMnistClasses}. */
export async function loadFashionMnist(options: DownloadOptions & DigitsOptions = {}): Promise<Digits> {
  return readDigits(await download(fashionMnist, options), options);
}

/** What the ten labels of Fashion-MNIST stand for. */
export const fashionMnistClasses: readonly string[] = [
  "T-shirt",
  "trouser",
  "pullover",
  "dress",
  "coat",
  "sandal",
  "shirt",
  "sneaker",
  "bag",
  "ankle boot",
];

/** CIFAR-10, downloaded and unpacked where it is not there yet. Throws as {@link download} and `readCifar10` do. */
export async function loadCifar10(
  options: DownloadOptions & { readonly source?: RemoteSource } = {},
): Promise<{ train: Cifar10Set; test: Cifar10Set }> {
  const { source = cifar10, dir = join(cacheDir(), source.name) } = options;
  // A user who unpacked the archive names the folder that is in it, or the one around it.
  if ((await sizeOf(join(dir, "test_batch.bin"))) > 0) return readCifar10(dir);
  const unpacked = join(dir, "cifar-10-batches-bin");
  if ((await sizeOf(unpacked)) === 0) await unpack(await download(source, { ...options, dir }), source);
  return readCifar10(unpacked);
}

/** Unpacks beside the goal and renames, so that half an archive is never taken for a whole one. */
async function unpack(dir: string, source: RemoteSource): Promise<void> {
  const temporary = await mkdtemp(join(dir, "unpack-"));
  try {
    for (const { name } of source.files) await extract({ file: join(dir, name), cwd: temporary });
    await rename(join(temporary, "cifar-10-batches-bin"), join(dir, "cifar-10-batches-bin"));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
