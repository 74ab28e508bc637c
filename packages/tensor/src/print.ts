/** Tensors as text. */
import { defaultDevice } from "./backend/registry.ts";
import { isFloat, type TypedArray } from "./dtype.ts";
import { contiguousStrides, show } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** How `toString` prints. */
export interface PrintOptions {
  /** Digits after the point; 4 by default. */
  readonly precision?: number;
  /** A tensor with more elements is shortened: "..." stands for the middle of long axes; 1000 by default. */
  readonly threshold?: number;
  /** How many elements of a shortened axis are shown at each end; 3 by default. */
  readonly edgeItems?: number;
  /** Rows longer than this are broken; 80 characters by default. */
  readonly lineWidth?: number;
}

const PREFIX = "tensor(";
const GAP = "...";

/**
 * The tensor as PyTorch writes it, always with shape and type:
 *
 *     tensor([[ 1.0000, -0.5000],
 *             [ 0.2500,  3.0000]], shape=[2, 2], dtype=float32)
 *
 * On webgpu, which cannot be read at once, `...` stands for the elements: print `await x.data()`.
 *
 * Elements are aligned. Whole floating-point numbers end in a point (`2.`). All are in scientific notation if one needs
 * it: beyond 1e8, or, where there are fractions, below 1e-4 or more than 1000 times smaller than the largest one.
 */
// biome-ignore lint/suspicious/noShadowRestrictedNames: it is what every object in JavaScript calls this
export function toString(x: Tensor, options: PrintOptions = {}): string {
  const { precision = 4, threshold = 1000, edgeItems = 3, lineWidth = 80 } = options;
  if (!x.isReadable) return `${PREFIX}${GAP}, ${facts(x).join(", ")})`;
  const data = x.dataSync();
  const strides = contiguousStrides(x.shape);
  const axes = x.shape.map((extent, axis) =>
    places(extent, strides[axis] as number, x.size > threshold, edgeItems),
  );
  const shown = x.size === 0 ? [] : visible(data, axes);
  const cell = formatter(shown, x, precision);
  const width = Math.max(0, ...shown.map((element) => cell(element).length));

  /** The part that begins at flat index `start`, from `axis` on. */
  const part = (axis: number, start: number): string => {
    const steps = axes[axis];
    if (steps === undefined) return cell(data[start] as number).padStart(width);
    const indent = " ".repeat(PREFIX.length + axis + 1);
    const items = steps.map((step) => (step === null ? GAP : part(axis + 1, start + step)));
    const last = axis === x.rank - 1;
    if (!last) return `[${items.join(`,${"\n".repeat(x.rank - axis - 1)}${indent}`)}]`;
    const perLine = Math.max(1, Math.floor((lineWidth - indent.length) / (width + 2)));
    const lines = Array.from({ length: Math.ceil(items.length / perLine) }, (_, i) =>
      items.slice(i * perLine, (i + 1) * perLine).join(", "),
    );
    return `[${lines.join(`,\n${indent}`)}]`;
  };

  const body = PREFIX + (x.size === 0 ? "[]" : part(0, 0));
  const suffix = `${facts(x).join(", ")})`;
  const room = lineWidth - (body.length - body.lastIndexOf("\n") - 1);
  return body + (suffix.length + 2 <= room ? ", " : `,\n${" ".repeat(PREFIX.length)}`) + suffix;
}

/** What is said of a tensor beside its elements. */
function facts(x: Tensor): string[] {
  const found = [`shape=${show(x.shape)}`, `dtype=${x.dtype}`];
  if (x.device !== defaultDevice()) found.push(`device=${x.device}`);
  if (x.node !== null) found.push(x.node.op === null ? "requiresGrad" : `op=${x.node.op.name}`);
  return found;
}

/** Offsets of the places along an axis that are shown; `null` for those that are left out. */
function places(extent: number, stride: number, shorten: boolean, edge: number): (number | null)[] {
  const all = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => (from + i) * stride);
  if (!shorten || extent <= 2 * edge) return all(0, extent);
  return [...all(0, edge), null, ...all(extent - edge, extent)];
}

/** The elements that are shown. */
function visible(data: TypedArray, axes: readonly (readonly (number | null)[])[]): number[] {
  let starts = [0];
  for (const steps of axes)
    starts = starts.flatMap((start) => steps.filter((step) => step !== null).map((step) => start + step));
  return starts.map((start) => data[start] as number);
}

/** How one element is written, so that all of them look alike. */
function formatter(
  shown: readonly number[],
  { dtype }: Tensor,
  precision: number,
): (element: number) => string {
  if (dtype === "bool") return (element) => (element === 0 ? "false" : "true");
  if (!isFloat(dtype)) return String;
  const sizes = shown.map(Math.abs).filter((size) => size > 0 && size < Infinity);
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)];
  const whole = sizes.every(Number.isInteger);
  const scientific = largest >= 1e8 || (!whole && (smallest < 1e-4 || largest / smallest > 1000));
  const digits = (size: number) => {
    if (scientific) return size.toExponential(precision);
    return whole ? `${size}.` : size.toFixed(precision);
  };
  return (element) => {
    if (!Number.isFinite(element)) return String(element);
    const sign = element < 0 || Object.is(element, -0) ? "-" : "";
    return sign + digits(Math.abs(element));
  };
}
