export { type CheckJvpOptions, checkJvp } from "./check-jvp.ts";
export { checkSecondOrder, type GradHvpOptions, type VjpOfVjpOptions } from "./check-second-order.ts";
export { type CheckVjpOptions, checkVjp } from "./check-vjp.ts";
export { ATOL, isClose, RTOL } from "./compare.ts";
export {
  DIAGNOSES,
  type Diagnosis,
  type DiagnosisName,
  type DiagnosisText,
  diagnosisMessage,
  type Localized,
} from "./diagnose/messages.ts";
export { numericJacobian, numericJvp } from "./numeric.ts";
export { FULL_INPUTS } from "./problem.ts";
export { formatReport, type Report, type WorstEntry } from "./report.ts";
export { centralDifference, stepSize } from "./step.ts";
export type {
  Awaitable,
  CheckedFunction,
  CheckOptions,
  JvpFunction,
  Mode,
  Shapes,
  Vector,
  VjpFunction,
} from "./types.ts";
