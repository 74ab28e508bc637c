export { countUses, grad, hessian, hvp, passOn, Value, zeroGrad } from "@gradus/scalar";
