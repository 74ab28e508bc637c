/** The table over all ops: one file for each family. */
import type { OpCase } from "../op-case.ts";
import { matmulCases } from "./matmul.ts";
import { stretchCases } from "./stretch.ts";

/** Every line. */
export const allCases: readonly OpCase[] = [...stretchCases, ...matmulCases];
