import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { Package } from "../layers/workspace.ts";
import { run } from "./tools.ts";

/**
 * What is wrong with a package as it would go to the registry: with what publint finds in the tarball, with
 * tests that came along, with an entry that plain Node, without our condition, cannot import.
 */
export async function faultsOfPacked(root: string, { path, manifest }: Package): Promise<string[]> {
  if (!existsSync(join(root, path, "dist"))) return [`${path}: nothing was built`];
  const folder = mkdtempSync(join(tmpdir(), "gradus-pack-"));
  try {
    const pnpm = process.platform === "win32" ? "pnpm.exe" : "pnpm";
    const packing = await run(pnpm, ["pack", "--json", "--pack-destination", folder], join(root, path));
    if (packing.code !== 0) return [`${path}: pnpm pack: ${packing.output.trim()}`];
    const { filename, files } = JSON.parse(packing.stdout) as { filename: string; files: { path: string }[] };

    const tests = files.filter((file) => /\.test\.|(^|\/)test\//.test(file.path));
    const tarball = new Uint8Array(readFileSync(filename)).buffer;
    const { messages, pkg } = await publint({
      pack: { tarball },
      level: "warning",
    });
    const importing = await run(
      process.execPath,
      ["--input-type=module", "-e", `import "${manifest.name}"`],
      root,
    );
    return [
      ...tests.map((file) => `${path}: the tarball holds the test ${file.path}`),
      ...messages.map(
        (message) => `${path}: ${formatMessage(message, pkg, { color: false }) ?? message.code}`,
      ),
      ...(importing.code === 0
        ? []
        : [`${path}: Node cannot import what was built: ${importing.output.trim()}`]),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
