/** Each optimizer with settings that use all of its state, for laws that hold for all. */
import {
  Adadelta,
  Adagrad,
  Adam,
  AdamW,
  Muon,
  NAdam,
  type Optimizer,
  type OptimizerParams,
  RMSprop,
  SGD,
} from "@gradus/optim";
import { fromTypedArray, type Tensor } from "@gradus/tensor";

type Make = (params: OptimizerParams<{ lr: number }>, lr?: number) => Optimizer;

/** Parameters are matrices in all laws, because Muon takes nothing else. */
export const everyOptimizer: Readonly<Record<string, Make>> = {
  SGD: (params, lr = 0.1) => new SGD(params, { lr }),
  "SGD, momentum": (params, lr = 0.02) => new SGD(params, { lr, momentum: 0.9, dampening: 0.1 }),
  "SGD, nesterov": (params, lr = 0.02) => new SGD(params, { lr, momentum: 0.9, nesterov: true }),
  Adagrad: (params, lr = 0.5) => new Adagrad(params, { lr }),
  RMSprop: (params, lr = 0.01) => new RMSprop(params, { lr }),
  "RMSprop, all": (params, lr = 5e-3) => new RMSprop(params, { lr, centered: true, momentum: 0.5 }),
  Adam: (params, lr = 0.05) => new Adam(params, { lr }),
  "Adam, amsgrad": (params, lr = 0.05) => new Adam(params, { lr, amsgrad: true }),
  AdamW: (params, lr = 0.05) => new AdamW(params, { lr, weightDecay: 1e-4 }),
  NAdam: (params, lr = 0.05) => new NAdam(params, { lr }),
  // At rest its steps are lr times the gradient: above 2/curvature it would leave the minimum.
  Adadelta: (params, lr = 0.4) => new Adadelta(params, { lr, eps: 1e-3 }),
  Muon: (params, lr = 0.02) => new Muon(params, { lr, weightDecay: 0 }),
};

/** A parameter with these elements. */
export function parameter(elements: readonly number[], shape: readonly number[] = [2, 2]): Tensor {
  return fromTypedArray(Float64Array.from(elements), shape, { dtype: "float64", requiresGrad: true });
}

/** Its elements, as plain numbers. */
export function values(tensor: Tensor): number[] {
  return Array.from(tensor.dataSync());
}

/** Gives a gradient to a parameter. */
export function give(param: Tensor, gradient: readonly number[]): void {
  param.grad = fromTypedArray(Float64Array.from(gradient), param.shape, { dtype: "float64" });
}
