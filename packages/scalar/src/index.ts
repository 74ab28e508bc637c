export {
  bestStep,
  centralDifference,
  derivative,
  forwardDifference,
  numericGradient,
  observedOrder,
  relativeError,
} from "./derivative.ts";
export { Dual } from "./dual.ts";
export { ancestors, type DotOptions, parents, toDot } from "./graph.ts";
export {
  hingeLoss,
  Layer,
  MLP,
  mean,
  mseLoss,
  Neuron,
  perceptronUpdate,
  SGD,
  trainStep,
} from "./mlp.ts";
export type { BinaryOp, Derivative, Num, Op, Operand, PartialDerivative, UnaryOp } from "./op.ts";
export {
  abs,
  add,
  cos,
  div,
  exp,
  leakyRelu,
  log,
  max,
  min,
  mul,
  neg,
  ops,
  pow,
  relu,
  sigmoid,
  sin,
  softplus,
  sqrt,
  sub,
  tan,
  tanh,
} from "./ops.ts";
export { Scalar } from "./scalar.ts";
export { grad, hessian, hvp, jvp, type ScalarFunction } from "./transforms.ts";
export { countUses, passOn, Value, zeroGrad } from "./value.ts";
