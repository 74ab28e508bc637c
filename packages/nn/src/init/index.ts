/** First values for parameters, written into them. */
export { type FanMode, type Fans, fansOf } from "./fans.ts";
export { constant, type DrawOptions, normal, ones, truncatedNormal, uniform, zeros } from "./fill.ts";
export { calculateGain, type Nonlinearity } from "./gain.ts";
export { orthogonal } from "./orthogonal.ts";
export { type KaimingOptions, kaimingNormal, kaimingUniform, xavierNormal, xavierUniform } from "./scaled.ts";
