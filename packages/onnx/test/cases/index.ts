/** Every op that can be exported, alone, in the forms in which programs meet it. */
import { layers } from "./layers.ts";
import type { OpCase } from "./line.ts";
import { moving } from "./moving.ts";
import { pointwise } from "./pointwise.ts";
import { alongAxes } from "./reductions.ts";

export const cases: readonly OpCase[] = [...pointwise, ...alongAxes, ...moving, ...layers];
