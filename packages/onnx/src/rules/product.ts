/** Products: matrices, dense layers, convolutions. */
import { type Attribute, int, ints } from "../graph/message.ts";
import { operand, type Rule, type Site } from "./rule.ts";

type Finish = "none" | "relu" | "tanh" | "sigmoid";

const finishes: { readonly [name in Finish]: string | null } = {
  none: null,
  relu: "Relu",
  tanh: "Tanh",
  sigmoid: "Sigmoid",
};

/** What a product ends with. */
function finished({ graph }: Site, name: string, finish: Finish): string {
  const opType = finishes[finish];
  return opType === null ? name : graph.node(opType, [name]);
}

export const linear: Rule = (site: Site<{ finish: Finish }>) => {
  const names = site.inputs.map(({ name }) => name);
  return finished(site, site.graph.node("Gemm", names, { transB: int(1) }), site.attrs.finish);
};

type Two = readonly [number, number];

/** How a window slides, as ops carry it. */
export interface Window {
  readonly groups: number;
  readonly inSize: Two;
  readonly outSize: Two;
  readonly kernel: Two;
  readonly stride: Two;
  readonly padding: Two;
  readonly dilation: Two;
}

/** For both spatial axes: how far windows reach beyond the end of the input; negative where some of it is not reached. */
function reach({ inSize, outSize, kernel, stride, padding, dilation }: Window): number[] {
  return [0, 1].map((i) => {
    const [size, out, k, s, p, d] = [inSize, outSize, kernel, stride, padding, dilation].map(
      (each) => each[i],
    ) as [number, number, number, number, number, number];
    return (out - 1) * s + d * (k - 1) + 1 - size - p;
  });
}

/** The attributes of a sliding window. Zeros at the end are as many as its size tells: not always as many as at the beginning. */
export function windowAttributes(window: Window): Record<string, Attribute> {
  const after = reach(window).map((each) => Math.max(0, each));
  return {
    kernel_shape: ints(window.kernel),
    strides: ints(window.stride),
    dilations: ints(window.dilation),
    pads: ints([...window.padding, ...after]),
  };
}

function convolved(site: Site, window: Window): string {
  const names = site.inputs.map(({ name }) => name);
  return site.graph.node("Conv", names, { ...windowAttributes(window), group: int(window.groups) });
}

export const conv2d: Rule = (site: Site<Window>) => convolved(site, site.attrs);

export const conv2dLayer: Rule = (site: Site<{ dims: Window; finish: Finish }>) =>
  finished(site, convolved(site, site.attrs.dims), site.attrs.finish);

/** A transposed convolution: its window is that of the convolution which it transposes. */
export const conv2dTransposed: Rule = (site: Site<Window>) => {
  const { graph, attrs } = site;
  const after = reach(attrs);
  return graph.node("ConvTranspose", [operand(site, 0).name, operand(site, 1).name], {
    ...windowAttributes(attrs),
    output_padding: ints(after.map((each) => Math.max(0, -each))),
    group: int(attrs.groups),
  });
};
