/** How Node runs TypeScript source without a build: shared by everything that starts a child process. */

/** Flags for `node` so that it strips types and resolves workspace packages to their source. */
export function nodeFlags(memoryLimitMiB: number): string[] {
  return [
    "--conditions=@gradus/source",
    // Since Node 22.18 types are stripped without being asked.
    ...(process.features.typescript ? [] : ["--experimental-strip-types"]),
    "--disable-warning=ExperimentalWarning",
    `--max-old-space-size=${memoryLimitMiB}`,
  ];
}
