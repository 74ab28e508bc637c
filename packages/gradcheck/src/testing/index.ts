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
  aliasLaw,
  type AliasLawOptions,
  diamondLaw,
  type DiamondLawOptions,
  jvpLaw,
  type JvpLawOptions,
  secondOrderLaw,
  type SecondOrderLawOptions,
  vjpLaw,
  type VjpLawOptions,
} from "./laws.ts";
export { type DrawnInputs, LawError } from "./run-law.ts";
export type { LawSettings } from "./settings.ts";
