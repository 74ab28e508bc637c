export { ancestors, max, pow, relu, tanh, Value } from "@gradus/scalar";
