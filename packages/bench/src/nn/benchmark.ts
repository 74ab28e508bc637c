import type { Benchmark } from "../benchmark.ts";
import { measureNamed } from "../tensor/benchmark.ts";
import { heading, text } from "../tensor/report.ts";
import { workloads } from "./workloads.ts";

/** Models made of layers, with our own optimizer: what a user of the packages gets. */
export const nn: Benchmark = {
  name: "nn",
  summary: "training steps of models against TensorFlow.js, jax-js and PyTorch, one thread each",
  workloads: workloads.map(({ name }) => name),
  measure: (names) => measureNamed(workloads, names),
  heading,
  text,
};
