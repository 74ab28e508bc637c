export {
  bestStep,
  centralDifference,
  derivative,
  forwardDifference,
  numericGradient,
  observedOrder,
  relativeError,
} from "@gradus/scalar";
