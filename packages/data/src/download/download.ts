import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fetchFile, type Progress, sha256, sizeOf } from "./fetch-file.ts";
import type { RemoteFile, RemoteSource } from "./sources.ts";

export interface DownloadOptions {
  /**
   * The folder that the files are looked for and put into, as `--data DIR` names it. Where left out, a folder with the
   * name of the data set in {@link cacheDir}.
   */
  readonly dir?: string | undefined;
  /** Whether to do without the network, as `--offline` asks for. */
  readonly offline?: boolean | undefined;
  /** Called for every piece that arrives. */
  readonly onProgress?: (progress: Progress) => void;
  /** How long a server may stay silent before the next is asked, in milliseconds; 30,000 where left out. */
  readonly patience?: number;
}

/**
 * The folder that downloads are kept in: `$GRADUS_DATA`, or `gradus` in the user's folder for caches.
 */
export function cacheDir(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string {
  if (env["GRADUS_DATA"]) return env["GRADUS_DATA"];
  if (platform === "win32") return join(env["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local"), "gradus");
  if (platform === "darwin") return join(homedir(), "Library", "Caches", "gradus");
  return join(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "gradus");
}

/**
 * Sees to it that all files of a data set lie in a folder, and gives that folder.
 *
 * What is there is kept if its SHA-256 is right, and fetched anew if not. An unzipped file stands for its zipped one, and
 * is taken as it is. What is missing is fetched from the first mirror that has it; an interrupted download is continued,
 * in the same call or in a later one.
 *
 * @throws Error where a file is missing or damaged and `offline` forbids to fetch it, or no mirror has it
 */
export async function download(
  source: RemoteSource,
  {
    dir = join(cacheDir(), source.name),
    offline = false,
    onProgress,
    patience = 30_000,
  }: DownloadOptions = {},
): Promise<string> {
  for (const file of source.files) {
    const path = join(dir, file.name);
    const problem = await whatIsWrong(path, file);
    if (problem === undefined) continue;
    if (offline) {
      throw new Error(
        `${source.name}: ${path} ${problem}, and --offline forbids to fetch it; ` +
          "run once without --offline, or name a folder that has the files with --data DIR",
      );
    }
    await mkdir(dir, { recursive: true });
    await fetchFile(file, source.mirrors, path, { onProgress, patience });
  }
  return dir;
}

async function whatIsWrong(
  path: string,
  { name, sha256: expected }: RemoteFile,
): Promise<string | undefined> {
  if ((await sizeOf(path)) > 0) {
    const found = await sha256(path);
    return found === expected ? undefined : `has the SHA-256 ${found} instead of ${expected}`;
  }
  if (name.endsWith(".gz") && (await sizeOf(path.slice(0, -".gz".length))) > 0) return undefined;
  return "is missing";
}
