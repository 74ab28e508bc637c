import { build } from "esbuild";

/**
 * A page's script and all that it imports, as one file. An import that only Node could follow (`node:fs`) ends this with an
 * error; minified, because what users serve is, and names do not survive that.
 */
export async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2024",
    conditions: ["@gradus/source"],
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}
