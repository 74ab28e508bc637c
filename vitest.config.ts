import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { ViteUserConfig } from "vitest/config";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;

// Packages export their TypeScript source under this condition, so a test needs no build.
const conditions = ["@gradus/source", "module", "node", "import", "default"];

// `npm run test:deep` multiplies the runs of every property, and gives them the time.
const depth = Number(process.env.GRADUS_RUNS ?? 1);

const folders = ["packages", "packages/models"].flatMap((parent) =>
  existsSync(join(root, parent))
    ? readdirSync(join(root, parent)).map((name) => ({ name, path: join(root, parent, name) }))
    : [],
);

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    maxConcurrency: 2,
    projects: folders
      .filter(({ path }) => existsSync(join(path, "package.json")))
      .map(({ name, path }) => ({
        extends: true,
        test: {
          name,
          root: path,
          include: ["src/**/*.test.ts", "test/**/*.test.ts", "bootstrap/**/*.test.mjs"],
          setupFiles: [join(root, "packages/workspace/src/property-runs.ts")],
          testTimeout: 10_000 * depth,
        },
      })),
  },
});

export default config;
