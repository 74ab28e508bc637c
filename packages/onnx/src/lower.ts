/** A program as an ONNX model: each step by the rule of its op. */
import type { onnx as Onnx } from "onnx-proto";
import { type BatchPlace, Graph } from "./graph/graph.ts";
import { dataTypes, onnx, tensorMessage } from "./graph/message.ts";
import { pruned } from "./graph/prune.ts";
import { Recurrences } from "./rules/recurrences.ts";
import type { Operand, Rule, Unsupported } from "./rules/rule.ts";
import { rules } from "./rules/table.ts";
import type { Extent } from "./trace/extent.ts";
import { describe, type Program, type Step, type Variable } from "./trace/program.ts";

/** How a model is written. */
export interface Naming {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly graph: string;
  readonly opset: number;
  readonly batch: BatchPlace | null;
}

/** The format in which a model is written down: that of opset 17. Runtimes read it whatever opset the operators are from. */
const IR_VERSION = 8;

/** A protobuf message may not be longer. */
const LARGEST = 2 ** 31 - 1;

/** A program as a model. */
export function lower(program: Program, naming: Naming): Onnx.IModelProto {
  const parameters = program.steps
    .flatMap(({ inputs }) => inputs)
    .concat(program.outputs)
    .flatMap(parameterName);
  const graph = new Graph(naming.opset, [...naming.inputs, ...naming.outputs, ...parameters], naming.batch);
  const lowering = new Lowering(graph);
  for (const [i, variable] of program.inputs.entries()) lowering.name(variable, naming.inputs[i] as string);
  for (const step of program.steps) lowering.step(step);
  program.outputs.forEach((variable, i) => {
    const { name } = within(`output ${i}`, () => lowering.operandOf(variable));
    const output = [naming.outputs[i] as string];
    graph.nodes.push({ name: `output_${i}`, opType: "Identity", input: [name], output });
  });
  const { nodes, initializers } = pruned(graph, naming.outputs);
  checkInner(nodes, lowering.recurrences);
  checkSize(initializers);
  return {
    irVersion: IR_VERSION,
    producerName: "gradus",
    opsetImport: [{ domain: "", version: naming.opset }],
    graph: {
      name: naming.graph,
      node: [...nodes],
      initializer: [...initializers],
      input: program.inputs.map((each, i) => valueInfo(naming.inputs[i] as string, each)),
      output: program.outputs.map((each, i) => valueInfo(naming.outputs[i] as string, each)),
    },
  };
}

function parameterName({ source }: Variable): string[] {
  return source.kind === "parameter" ? [source.name] : [];
}

/** Says where it was when something could not be done. */
function within<T>(where: string, f: () => T): T {
  try {
    return f();
  } catch (error) {
    throw new Error(`exportOnnx: ${where}: ${(error as Error).message}`, { cause: error });
  }
}

/** One program on its way into a graph. */
class Lowering {
  readonly recurrences: Recurrences = new Recurrences();
  readonly #graph: Graph;
  readonly #names = new Map<Variable, string>();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  name(variable: Variable, name: string): void {
    this.#names.set(variable, name);
  }

  /** A variable in the graph. Parameters and constants are put down where they are first used. */
  readonly operandOf = (variable: Variable): Operand => {
    const name = this.#names.get(variable) ?? this.#leaf(variable);
    this.#names.set(variable, name);
    return { name, shape: variable.shape, dtype: variable.dtype, variable };
  };

  step(step: Step): void {
    const rule = ruleOf(step);
    const { attrs, otherAttrs, inputs, output } = step;
    const { operandOf, recurrences } = this;
    const site = { graph: this.#graph, attrs, otherAttrs, output, step, operandOf, recurrences };
    this.name(
      output,
      within(describe(step), () => rule({ ...site, inputs: inputs.map(operandOf) })),
    );
  }

  #leaf({ source, shape, dtype }: Variable): string {
    const graph = this.#graph;
    if (source.kind === "parameter") {
      const { name, tensor } = source;
      graph.initializers.set(name, tensorMessage(name, dtype, tensor.dataSync().slice(), tensor.shape));
      return name;
    }
    if (source.kind !== "constant") throw new Error("a value is used before it is computed");
    const { elements, shape: own } = source.value();
    const name = graph.constant(dtype, elements, own);
    return shape.every((extent) => typeof extent === "number")
      ? name
      : graph.node("Expand", [name, graph.extents(stretched(shape))]);
  }
}

/** Only what follows the batch is stretched. */
function stretched(shape: readonly Extent[]): Extent[] {
  return shape.map((extent) => (typeof extent === "number" ? 1 : extent));
}

function ruleOf(step: Step): Rule {
  const { op } = step;
  const rule = (rules as { readonly [name: string]: Rule | Unsupported | undefined })[op.name];
  if (typeof rule === "function") return rule;
  const reason = rule?.because ?? "it is no op of the table (a custom op?); write it in ops that are";
  throw new Error(`exportOnnx: ${describe(step)}, cannot be written in ONNX: ${reason}`);
}

/** Throws where something uses states that a recurrent operator keeps to itself. */
function checkInner(nodes: readonly Onnx.INodeProto[], recurrences: Recurrences): void {
  if (nodes.some(({ input }) => input?.some((name) => recurrences.isInner(name))))
    throw new Error(
      "exportOnnx: the cell states of a recurrent layer are used at every step; ONNX gives those after the last step only: " +
        "take the steps one by one, with an LSTMCell",
    );
}

function checkSize(initializers: readonly Onnx.ITensorProto[]): void {
  const bytes = initializers.reduce((sum, { rawData }) => sum + (rawData?.length ?? 0), 0);
  if (bytes > LARGEST)
    throw new RangeError(
      `exportOnnx: the parameters take ${bytes} bytes; an ONNX file holds ${LARGEST} at most: export parts of the model`,
    );
}

function valueInfo(name: string, { shape, dtype }: Variable): Onnx.IValueInfoProto {
  const dim = shape.map((extent, axis): Onnx.TensorShapeProto.IDimension => {
    if (typeof extent === "number") return { dimValue: extent };
    return { dimParam: extent.times === 1 ? "batch" : `${name}_${axis}` };
  });
  return { name, type: { tensorType: { elemType: dataTypes[dtype], shape: { dim } } } };
}

/** A model as bytes: a file that other programs open. */
export function encode(model: Onnx.IModelProto): Uint8Array {
  return onnx.ModelProto.encode(model).finish();
}
