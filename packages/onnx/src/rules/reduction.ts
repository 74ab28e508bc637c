/** Ops along axes: sums, extremes, norms, softmax, order. */
import { float, int, ints } from "../graph/message.ts";
import { as } from "./elementwise.ts";
import { fixed, operand, type Rule, type Site } from "./rule.ts";

interface Reduction {
  readonly axes: readonly number[];
  readonly keepdim: boolean;
}

/** The opset from which an operator takes its axes as an input; before, they are an attribute. */
const axesAsInput = (opType: string): number => (opType === "ReduceSum" ? 13 : 18);

function reduced({ graph }: Site, opType: string, name: string, { axes, keepdim }: Reduction): string {
  // No axes mean none here, all of them there.
  if (axes.length === 0) return name;
  const keepdims = int(keepdim ? 1 : 0);
  return graph.opset >= axesAsInput(opType)
    ? graph.node(opType, [name, graph.places(axes)], { keepdims })
    : graph.node(opType, [name], { keepdims, axes: ints(axes) });
}

/** A reduction by one operator. Booleans are reduced as whole numbers. */
export function reduction(opType: string): Rule {
  return (site: Site<Reduction>) => {
    const x = operand(site, 0);
    const isBool = x.dtype === "bool";
    const name = reduced(site, opType, isBool ? as(site.graph, x, "int32") : x.name, site.attrs);
    return isBool && site.output.dtype === "bool" ? site.graph.cast(name, "int32", "bool") : name;
  };
}

export const norm: Rule = (site: Site<Reduction & { p: number }>) => {
  const { graph, attrs, output } = site;
  const size = graph.node("Abs", [operand(site, 0).name]);
  if (attrs.axes.length === 0) return size;
  if (attrs.p === 2) return reduced(site, "ReduceL2", size, attrs);
  const powers = graph.node("Pow", [size, graph.numbers(output.dtype, [attrs.p])]);
  return graph.node("Pow", [
    reduced(site, "ReduceSum", powers, attrs),
    graph.numbers(output.dtype, [1 / attrs.p]),
  ]);
};

/** Where the largest or the smallest element is; ONNX counts places in int64. */
export function place(opType: string): Rule {
  return (site: Site<{ axis: number; keepdim: boolean }>) => {
    const { graph, attrs } = site;
    const x = operand(site, 0);
    const name = x.dtype === "bool" ? as(graph, x, "int32") : x.name;
    const found = graph.node(opType, [name], { axis: int(attrs.axis), keepdims: int(attrs.keepdim ? 1 : 0) });
    return graph.cast(found, "int64", "int32");
  };
}

/** An operator that keeps the shape and works along one axis. */
export function along(opType: string): Rule {
  return ({ graph, inputs, attrs }: Site<{ axis: number }>) =>
    graph.node(opType, [operand({ inputs }, 0).name], { axis: int(attrs.axis) });
}

export const cumsum: Rule = ({ graph, inputs, attrs }: Site<{ axis: number }>) => {
  const x = operand({ inputs }, 0);
  const axis = graph.constant("int64", BigInt64Array.of(BigInt(attrs.axis)), []);
  return graph.node("CumSum", [x.dtype === "bool" ? as(graph, x, "int32") : x.name, axis]);
};

export const argsort: Rule = ({ graph, inputs, attrs }: Site<{ axis: number; descending: boolean }>) => {
  const x = operand({ inputs }, 0);
  const name = x.dtype === "bool" ? as(graph, x, "int32") : x.name;
  const count = graph.extents([x.shape[attrs.axis] as number]);
  const options = { axis: int(attrs.axis), largest: int(attrs.descending ? 1 : 0), sorted: int(1) };
  const [, order] = graph.multi("TopK", [name, count], options, 2);
  return graph.cast(order as string, "int64", "int32");
};

export const normalize: Rule = (site: Site<{ start: number; eps: number }>) => {
  const { graph, attrs, inputs } = site;
  const x = operand(site, 0);
  const shape = x.shape.slice(attrs.start).map(fixed);
  const count = shape.reduce((a, b) => a * b, 1);
  const scale = inputs[1]?.name ?? graph.numbers(x.dtype, new Array<number>(count).fill(1), shape);
  const names = [x.name, scale, ...inputs.slice(2).map(({ name }) => name)];
  return graph.node("LayerNormalization", names, { axis: int(attrs.start), epsilon: float(attrs.eps) });
};
