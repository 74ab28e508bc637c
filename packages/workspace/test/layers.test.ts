import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { layerViolations } from "../src/layers/guard.ts";

const repository = join(import.meta.dirname, "../../..");

test("this repository keeps the dependency rule", () => {
  expect(layerViolations(repository)).toEqual([]);
});

describe("a planted fault is caught:", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "gradus-layers-"));
    write(
      "package.json",
      JSON.stringify({ name: "root", devDependencies: { vitest: "*", "fast-check": "*" } }),
    );
    for (const name of ["gradcheck", "scalar", "viz", "course", "tour"]) addPackage(name);
    write("packages/tour/src/main.ts", 'import { x } from "@gradus/scalar";\nexport const y: number = x;\n');
    declare("tour", { dependencies: { "@gradus/scalar": "*" } });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test("none, so none is reported", () => {
    expect(layerViolations(root)).toEqual([]);
  });

  test("an import that points up", () => {
    write(
      "packages/scalar/src/up.ts",
      '\nimport { x } from "@gradus/course";\nexport const y: number = x;\n',
    );
    declare("scalar", { dependencies: { "@gradus/course": "*" } });
    expect(layerViolations(root)).toEqual([
      'packages/scalar/src/up.ts:2: "@gradus/course" points up: scalar may import nothing of ours',
    ]);
  });

  test.each([
    ["a type in a type position", 'export type X = import("@gradus/tour").X;'],
    ["a type import", 'import type { X } from "@gradus/tour";\nexport type Y = X;'],
    ["an export", 'export * from "@gradus/tour";'],
    ["a dynamic import", 'await import("@gradus/tour");'],
    ["a resolution", 'import.meta.resolve("@gradus/tour");'],
  ])("upwards by %s", (_, code) => {
    write("packages/course/src/up.ts", code);
    declare("course", { dependencies: { "@gradus/tour": "*" } });
    expect(layerViolations(root)).toEqual([
      expect.stringContaining("points up: course may import gradcheck, viz"),
    ]);
  });

  test("an import that only tests may make", () => {
    const code = 'import { x } from "@gradus/gradcheck";\nexport const y: number = x;\n';
    declare("scalar", { dependencies: { "@gradus/gradcheck": "*" } });
    write("packages/scalar/test/allowed.test.ts", code);
    write("packages/scalar/src/beside.test.ts", code);
    expect(layerViolations(root)).toEqual([]);
    write("packages/scalar/src/not-allowed.ts", code);
    expect(layerViolations(root)).toEqual([
      expect.stringContaining("may be imported by the tests of scalar only"),
    ]);
  });

  test("a value where only types may cross", () => {
    declare("viz", { dependencies: { "@gradus/scalar": "*" } });
    write(
      "packages/viz/src/types.ts",
      'import type { x } from "@gradus/scalar";\nexport type Y = typeof x;\n',
    );
    expect(layerViolations(root)).toEqual([]);
    write(
      "packages/viz/src/value.ts",
      'import { type x } from "@gradus/scalar";\nexport type Y = typeof x;\n',
    );
    expect(layerViolations(root)).toEqual([expect.stringContaining("as types only")]);
  });

  test("a relative path into another package", () => {
    write("packages/tour/src/across.ts", 'export { x } from "../../scalar/src/index.ts";\n');
    expect(layerViolations(root)).toEqual([
      'packages/tour/src/across.ts:1: "../../scalar/src/index.ts" leaves its package by a relative path; import @gradus/scalar by name',
    ]);
  });

  test("an import that package.json does not declare", () => {
    declare("tour", {});
    expect(layerViolations(root)).toEqual([
      expect.stringContaining('add "@gradus/scalar" to the dependencies of'),
    ]);
  });

  test("a library that only the root's tools declare, in published source", () => {
    write("packages/course/src/list.ts", 'import fc from "fast-check";\nexport { fc };\n');
    expect(layerViolations(root)).toEqual([
      expect.stringContaining('add "fast-check" to the dependencies of'),
    ]);
  });

  test("a library in a package that has none", () => {
    declare("scalar", { dependencies: { lodash: "*" } });
    write("packages/scalar/src/list.ts", 'import { chunk } from "lodash";\nexport { chunk };\n');
    expect(layerViolations(root)).toEqual([expect.stringContaining("is a library: scalar imports none")]);
  });

  test("a cycle between files, also of types", () => {
    write("packages/scalar/src/a.ts", 'import type { B } from "./b.ts";\nexport type A = B;\n');
    write("packages/scalar/src/b.ts", 'import type { C } from "./c.ts";\nexport type B = C;\n');
    write("packages/scalar/src/c.ts", 'import type { A } from "./a.ts";\nexport type C = A | 1;\n');
    const files = ["a", "b", "c", "a"].map((name) => `packages/scalar/src/${name}.ts`);
    expect(layerViolations(root)).toEqual([`cycle between files: ${files.join(" -> ")}`]);
  });

  test("a cycle between packages, even one that the table allows", () => {
    declare("scalar", { dependencies: { "@gradus/viz": "*" } });
    declare("viz", { dependencies: { "@gradus/scalar": "*" } });
    write("packages/scalar/src/a.ts", 'import { x } from "@gradus/viz";\nexport const a: number = x;\n');
    write("packages/viz/src/b.ts", 'import { x } from "@gradus/scalar";\nexport const b: number = x;\n');
    const table = {
      scalar: { imports: ["viz"] },
      viz: { imports: ["scalar"] },
      tour: { imports: ["scalar"] },
    };
    expect(layerViolations(root, table)).toEqual(["cycle between packages: scalar -> viz -> scalar"]);
  });

  test("an import that leads nowhere", () => {
    write("packages/scalar/src/lost.ts", 'export * from "./nowhere.ts";\n');
    expect(layerViolations(root)).toEqual(['packages/scalar/src/lost.ts:1: "./nowhere.ts" leads to no file']);
  });

  test("a file that does not parse", () => {
    write("packages/scalar/src/broken.ts", "export const x: number = ;\n");
    expect(layerViolations(root)).toEqual([
      expect.stringMatching(/^packages\/scalar\/src\/broken\.ts: line 1: /),
    ]);
  });

  function addPackage(name: string): void {
    write(`packages/${name}/src/index.ts`, "export const x: number = 1;\nexport type X = number;\n");
    declare(name, {});
    mkdirSync(join(root, "node_modules/@gradus"), { recursive: true });
    symlinkSync(join(root, "packages", name), join(root, "node_modules/@gradus", name), "junction");
  }

  function declare(name: string, fields: object): void {
    const exports = { ".": { "@gradus/source": "./src/index.ts", default: "./dist/index.js" } };
    write(`packages/${name}/package.json`, JSON.stringify({ name: `@gradus/${name}`, exports, ...fields }));
  }

  function write(file: string, text: string): void {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
});
