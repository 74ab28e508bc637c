export { ancestors, max, min, pow, relu, tanh, Value } from "@gradus/scalar";
