/** Every gradient of every op, in both modes and in second order, on random shapes and layouts. */

import { setDefaultDevice } from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allCases } from "./cases/index.ts";
import { checkCase, type Mode } from "./check-case.ts";
import { layouts } from "./layouts.ts";

// Derivatives are checked on the living definition; the other backends are compared with it (backends-agree).
setDefaultDevice("cpu");

/** `npm run test:deep` multiplies this: 200 runs of every line. */
const RUNS = Math.round(20 * Number(process.env["GRADUS_RUNS"] ?? 1));

describe.each(allCases)("$name", (line) => {
  const modes: Mode[] = line.order === 1 ? ["reverse", "forward"] : ["reverse", "forward", "second"];
  test.each(modes)("%s", async (mode) => {
    const runs = mode === "second" ? Math.ceil(RUNS / 2) : RUNS;
    await fc.assert(
      fc.asyncProperty(line.samples, fc.constantFrom(...layouts), (sample, layout) =>
        checkCase(line, sample as never, mode, layout),
      ),
      { numRuns: runs, seed: 7, endOnFailure: false },
    );
  });
});

test("no line is there twice", () => {
  const names = allCases.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});
