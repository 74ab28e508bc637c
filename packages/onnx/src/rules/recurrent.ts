/** LSTM, GRU and RNN: one operator each. ONNX has other orders of the gates: i, o, f, c and z, r, h. */
import type { Graph } from "../graph/graph.ts";
import { type Attribute, int, ints, text, texts } from "../graph/message.ts";
import { type Extent, sameExtent } from "../trace/extent.ts";
import type { Step, Variable } from "../trace/program.ts";
import { fixed, type Operand, operand, type Rule, type Site } from "./rule.ts";

interface Layer {
  readonly kernel: "lstm" | "gru" | "rnnTanh" | "rnnRelu";
  readonly dims: {
    readonly steps: number;
    readonly hidden: number;
    readonly reverse: boolean;
    readonly lengths: readonly number[] | null;
  };
}

interface Kind {
  readonly opType: "LSTM" | "GRU" | "RNN";
  /** Which of our gates each of ONNX's is: ours are i, f, g, o and r, z, n. */
  readonly gates: readonly number[];
  readonly states: 1 | 2;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

const kinds: { readonly [name in Layer["kernel"]]: Kind } = {
  lstm: { opType: "LSTM", gates: [0, 3, 1, 2], states: 2, attributes: {} },
  gru: { opType: "GRU", gates: [1, 0, 2], states: 1, attributes: { linear_before_reset: int(1) } },
  rnnTanh: { opType: "RNN", gates: [0], states: 1, attributes: { activations: texts(["Tanh"]) } },
  rnnRelu: { opType: "RNN", gates: [0], states: 1, attributes: { activations: texts(["Relu"]) } },
};

/** What the op leaves for gradients: nothing that a graph needs. */
export const recurrentTrace: Rule = () => "";

export const recurrent: Rule = (site: Site<Layer>) => {
  const { graph, attrs, recurrences } = site;
  const { opType, gates, states, attributes } = kinds[attrs.kernel];
  const { steps, hidden, reverse, lengths } = attrs.dims;
  const [share, initial, weight, bias] = [0, 1, 2, 3].map((i) => operand(site, i)) as [
    Operand,
    Operand,
    Operand,
    Operand,
  ];
  const order = BigInt64Array.from({ length: gates.length * hidden }, (_, i) =>
    BigInt((gates[Math.floor(i / hidden)] as number) * hidden + (i % hidden)),
  );
  const rows = graph.constant("int64", order, [order.length]);
  const reordered = (name: string) =>
    gates.length === 1 ? name : graph.node("Gather", [name, rows], { axis: int(0) });
  const layer = (name: string) => graph.node("Unsqueeze", [name, graph.places([0])]);
  const source = projection(site, share.variable) ?? identity(graph, share);
  const none = graph.numbers(share.dtype, new Array<number>(order.length).fill(0), [order.length]);
  const biases = [source.bias === null ? none : reordered(source.bias), reordered(bias.name)];
  const inputs = [
    source.x,
    layer(reordered(source.weight)),
    layer(reordered(weight.name)),
    layer(graph.node("Concat", biases, { axis: int(0) })),
    lengths === null ? "" : graph.numbers("int32", lengths, [lengths.length]),
    ...Array.from({ length: states }, (_, i) => initialState(graph, initial, i, states)),
  ];
  const options = {
    ...attributes,
    hidden_size: int(hidden),
    ...(reverse ? { direction: text("reverse") } : {}),
  };
  const [all, ...finals] = graph.multi(opType, inputs, options, 1 + states) as [string, ...string[]];
  const sequence = graph.node("Transpose", [all], { perm: ints([1, 0, 2, 3]) }); // [T, 1, B, H] → [1, T, B, H]
  return recurrences.add({ sequence, finals, steps, last: reverse ? 0 : steps - 1 });
};

/** A state before the first step, `[1, B, H]`; left out where it is 0. */
function initialState(graph: Graph, initial: Operand, i: number, states: number): string {
  const { source } = initial.variable;
  if (source.kind === "constant" && source.value().elements.every((x) => x === 0)) return "";
  if (states === 1) return initial.name;
  return graph.node("Slice", [initial.name, graph.places([i]), graph.places([i + 1]), graph.places([0])]);
}

/** What the gates get from the input: `x [T, B, in]`, the weight and perhaps a bias. */
interface Projection {
  readonly x: string;
  readonly weight: string;
  readonly bias: string | null;
}

/** If the input's share is a dense layer on a sequence, that layer: it becomes a part of the operator. */
function projection({ operandOf }: Site, share: Variable): Projection | null {
  const folded = stepOf(share, "reshape")?.inputs[0];
  const dense = folded === undefined ? null : stepOf(folded, "linear");
  if (dense === null || (dense.attrs as { finish: string }).finish !== "none") return null;
  const [rows, weight, bias] = dense.inputs as [Variable, Variable, Variable?];
  const x = stepOf(rows, "reshape")?.inputs[0];
  const lead = (variable: Variable | undefined): readonly Extent[] => variable?.shape.slice(0, -1) ?? [];
  const isSequence =
    lead(x).length === 2 && lead(share).every((extent, i) => sameExtent(extent, lead(x)[i] as Extent));
  if (x === undefined || !isSequence) return null;
  return {
    x: operandOf(x).name,
    weight: operandOf(weight).name,
    bias: bias === undefined ? null : operandOf(bias).name,
  };
}

function stepOf({ source }: Variable, name: string): Step | null {
  return source.kind === "step" && source.step().op.name === name ? source.step() : null;
}

/** Else the share is the input, and each gate takes its own. */
function identity(graph: Graph, share: Operand): Projection {
  const width = fixed(share.shape[2]);
  const ones = Array.from({ length: width * width }, (_, i) => (i % (width + 1) === 0 ? 1 : 0));
  return { x: share.name, weight: graph.numbers(share.dtype, ones, [width, width]), bias: null };
}
