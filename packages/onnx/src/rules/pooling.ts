/** Pooling. The ops work on planes, one for each channel of each image. */
import { int } from "../graph/message.ts";
import type { Extent } from "../trace/extent.ts";
import { type Window, windowAttributes } from "./product.ts";
import { operand, type Rule, type Site } from "./rule.ts";

/** Places in the plane, where ONNX counts through the whole batch. */
export const maxPoolPlaces: Rule = (site: Site<Window>) => {
  const { graph, attrs, output } = site;
  const x = operand(site, 0);
  const isFloat = x.dtype.startsWith("float");
  const planes = graph.reshape(isFloat ? x.name : graph.cast(x.name, x.dtype, "float32"), [
    x.shape[0] as Extent,
    1,
    ...attrs.inSize,
  ]);
  const [, places] = graph.multi("MaxPool", [planes], windowAttributes(attrs), 2);
  const size = attrs.inSize[0] * attrs.inSize[1];
  const inPlane = graph.node("Mod", [places as string, graph.places([size])]);
  return graph.cast(graph.reshape(inPlane, output.shape), "int64", "int32");
};

interface Averaging {
  readonly dims: Window;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

export const avgPool: Rule = (site: Site<Averaging>) => {
  const { graph, attrs, output } = site;
  const { kernel, outSize } = attrs.dims;
  const { dilations, ...window } = windowAttributes(attrs.dims);
  const means = graph.node("AveragePool", [operand(site, 0).name], { ...window, count_include_pad: int(1) });
  // ONNX divides by the size of the kernel here, the op by numbers of its own for each window.
  const count = kernel[0] * kernel[1];
  const factors = attrs.rows.flatMap((row) => attrs.columns.map((column) => count / (row * column)));
  if (factors.every((factor) => factor === 1)) return means;
  return graph.node("Mul", [means, graph.numbers(output.dtype, factors, [1, 1, ...outSize])]);
};
