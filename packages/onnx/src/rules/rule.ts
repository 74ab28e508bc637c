/** What a rule is: how one op of the table is written in ONNX's operators. */
import type { DType } from "@gradus/tensor";
import type { Graph } from "../graph/graph.ts";
import type { Extent } from "../trace/extent.ts";
import type { Step, Variable } from "../trace/program.ts";
import type { Recurrences } from "./recurrences.ts";

/** A value of the graph. */
export interface Operand {
  /** Its name in the graph. */
  readonly name: string;
  readonly shape: readonly Extent[];
  readonly dtype: DType;
  readonly variable: Variable;
}

/** Where a rule is applied. `A` are the op's attributes. */
export interface Site<A = unknown> {
  readonly graph: Graph;
  readonly attrs: A;
  /** The attributes with the other batch; they differ only in ops that are named in `batchAttrs`. */
  readonly otherAttrs: A;
  readonly inputs: readonly Operand[];
  readonly output: Variable;
  readonly step: Step;
  /** The value of any variable that was computed before. */
  readonly operandOf: (variable: Variable) => Operand;
  readonly recurrences: Recurrences;
}

/** Adds nodes for one call of an op, and gives the name of the result. */
// biome-ignore lint/suspicious/noExplicitAny: attributes differ from op to op; each rule names its own
export type Rule = (site: Site<any>) => string;

/** In place of a rule: why an op has none. */
export interface Unsupported {
  readonly because: string;
}

/** The input at a place; ops have as many as they have. */
export function operand({ inputs }: Pick<Site, "inputs">, i: number): Operand {
  return inputs[i] as Operand;
}

/** An extent that no batch changes. */
export function fixed(extent: Extent | undefined): number {
  if (typeof extent !== "number")
    throw new Error(
      "an axis that must be the same for every batch depends on it; export with dynamicBatch: false",
    );
  return extent;
}
