export type { Named } from "./members.ts";
export { type AnyModule, Module } from "./module.ts";
export { type Call, observe } from "./observe.ts";
export { buffer, constant, parameter } from "./parameter.ts";
export { Sequential, type Step } from "./sequential.ts";
export type { StateDict } from "./state.ts";
export { type Summary, type SummaryRow, summary } from "./summary.ts";
