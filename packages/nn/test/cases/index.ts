/** The table over all layers. */
import { attentionCases } from "./attention.ts";
import type { LayerCase } from "./layer-case.ts";
import { layerCases } from "./layers.ts";
import { lossCases } from "./losses.ts";
import { recurrentCases } from "./recurrent.ts";

export { called, inputsOf, type LayerCase, made, titleOf } from "./layer-case.ts";

export const allCases: readonly LayerCase[] = [
  ...layerCases,
  ...attentionCases,
  ...lossCases,
  ...recurrentCases,
];
