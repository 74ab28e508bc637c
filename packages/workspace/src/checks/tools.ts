import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Runs a program of an npm package on this Node: without a shell, and without the `.cmd` wrapper of Windows.
 *
 * @returns what it printed if it failed, else nothing
 */
export async function complaintsOf(
  root: string,
  packageName: string,
  args: readonly string[],
): Promise<string> {
  const folder = join(root, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    bin: string | { [name: string]: string };
  };
  const program = typeof bin === "string" ? bin : (Object.values(bin)[0] ?? "");
  const { code, output } = await run(process.execPath, [join(folder, program), ...args], root);
  return code === 0 ? "" : output.trim() || `${packageName} ended with ${code} and printed nothing`;
}

/** Runs a program to its end. */
export function run(
  program: string,
  args: readonly string[],
  cwd: string,
): Promise<{ code: number; output: string; stdout: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    let output = "";
    let stdout = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      stdout += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output, stdout }));
  });
}
