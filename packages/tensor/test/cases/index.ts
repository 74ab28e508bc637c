/** The table over all ops: one file for each family. */
import type { OpCase } from "../op-case.ts";
import { activationCases } from "./activation.ts";
import { affineCases } from "./affine.ts";
import { arithmeticCases } from "./arithmetic.ts";
import { assembleCases } from "./assemble.ts";
import { backwardCases } from "./backward.ts";
import { convCases } from "./conv.ts";
import { einsumCases } from "./einsum.ts";
import { elementaryCases } from "./elementary.ts";
import { embeddingBagCases } from "./embedding-bag.ts";
import { indexingCases } from "./indexing.ts";
import { lossCases } from "./loss.ts";
import { matmulCases } from "./matmul.ts";
import { normCases } from "./norm.ts";
import { orderCases } from "./order.ts";
import { recurrentCases } from "./recurrent.ts";
import { reduceCases } from "./reduce.ts";
import { softmaxCases } from "./softmax.ts";
import { stretchCases } from "./stretch.ts";

/** Every line. */
export const allCases: readonly OpCase[] = [
  ...stretchCases,
  ...matmulCases,
  ...affineCases,
  ...einsumCases,
  ...assembleCases,
  ...indexingCases,
  ...reduceCases,
  ...softmaxCases,
  ...orderCases,
  ...elementaryCases,
  ...arithmeticCases,
  ...activationCases,
  ...normCases,
  ...lossCases,
  ...embeddingBagCases,
  ...convCases,
  ...recurrentCases,
  ...backwardCases,
];
