import { matmul, outer } from "@gradus/tensor";
import type { GoldenOp } from "../golden.ts";

export const matmulGolden: Readonly<Record<string, GoldenOp>> = {
  matmul: ({ a, b }) => ({ y: matmul(a!, b!) }),
  outer: ({ a, b }) => ({ y: outer(a!, b!) }),
};
