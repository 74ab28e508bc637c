/** The committed kernels are what the compiler makes of their source. */
import { expect, test } from "vitest";
import { buildKernels } from "../kernels/build.ts";

test("the generated modules equal a new build", async () => {
  expect(await buildKernels(true)).toEqual([]);
}, 60_000);
