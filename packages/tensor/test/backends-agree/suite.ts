/** The suite that every backend passes: its laws as tests. */
import type { Backend } from "@gradus/tensor/backend/backend";
import { describe, test } from "vitest";
import { lawsOf, type Terms } from "./laws.ts";

const RUNS = Math.round(25 * Number(process.env["GRADUS_RUNS"] ?? 1));

/** Makes the suite for one backend. */
export function agreementSuite(name: string, backend: Backend, terms: Partial<Terms> = {}): void {
  describe(name, () => {
    test.each(lawsOf(backend, { runs: RUNS, ...terms }))("$name", ({ hold }) => hold());
  });
}
