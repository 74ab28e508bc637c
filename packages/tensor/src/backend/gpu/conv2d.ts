/** Convolution and pooling of images. Each thread computes one element of the result from the definition, read from its side. */
import type { Conv2dDims, View } from "../backend.ts";
import { constantOf } from "./expression.ts";
import { loop, produce } from "./kernel.ts";
import { rowMajor } from "./move.ts";
import { reduce } from "./rows.ts";
import type { Source } from "./source.ts";
import { THREAD } from "./source.ts";
import { blockOf, type GpuStorage } from "./storage.ts";

/** Above so many weights there are threads enough without one for each image. */
const MANY_WEIGHTS = 65_536;

/** `start·stride - padding + tap·dilation`: which row or column of the image a tap sees. */
function seen(dims: Conv2dDims, axis: 0 | 1, start: string, tap: string): string {
  const { stride, padding, dilation } = dims;
  return `${start} * ${stride[axis]} + ${tap} * ${dilation[axis]} - ${padding[axis]}`;
}

/** Whether a row and a column are in the image. */
function inside([h, w]: readonly [number, number], row: string, column: string): string {
  return `${row} >= 0 && ${row} < ${h} && ${column} >= 0 && ${column} < ${w}`;
}

/** `y[n, k, i, j] = Σ_{c,p,q} x[n, c, i·s - pad + p·d, j·s - pad + q·d] · w[k, c, p, q]`. */
export function conv2d(x: View, weight: View, dims: Conv2dDims): GpuStorage {
  const { batch, inChannels, outChannels, groups, inSize, outSize, kernel } = dims;
  const [[h, w], [kh, kw]] = [inSize, kernel];
  const perGroup = inChannels / groups;
  const length = batch * outChannels * outSize[0] * outSize[1];
  return produce(x.dtype, length, [x, weight], (source, read, readWeight) => {
    const [n, k, i, j] = source.coordinates([batch, outChannels, ...outSize]) as Four;
    const group = source.local(source.quotient(k, outChannels / groups));
    source.line("let total = 0.0;");
    loop(source, "c", perGroup, () =>
      loop(source, "p", kh, () => {
        source.line(`const row = ${seen(dims, 0, i, "p")};`);
        loop(source, "q", kw, () => {
          source.line(`const column = ${seen(dims, 1, j, "q")};`);
          const image = source.sum(
            0,
            [n, inChannels * h * w],
            [group, perGroup * h * w],
            ["c", h * w],
            ["row", w],
            ["column", 1],
          );
          const tap = source.sum(0, [k, perGroup * kh * kw], ["c", kh * kw], ["p", kw], ["q", 1]);
          source.line(
            `if (${inside(inSize, "row", "column")}) { total += ${read(image)} * ${readWeight(tap)}; }`,
          );
        });
      }),
    );
    source.line("return total;");
  });
}

/** The transpose in x: `Σ g·w` at every input element. */
export function conv2dInputGrad(g: View, weight: View, dims: Conv2dDims): GpuStorage {
  const { batch, inChannels, outChannels, groups, inSize, outSize, kernel, stride } = dims;
  const [[oh, ow], [kh, kw]] = [outSize, kernel];
  const [perGroup, outPerGroup] = [inChannels / groups, outChannels / groups];
  const length = batch * inChannels * inSize[0] * inSize[1];
  return produce(g.dtype, length, [g, weight], (source, read, readWeight) => {
    const [n, c, y, x] = source.coordinates([batch, inChannels, ...inSize]) as Four;
    const group = source.local(source.quotient(c, perGroup));
    source.line("let total = 0.0;");
    loop(source, "p", kh, () => {
      const row = whence(source, dims, 0, y, "p");
      loop(source, "q", kw, () => {
        const column = whence(source, dims, 1, x, "q");
        const hits = [
          inside(outSize, row, column),
          ...(stride[0] > 1 ? [`${row} * ${stride[0]} === ${row}s`] : []),
          ...(stride[1] > 1 ? [`${column} * ${stride[1]} === ${column}s`] : []),
        ];
        source.line(`if (${hits.join(" && ")}) {`);
        loop(source, "k", outPerGroup, () => {
          const gradient = source.sum(
            0,
            [n, outChannels * oh * ow],
            [group, outPerGroup * oh * ow],
            ["k", oh * ow],
            [row, ow],
            [column, 1],
          );
          const tap = source.sum(
            0,
            [group, (outPerGroup - 1) * perGroup * kh * kw],
            ["k", perGroup * kh * kw],
            [c, kh * kw],
            ["p", kw],
            ["q", 1],
          );
          source.line(`total += ${read(gradient)} * ${readWeight(tap)};`);
        });
        source.line("}");
      });
    });
    source.line("return total;");
  });
}

type Four = [string, string, string, string];

/** Which output row or column saw an input row or column through a tap: a fraction of the stride below 0 counts as none. */
function whence(source: Source, dims: Conv2dDims, axis: 0 | 1, at: string, tap: string): string {
  const { stride, padding, dilation } = dims;
  const name = axis === 0 ? "row" : "column";
  source.line(`const ${name}s = ${at} + ${padding[axis]} - ${tap} * ${dilation[axis]};`);
  const step = stride[axis];
  source.line(
    `const ${name} = ${step === 1 ? `${name}s` : `Math.floor((${name}s + 0.5) * ${1 / step}) + ${name}s * 0.0`};`,
  );
  return name;
}

/** The transpose in w: `Σ g·x` at every weight. Where there are few, each image has threads of its own. */
export function conv2dWeightGrad(g: View, x: View, dims: Conv2dDims): GpuStorage {
  const { batch, inChannels, outChannels, groups, inSize, outSize, kernel } = dims;
  const [[h, w], [oh, ow], [kh, kw]] = [inSize, outSize, kernel];
  const perGroup = inChannels / groups;
  const weights = outChannels * perGroup * kh * kw;
  const pieces = weights < MANY_WEIGHTS ? batch : 1;
  const each = batch / pieces;
  const partial = produce(g.dtype, weights * pieces, [g, x], (source, read, readImage) => {
    const [k, c, p, q, piece] = source.coordinates([outChannels, perGroup, kh, kw, pieces]) as Five;
    const group = source.local(source.quotient(k, outChannels / groups));
    source.line("let total = 0.0;");
    loop(source, "n", each, () =>
      loop(source, "i", oh, () => {
        source.line(`const row = ${seen(dims, 0, "i", p)};`);
        loop(source, "j", ow, () => {
          source.line(`const column = ${seen(dims, 1, "j", q)};`);
          const plane = outChannels * oh * ow;
          const gradient = source.sum(0, [piece, plane], ["n", plane], [k, oh * ow], ["i", ow], ["j", 1]);
          const image = source.sum(
            0,
            [piece, inChannels * h * w],
            ["n", inChannels * h * w],
            [group, perGroup * h * w],
            [c, h * w],
            ["row", w],
            ["column", 1],
          );
          source.line(
            `if (${inside(inSize, "row", "column")}) { total += ${read(gradient)} * ${readImage(image)}; }`,
          );
        });
      }),
    );
    source.line("return total;");
  });
  if (pieces === 1) return partial;
  const total = reduce("sum", rowMajor(partial), weights, pieces);
  partial.release();
  return total;
}

type Five = [string, string, string, string, string];

/** The largest element of each window and where it is; the first of equal ones, NaN before all. */
export function maxPool2d(x: View, dims: Conv2dDims): { values: GpuStorage; indices: GpuStorage } {
  const { batch, inChannels, inSize, outSize, kernel } = dims;
  const [h, w] = inSize;
  const planes = batch * inChannels;
  const length = planes * outSize[0] * outSize[1];
  const indices = produce("int32", length, [x], (source, read) => {
    const [plane, i, j] = source.coordinates([planes, ...outSize]) as [string, string, string];
    source.line("let best = 0.0;");
    source.line("let place = 0.0;");
    source.line("let found = 0.0;");
    loop(source, "p", kernel[0], () => {
      source.line(`const row = ${seen(dims, 0, i, "p")};`);
      loop(source, "q", kernel[1], () => {
        source.line(`const column = ${seen(dims, 1, j, "q")};`);
        source.line(`if (${inside(inSize, "row", "column")}) {`);
        source.line(`const x = ${read(source.sum(0, [plane, h * w], ["row", w], ["column", 1]))};`);
        source.line("if (found === 0.0 || x > best || (!(x === x) && best === best)) {");
        source.line(`best = x; place = row * ${w} + column; found = 1.0;`);
        source.line("}");
        source.line("}");
      });
    });
    source.line("return place;");
  });
  indices.block.windows = dims;
  const values = produce(x.dtype, length, [x, rowMajor(indices)], (source, read, readIndex) => {
    const plane = source.local(source.quotient(THREAD, outSize[0] * outSize[1]));
    const place = source.local(readIndex(THREAD));
    source.line(`return ${read(source.sum(0, [plane, h * w], [place, 1]))};`);
  });
  return { values, indices };
}

/** Adds what belongs to each window into a copy of x, at the place that a pooling chose: only windows with that place are asked. */
export function addToWindows(x: View, index: View, added: View, dims: Conv2dDims): GpuStorage {
  const { batch, inChannels, inSize, outSize, kernel } = dims;
  const planes = batch * inChannels;
  const views = [index, added, ...(constantOf(blockOf(x)) === undefined ? [x] : [])];
  return produce(
    added.dtype,
    planes * inSize[0] * inSize[1],
    views,
    (source, readIndex, readAdded, readX) => {
      const [plane, y, column] = source.coordinates([planes, ...inSize]) as [string, string, string];
      source.line(`let total = ${readX?.(THREAD) ?? source.scalar(constantOf(blockOf(x)) ?? 0)};`);
      const own = source.local(`${y} * ${inSize[1]} + ${column} + 0.0`);
      loop(source, "p", kernel[0], () => {
        const row = whence(source, dims, 0, y, "p");
        loop(source, "q", kernel[1], () => {
          const place = whence(source, dims, 1, column, "q");
          const hits = [
            inside(outSize, row, place),
            ...(dims.stride[0] > 1 ? [`${row} * ${dims.stride[0]} === ${row}s`] : []),
            ...(dims.stride[1] > 1 ? [`${place} * ${dims.stride[1]} === ${place}s`] : []),
          ];
          const at = source.sum(0, [plane, outSize[0] * outSize[1]], [row, outSize[1]], [place, 1]);
          source.line(
            `if (${hits.join(" && ")}) { if (${readIndex(at)} === ${own}) { total += ${readAdded(at)}; } }`,
          );
        });
      });
      source.line("return total;");
    },
  );
}
