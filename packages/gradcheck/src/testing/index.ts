export {
  broadcastShapes,
  cotangent,
  type Domain,
  number,
  smallShape,
  vector,
  vectorsApart,
} from "./arbitraries.ts";
export {
  type AliasLawOptions,
  aliasLaw,
  type DiamondLawOptions,
  diamondLaw,
  type JvpLawOptions,
  jvpLaw,
  type SecondOrderLawOptions,
  secondOrderLaw,
  type VjpLawOptions,
  vjpLaw,
} from "./laws.ts";
export { type DrawnInputs, LawError } from "./run-law.ts";
export type { LawSettings } from "./settings.ts";
