/** Ops that move elements and compute nothing. */
import { int, ints, text } from "../graph/message.ts";
import { type Dynamic, type Extent, sameExtent } from "../trace/extent.ts";
import { as } from "./elementwise.ts";
import { fixed, operand, type Rule, type Site } from "./rule.ts";

export const reshape: Rule = (site) => {
  const { graph, output, recurrences } = site;
  const { name, shape } = operand(site, 0);
  return recurrences.reshaped(name, shape, output.shape, graph) ?? graph.reshape(name, output.shape);
};

export const permute: Rule = ({ graph, inputs, attrs }: Site<{ order: readonly number[] }>) =>
  graph.node("Transpose", [operand({ inputs }, 0).name], { perm: ints(attrs.order) });

export const expand: Rule = ({ graph, inputs, output }) => {
  const x = operand({ inputs }, 0);
  const lead = output.shape.length - x.shape.length;
  // 1 keeps what is there, so that the batch is computed only where an axis is stretched to it.
  const target = output.shape.map((extent, axis) =>
    axis >= lead && sameExtent(extent, x.shape[axis - lead] as Extent) ? 1 : extent,
  );
  return graph.node("Expand", [x.name, graph.extents(target)]);
};

export const concat: Rule = ({ graph, inputs, attrs }: Site<{ axis: number }>) =>
  graph.node(
    "Concat",
    inputs.map(({ name }) => name),
    { axis: int(attrs.axis) },
  );

interface Slice {
  readonly axis: number;
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** As far as an axis goes: ONNX cuts what lies beyond. */
const FAR = 2 ** 31 - 1;

export const slice: Rule = (site: Site<Slice>) => {
  const { graph, attrs, otherAttrs, output } = site;
  const x = operand(site, 0);
  const part = site.recurrences.sliced(x.name, attrs);
  if (part !== undefined) return part;
  const { axis, step } = attrs;
  const { start, end } = bounds(attrs, otherAttrs, x.shape[axis] as Extent, output.shape[axis] as Extent);
  const [from, to, axes, steps] = [
    graph.extents([start]),
    graph.extents([end]),
    graph.places([axis]),
    graph.places([step]),
  ];
  return graph.node("Slice", [x.name, from, to, axes, steps]);
};

/** Where a slice begins and ends. */
function bounds(a: Slice, b: Slice, extent: Extent, count: Extent): { start: Extent; end: Extent } {
  const { start, step } = a;
  if (typeof extent === "number") {
    const end = start + fixed(count) * step;
    return { start, end: end < 0 ? -FAR : end };
  }
  if (step < 0 && sameExtent(extent, count)) return { start: FAR, end: -FAR };
  if (start === b.start && typeof count === "number" && step > 0) return { start, end: start + count * step };
  // Blocks of a batch that is folded into the axis: from one multiple of it to another.
  if (step === 1 && typeof count !== "number" && count.times !== null) {
    const before = (start / a.count) * count.times;
    if (Number.isInteger(before) && before * b.count === b.start * count.times)
      return { start: before === 0 ? 0 : { times: before }, end: { times: before + count.times } };
  }
  if (start === b.start && step > 0 && reachesEnd(a, b, extent)) return { start, end: FAR };
  throw new Error(
    "it takes a part of the batch that is neither at a fixed place, nor a multiple of the batch, nor the rest of it; slice another axis",
  );
}

function reachesEnd(a: Slice, b: Slice, { sizes = [0, 0] }: Dynamic): boolean {
  return [a, b].every(
    ({ start, step, count }, i) => count === Math.ceil(((sizes[i] as number) - start) / step),
  );
}

export const unslice: Rule = ({ graph, inputs, attrs, output }: Site<Slice & { extent: number }>) => {
  const x = operand({ inputs }, 0);
  const { axis, start, step, count, extent } = attrs;
  fixed(output.shape[axis]);
  const zero = graph.numbers(x.dtype, [0]);
  if (step === 1) {
    const pads = output.shape.flatMap(() => [0, 0]);
    pads[axis] = start;
    pads[axis + output.shape.length] = extent - start - count;
    return graph.node("Pad", [x.name, graph.places(pads), zero]);
  }
  const rows = graph.node("Expand", [zero, graph.extents(output.shape)]);
  const index = Array.from({ length: count }, (_, i) => start + i * step);
  const shape = output.shape.map((_, i) => (i === axis ? count : 1));
  const places = graph.constant("int64", BigInt64Array.from(index, BigInt), shape);
  const wide = graph.node("Expand", [places, graph.node("Shape", [x.name])]);
  return graph.node("ScatterElements", [rows, wide, x.name], { axis: int(attrs.axis) });
};

export const indexSelect: Rule = ({ graph, inputs, attrs }: Site<{ axis: number }>) =>
  graph.node(
    "Gather",
    inputs.map(({ name }) => name),
    { axis: int(attrs.axis) },
  );

export const embedding: Rule = ({ graph, inputs }) =>
  graph.node(
    "Gather",
    inputs.map(({ name }) => name),
    { axis: int(0) },
  );

export const gather: Rule = ({ graph, inputs, attrs }: Site<{ axis: number }>) => {
  const x = operand({ inputs }, 0);
  const names = [x.dtype === "bool" ? as(graph, x, "int32") : x.name, operand({ inputs }, 1).name];
  const y = graph.node("GatherElements", names, { axis: int(attrs.axis) });
  return x.dtype === "bool" ? graph.cast(y, "int32", "bool") : y;
};

export const scatterAdd: Rule = ({ graph, inputs, attrs }: Site<{ axis: number }>) =>
  graph.node(
    "ScatterElements",
    inputs.map(({ name }) => name),
    { axis: int(attrs.axis), reduction: text("add") },
  );

export const indexAdd: Rule = ({ graph, inputs, attrs, output }: Site<{ axis: number }>) => {
  const [source, index] = [operand({ inputs }, 0), operand({ inputs }, 1)];
  const zeros = graph.node("Expand", [graph.numbers(source.dtype, [0]), graph.extents(output.shape)]);
  const aligned = output.shape.map(
    (_, axis): Extent => (axis === attrs.axis ? (index.shape[0] as Extent) : 1),
  );
  const wide = graph.node("Expand", [graph.reshape(index.name, aligned), graph.node("Shape", [source.name])]);
  return graph.node("ScatterElements", [zeros, wide, source.name], {
    axis: int(attrs.axis),
    reduction: text("add"),
  });
};
