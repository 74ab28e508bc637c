/** The library as of lesson N: does it load, and does it type-check? */
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { librarySources } from "../generate/as-of.ts";
import type { Course } from "../lesson/lessons.ts";
import type { Scratch } from "../run/variant.ts";

/** Faults of the library as of lesson `n`, each one line; none if it is sound. */
export async function soundnessFaults(course: Course, n: number, scratch: Scratch): Promise<string[]> {
  const root = materialise(course, n, scratch);
  const packages = readdirSync(join(root, "packages"));
  return [...(await importFaults(root, packages)), ...(await typeFaults(root))];
}

/** Writes the packages that hold tasks, as of lesson `n`, into a workspace of their own. */
function materialise(course: Course, n: number, scratch: Scratch): string {
  const root = join(scratch.folder, `library-as-of-${String(n).padStart(2, "0")}`);
  const names = new Set(
    course.lessons.flatMap(({ tasks }) => tasks.map(({ file }) => file.slice(0, file.indexOf("/src/")))),
  );
  mkdirSync(join(root, "node_modules", "@gradus"), { recursive: true });
  for (const name of names) {
    for (const part of ["package.json", "src"])
      cpSync(join(course.root, name, part), join(root, name, part), { recursive: true });
    const link = join(root, "node_modules", "@gradus", name.split("/").at(-1) as string);
    symlinkSync(join(root, name), link, "junction");
  }
  for (const [file, source] of librarySources(course, n)) writeFileSync(join(root, file), source);
  const types = join(course.root, "node_modules", "@types");
  if (existsSync(types)) symlinkSync(types, join(root, "node_modules", "@types"), "junction");
  writeFileSync(join(root, "package.json"), JSON.stringify({ type: "module", private: true }));
  const base = join(course.root, "tsconfig.base.json");
  writeFileSync(
    join(root, "tsconfig.json"),
    JSON.stringify({ extends: base, include: ["packages/*/src"], exclude: ["**/*.test.ts"] }),
  );
  return root;
}

async function importFaults(root: string, packages: readonly string[]): Promise<string[]> {
  const program = packages.map((name) => `await import("@gradus/${name}");`).join("\n");
  const result = await execa(
    process.execPath,
    [
      "--conditions=@gradus/source",
      ...(process.features.typescript ? [] : ["--experimental-strip-types"]),
      "--disable-warning=ExperimentalWarning",
      "--input-type=module",
      "--eval",
      program,
    ],
    { cwd: root, reject: false, env: { NODE_OPTIONS: "" } },
  );
  return result.failed
    ? [`does not load: ${result.stderr.split("\n").find((line) => line.includes("Error"))}`]
    : [];
}

async function typeFaults(root: string): Promise<string[]> {
  const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
  const tsc = join(dirname(manifest), "bin", "tsc");
  const result = await execa(process.execPath, [tsc, "--noEmit", "-p", root], { cwd: root, reject: false });
  return result.failed ? result.stdout.split("\n").filter((line) => line.includes("error TS")) : [];
}
