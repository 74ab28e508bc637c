import { join } from "node:path";
import { layerViolations } from "../layers/guard.ts";
import { publishedPackages } from "../layers/workspace.ts";
import type { Check } from "./check.ts";
import { faultsOfPacked } from "./packed.ts";
import { complaintsOf, run } from "./tools.ts";

const bootstrap = join(import.meta.dirname, "../../bootstrap.mjs");

/** The checks of `npm run check`, quick ones first. */
export function allChecks(root: string): Check[] {
  const tool = (name: string, ...args: string[]): Promise<string> => complaintsOf(root, name, args);
  return [
    {
      name: "style",
      about: "format and lint (Biome)",
      run: () => tool("@biomejs/biome", "check", "--max-diagnostics=50", "--diagnostic-level=warn"),
    },
    {
      name: "layers",
      about: "arrows point down, no cycles",
      run: async () => layerViolations(root).join("\n"),
    },
    {
      name: "types",
      about: "TypeScript",
      run: async () => {
        const projects = [
          "tsconfig.check.json",
          "packages/tensor/tsconfig.browser.json",
          "packages/workspace/bootstrap/tsconfig.json",
        ];
        const found = await Promise.all(projects.map((project) => tool("typescript", "--project", project)));
        return found.filter(Boolean).join("\n");
      },
    },
    {
      name: "unused",
      about: "files, exports, dependencies (knip)",
      run: () => tool("knip", "--no-progress", "--no-config-hints"),
    },
    {
      name: "packages",
      about: "build, tarball, exports (tsdown, publint)",
      run: async () => {
        const building = await run(process.execPath, [bootstrap, "build"], root);
        if (building.code !== 0) return building.output.trim();
        const faults: string[] = [];
        for (const each of publishedPackages(root)) faults.push(...(await faultsOfPacked(root, each)));
        return faults.join("\n");
      },
    },
    {
      name: "lessons",
      about: "stubs, solutions, mutants (gradus dev check)",
      run: () => checkLessons(root),
    },
  ];
}

/** The author's laws of the lessons: in a process of their own, as a lesson's author runs them. */
async function checkLessons(root: string): Promise<string> {
  const { code, output } = await run(process.execPath, [bootstrap, "gradus", "dev", "check"], root);
  return code === 0 ? "" : output.trim();
}
