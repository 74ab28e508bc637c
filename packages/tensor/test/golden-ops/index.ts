/** What the ops of the golden files are in our words: one file for each family. */
import type { GoldenOp } from "../golden.ts";
import { convGolden } from "./conv.ts";
import { einsumGolden } from "./einsum.ts";
import { elementwiseGolden } from "./elementwise.ts";
import { embeddingGolden } from "./embedding.ts";
import { embeddingBagGolden } from "./embedding-bag.ts";
import { lossGolden } from "./loss.ts";
import { matmulGolden } from "./matmul.ts";
import { normGolden } from "./norm.ts";
import { recurrentGolden } from "./recurrent.ts";
import { reduceGolden } from "./reduce.ts";
import { secondOrderGolden } from "./second-order.ts";
import { shapeGolden } from "./shape.ts";
import { stretchGolden } from "./stretch.ts";

/** By the name in the files. */
export const goldenOps: Readonly<Record<string, GoldenOp>> = {
  ...stretchGolden,
  ...matmulGolden,
  ...einsumGolden,
  ...shapeGolden,
  ...embeddingGolden,
  ...reduceGolden,
  ...elementwiseGolden,
  ...normGolden,
  ...lossGolden,
  ...embeddingBagGolden,
  ...secondOrderGolden,
  ...convGolden,
  ...recurrentGolden,
};
