import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { RemoteFile } from "./sources.ts";

/** How far the download of a file is. */
export interface Progress {
  readonly file: string;
  readonly received: number;
  readonly bytes: number;
}

export interface FetchOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** How long a server may stay silent, in milliseconds. */
  readonly patience: number;
}

/** Tries on one mirror, each of which takes up where the last one broke off. */
const tries = 3;

/**
 * Brings a file from the first mirror that has it, whole and unchanged, to `path`.
 *
 * What is there so far lies in `path.part`, also after an error or the end of the process, and is asked for no more: the
 * next try starts behind it (RFC 9110, section 14). Only what has the right SHA-256 gets the name `path`.
 *
 * @throws Error where no mirror has it, with what was wrong with each
 */
export async function fetchFile(
  file: RemoteFile,
  mirrors: readonly string[],
  path: string,
  options: FetchOptions,
): Promise<void> {
  const part = `${path}.part`;
  const failures: string[] = [];
  for (const mirror of mirrors) {
    const url = new URL(file.name, mirror);
    for (let left = tries; left > 0; left--) {
      const before = await sizeOf(part);
      try {
        if (before < file.bytes) await append(url, part, before, file, options);
        await verify(part, file);
        await rename(part, path);
        return;
      } catch (error) {
        failures.push(`${url}: ${reason(error)}`);
        // A server that sent nothing will hardly do so when asked again.
        if ((await sizeOf(part)) <= before) break;
      }
    }
  }
  throw new Error(
    `${file.name}: no mirror has it:\n  ${failures.join("\n  ")}\nTry again later, or put the file at ${path} by hand`,
  );
}

async function append(
  url: URL,
  part: string,
  from: number,
  file: RemoteFile,
  { onProgress, patience }: FetchOptions,
): Promise<void> {
  const silence = new AbortController();
  const alarm = setTimeout(() => silence.abort(new Error(`no answer for ${patience / 1000} s`)), patience);
  try {
    const response = await fetch(url, {
      signal: silence.signal,
      // An encoded answer would be decoded on the way, and then neither lengths nor hashes fit.
      headers: { "accept-encoding": "identity", ...(from > 0 && { range: `bytes=${from}-` }) },
    });
    // A server without ranges answers 200 and starts over; so do we.
    const start = response.status === 206 ? from : 0;
    if (!response.ok || response.body === null) {
      throw new Error(`the server answered ${response.status} ${response.statusText}`.trim());
    }
    const range = response.headers.get("content-range");
    if (start > 0 && !range?.startsWith(`bytes ${start}-`)) {
      throw new Error(`asked for the bytes from ${start} on, got ${range ?? "others"}`);
    }
    const handle = await open(part, start > 0 ? "r+" : "w");
    let received = start;
    try {
      await pipeline(response.body, async (chunks: AsyncIterable<Uint8Array>) => {
        for await (const chunk of chunks) {
          alarm.refresh();
          if (received + chunk.length > file.bytes) throw new Error(`expected ${file.bytes} bytes, got more`);
          await handle.write(chunk, 0, chunk.length, received);
          received += chunk.length;
          onProgress?.({ file: file.name, received, bytes: file.bytes });
        }
      });
    } finally {
      await handle.close();
    }
    if (received < file.bytes) throw new Error(`the answer ended after ${received} of ${file.bytes} bytes`);
  } finally {
    clearTimeout(alarm);
  }
}

/** Throws where the file is not the one expected, and removes it: nothing can be continued from it. */
async function verify(path: string, { sha256: expected }: RemoteFile): Promise<void> {
  const found = await sha256(path);
  if (found === expected) return;
  await rm(path);
  throw new Error(`its SHA-256 is ${found}, expected ${expected}; thrown away`);
}

/** The SHA-256 of a file, in hexadecimal digits. */
export async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** The length of a file in bytes; 0 where there is none. */
export async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
    throw error;
  }
}

function reason(error: unknown): string {
  const { message, cause } = error as Error;
  // fetch itself says no more than "fetch failed".
  return cause instanceof Error
    ? `${message}: ${cause.message || (cause as NodeJS.ErrnoException).code}`
    : message;
}
