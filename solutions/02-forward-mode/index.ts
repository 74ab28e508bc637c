export { Dual, div, exp, jvp, mul, sin } from "@gradus/scalar";
