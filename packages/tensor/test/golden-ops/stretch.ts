import { add, mul } from "@gradus/tensor";
import type { GoldenOp } from "../golden.ts";

export const stretchGolden: Readonly<Record<string, GoldenOp>> = {
  add: ({ a, b }) => ({ y: add(a!, b!) }),
  mul: ({ a, b }) => ({ y: mul(a!, b!) }),
};
