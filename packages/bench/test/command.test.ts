import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

function bench(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const flags = ["--conditions=@gradus/source", "--import=tsx"];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, main, ...args], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("without a name the benchmarks are listed", () => {
  const { status, stdout } = bench();
  expect(status).toBe(0);
  for (const name of ["scalar", "tensor", "nn", "gpu"]) expect(stdout).toContain(`npm run bench -- ${name}`);
});

test("an unknown name gives one line that says which are known", () => {
  expect(bench("scalra")).toEqual({
    status: 1,
    stdout: "",
    stderr: 'bench: unknown benchmark "scalra"; known are: scalar, tensor, nn, gpu\n',
  });
});

test("an unknown option gives one line", () => {
  const { status, stdout, stderr } = bench("scalar", "--jsno");
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr.trim().split("\n")[0]).toContain("--jsno");
});

test("an unknown workload gives one line that says which are known", () => {
  const { status, stdout, stderr } = bench("tensor", "--only", "matmull");
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^bench: tensor has no workload "matmull"; known are: matmul AB 256, .*\n$/);
});
