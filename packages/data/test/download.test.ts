import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheDir, cifar10, download, fashionMnist, mnist, type RemoteSource } from "@gradus/data";
import { afterEach, beforeEach, expect, test } from "vitest";

const content = Uint8Array.from({ length: 200_000 }, (_, i) => (i * i) % 251);
const sha256 = createHash("sha256").update(content).digest("hex");

let dir: string;
const closing: (() => void)[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "download-"));
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await rm(dir, { recursive: true });
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A mirror on this machine, and the ranges that it was asked for. */
async function mirror(answer: Answer): Promise<{ url: string; asked: (string | undefined)[] }> {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.range);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/set/`, asked };
}

const source = (...mirrors: string[]): RemoteSource => ({
  name: "numbers",
  mirrors,
  files: [{ name: "numbers.bin", bytes: content.length, sha256 }],
});

const whole: Answer = ({ headers: { range } }, response) => {
  const start = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
  if (start > 0) {
    response.writeHead(206, {
      "content-range": `bytes ${start}-${content.length - 1}/${content.length}`,
    });
  }
  response.end(content.subarray(start));
};

/** Promises all that is asked for and breaks off after some of it. */
const breaking =
  (after: number): Answer =>
  ({ headers: { range } }, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
    response.writeHead(start > 0 ? 206 : 200, {
      "content-length": content.length - start,
      ...(start > 0 && { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` }),
    });
    response.write(content.subarray(start, start + after), () => setTimeout(() => response.destroy(), 20));
  };

const kept = async () => new Uint8Array(await readFile(join(dir, "numbers.bin")));

test("a file is fetched once, whole, and then found", async () => {
  const { url, asked } = await mirror(whole);
  const progress: number[] = [];
  expect(await download(source(url), { dir, onProgress: ({ received }) => progress.push(received) })).toBe(
    dir,
  );
  expect(await kept()).toEqual(content);
  expect(progress.at(-1)).toBe(content.length);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  await download(source(url), { dir });
  await download(source("http://127.0.0.1:9/"), { dir, offline: true });
  expect(asked).toEqual([undefined]);
  expect(await readdir(dir)).toEqual(["numbers.bin"]);
});

test("an interrupted download goes on behind what has arrived, in the same call", async () => {
  let calls = 0;
  const { url, asked } = await mirror((request, response) =>
    (calls++ === 0 ? breaking(70_000) : whole)(request, response),
  );
  await download(source(url), { dir });
  expect(await kept()).toEqual(content);
  expect(asked).toEqual([undefined, "bytes=70000-"]);
});

test("what an earlier call left behind is not asked for again", async () => {
  const broken = await mirror(breaking(40_000));
  await expect(download(source(broken.url), { dir })).rejects.toThrow("numbers.bin: no mirror has it");
  // Three tries of 40,000 bytes each, all kept.
  expect(await readdir(dir)).toEqual(["numbers.bin.part"]);
  const { url, asked } = await mirror(whole);
  await download(source(url), { dir });
  expect(asked).toEqual(["bytes=120000-"]);
  expect(await kept()).toEqual(content);
});

test("a server that knows no ranges starts over", async () => {
  await writeFile(join(dir, "numbers.bin.part"), content.subarray(0, 1000));
  const { url, asked } = await mirror((_, response) => void response.end(content));
  await download(source(url), { dir });
  expect(asked).toEqual(["bytes=1000-"]);
  expect(await kept()).toEqual(content);
});

test("the next mirror is asked where one has no such file, is silent, or sends another one", async () => {
  const missing = await mirror((_, response) => void response.writeHead(404).end());
  const silent = await mirror(() => undefined);
  const wrong = await mirror((_, response) => void response.end(content.toReversed()));
  const longer = await mirror((_, response) => void response.end(Buffer.concat([content, content])));
  const right = await mirror(whole);
  await download(source("http://127.0.0.1:9/", missing.url, silent.url, wrong.url, longer.url, right.url), {
    dir,
    patience: 100,
  });
  expect(await kept()).toEqual(content);
  for (const { asked } of [missing, silent, wrong, longer, right]) expect(asked.length).toBe(1);
});

test("a file with another hash is never kept, and both hashes are named", async () => {
  const { url } = await mirror((_, response) => void response.end(content.toReversed()));
  const error = await download(source(url), { dir }).catch((error: Error) => error.message);
  const other = createHash("sha256").update(content.toReversed()).digest("hex");
  expect(error).toMatch(`SHA-256 is ${other}, expected ${sha256}`);
  expect(error).toMatch(join(dir, "numbers.bin"));
  expect(await readdir(dir)).toEqual([]);
});

test("a damaged file is fetched anew", async () => {
  await writeFile(join(dir, "numbers.bin"), content.subarray(1));
  const { url } = await mirror(whole);
  await download(source(url), { dir });
  expect(await kept()).toEqual(content);
});

test("offline, what is missing or damaged is said with both ways out", async () => {
  const { url, asked } = await mirror(whole);
  const offline = () => download(source(url), { dir, offline: true }).catch((error: Error) => error.message);
  expect(await offline()).toMatch(/numbers\.bin is missing.*--offline.*--data DIR/);
  await writeFile(join(dir, "numbers.bin"), "damaged");
  expect(await offline()).toMatch(`instead of ${sha256}`);
  expect(asked).toEqual([]);
});

test("an unzipped file stands for the zipped one", async () => {
  await writeFile(join(dir, "numbers.bin"), content);
  const zipped = { ...source(), files: [{ name: "numbers.bin.gz", bytes: 1, sha256: "0" }] };
  expect(await download(zipped, { dir, offline: true })).toBe(dir);
});

test("downloads are kept where the user or the system says", () => {
  expect(cacheDir({ GRADUS_DATA: "here" })).toBe("here");
  expect(cacheDir({ XDG_CACHE_HOME: "caches" }, "linux")).toBe(join("caches", "gradus"));
  expect(cacheDir({ LOCALAPPDATA: "local" }, "win32")).toBe(join("local", "gradus"));
  expect(cacheDir({}, "darwin")).toMatch(join("Library", "Caches", "gradus"));
});

test("every shipped source names mirrors, lengths and hashes that can be ones", () => {
  for (const { mirrors, files } of [mnist, fashionMnist, cifar10]) {
    for (const url of mirrors) expect(new URL("x", url).href).toBe(`${url}x`);
    for (const file of files) {
      expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(file.bytes).toBeGreaterThan(4000);
    }
  }
  const hashes = [mnist, fashionMnist, cifar10].flatMap(({ files }) => files.map(({ sha256 }) => sha256));
  expect(new Set(hashes).size).toBe(9);
});
