/**
 * Runs a program of this package: whatever goes wrong is one clear line and a non-zero exit. Ctrl-C ends it, at once, or where a
 * `stop` is given in order: that is aborted first, and the next Ctrl-C does not wait.
 */
export async function run(program: () => Promise<void>, stop?: AbortController): Promise<void> {
  process.on("SIGINT", () => {
    if (stop !== undefined && !stop.signal.aborted) {
      stop.abort();
      return;
    }
    // The terminal is left as it was: the cursor, which live drawings hide, comes back.
    process.stderr.write("\u001b[?25h\n");
    process.exit(130);
  });
  try {
    await program();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`gradus: ${message.split("\n")[0]}\n`);
    process.exitCode = 1;
  }
}
