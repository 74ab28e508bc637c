/** The demos of this package. */
export { lstmNames, lstmVerses } from "./demo/characters.ts";
export { rnnClassify } from "./demo/classify.ts";
export { rnnSeries } from "./demo/series.ts";
export { rnnVanishing } from "./demo/vanishing.ts";
