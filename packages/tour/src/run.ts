/** Runs a program of this package: whatever goes wrong is one clear line and a non-zero exit. */
export async function run(program: () => Promise<void>): Promise<void> {
  // A stop in the middle (Ctrl-C) leaves the terminal as it was: the cursor, which live drawings hide, comes back.
  process.once("SIGINT", () => {
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
