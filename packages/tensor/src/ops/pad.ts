/** Tensors with a margin. */
import { full, tensor } from "../create.ts";
import { arrayOf } from "../dtype.ts";
import { show } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { indexSelect } from "./index.ts";
import { concat } from "./join.ts";
import { slice } from "./slice.ts";

/** What a margin is made of: one value, the tensor mirrored at its edge, its edge, or its other end. */
export type PadMode = "constant" | "reflect" | "replicate" | "circular";

/** Options of {@link pad}. */
export interface PadOptions {
  /** "constant" by default. */
  readonly mode?: PadMode;
  /** The constant; 0 by default. */
  readonly value?: number;
}

/** For place p beside an axis of extent n (p < 0 or p >= n): which element stands there. */
const sources: { readonly [mode in Exclude<PadMode, "constant">]: (p: number, n: number) => number } = {
  reflect: (p, n) => n - 1 - Math.abs(n - 1 - Math.abs(p)),
  replicate: (p, n) => Math.min(Math.max(p, 0), n - 1),
  circular: (p, n) => (p + n) % n,
};

/** How wide a margin on one side may be. */
const limits: { readonly [mode in PadMode]: (n: number) => number } = {
  constant: () => Infinity,
  reflect: (n) => n - 1,
  replicate: (n) => (n === 0 ? 0 : Infinity),
  circular: (n) => n,
};

/**
 * The tensor with margins. Widths come in pairs, the LAST axis first, as in PyTorch: `[left, right]` or
 * `[left, right, top, bottom]`. A negative width cuts. Any axis can be padded in any mode.
 *
 * - "constant": `value` (0);
 * - "reflect": `[a, b, c]` by 2 → `[c, b, a, b, c, b, a]`, the edge itself not repeated; narrower than the axis;
 * - "replicate": `[a, a, a, b, c, c, c]`;
 * - "circular": `[b, c, a, b, c, a, b]`; at most as wide as the axis.
 *
 * @throws RangeError if widths are not pairs, too many or too large
 */
export function pad(x: Tensor, widths: readonly number[], options: PadOptions = {}): Tensor {
  const { mode = "constant", value = 0 } = options;
  if (!Object.hasOwn(limits, mode))
    throw new RangeError(`pad: mode is "${mode}"; modes are ${Object.keys(limits).join(", ")}`);
  if (widths.length % 2 !== 0 || widths.length > 2 * x.rank || !widths.every(Number.isInteger))
    throw new RangeError(
      `pad: widths ${show(widths)} for shape ${show(x.shape)}; give a pair of whole numbers for each padded axis, the last axis first`,
    );
  let y = x;
  for (let i = 0; i < widths.length; i += 2) {
    const axis = x.rank - 1 - i / 2;
    const [before, after] = [widths[i] as number, widths[i + 1] as number];
    if (before === 0 && after === 0) continue;
    checkWidths(mode, x.shape[axis] as number, axis, before, after);
    y =
      mode === "constant"
        ? padConstant(y, axis, before, after, value)
        : padFrom(y, axis, before, after, sources[mode]);
  }
  return y;
}

function checkWidths(mode: PadMode, n: number, axis: number, before: number, after: number): void {
  const limit = limits[mode](n);
  if (before > limit || after > limit || before + n + after < 0)
    throw new RangeError(
      `pad: widths ${before} and ${after} at axis ${axis} of extent ${n}; mode "${mode}" allows at most ${limit} on a side, ` +
        "and cannot cut more than there is",
    );
}

function padConstant(x: Tensor, axis: number, before: number, after: number, value: number): Tensor {
  const extent = x.shape[axis] as number;
  const rest = slice(x, axis, Math.max(0, -before), extent + Math.min(0, after));
  const margin = (width: number) =>
    width > 0 ? [full(x.shape.with(axis, width), value, { dtype: x.dtype, device: x.device })] : [];
  return concat([...margin(before), rest, ...margin(after)], axis);
}

function padFrom(
  x: Tensor,
  axis: number,
  before: number,
  after: number,
  source: (p: number, n: number) => number,
): Tensor {
  const n = x.shape[axis] as number;
  const places = Array.from({ length: before + n + after }, (_, i) => {
    const p = i - before;
    return p >= 0 && p < n ? p : source(p, n);
  });
  return indexSelect(x, axis, tensor(arrayOf("int32", places), { device: x.device }));
}
