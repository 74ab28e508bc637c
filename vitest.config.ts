import { readdirSync } from "node:fs";
import { defineConfig } from "vitest/config";

// Packages export their TypeScript source under this condition, so a test needs no build.
const conditions = ["@gradus/source", "module", "node", "import", "default"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: readdirSync("packages").map((name) => ({
      extends: true,
      test: {
        name,
        root: `packages/${name}`,
        include: ["src/**/*.test.ts", "test/**/*.test.ts"],
      },
    })),
  },
});
