import { einsum } from "@gradus/tensor";
import type { GoldenOp } from "../golden.ts";

export const einsumGolden: Readonly<Record<string, GoldenOp>> = {
  einsum: (inputs, { equation }) => ({ y: einsum(equation, ...Object.values(inputs)) }),
};
