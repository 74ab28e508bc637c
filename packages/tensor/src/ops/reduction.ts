/**
 * The family of reductions: many elements along some axes become one. Its entries give a value and how fast that moves
 * with each element; the chain rule is the same for all of them.
 */
import type { Backend, ReduceKernel, Storage } from "../backend/backend.ts";
import { reduceAxes } from "../backend/dense.ts";
import { type DType, isFloat } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import { normalizeAxes, reducedShape, sizeOf } from "../shape.ts";
import type { Op, Saves, Tensor } from "../tensor.ts";
import { elementCost } from "./linear.ts";
import { cast, mul } from "./pointwise.ts";
import { type Reduction, reshape, sum } from "./stretch.ts";

/** The entry of a reduction. */
export interface ReductionRule<A extends Reduction> {
  readonly name: string;
  /** The results in row-major order. */
  forward(backend: Backend, x: Tensor, attrs: A): Storage;
  /** `∂y/∂xᵢ` in ops, in the shape of `x`; `y` comes with the reduced axes kept, so that it broadcasts against `x`. */
  partial(x: Tensor, y: Tensor, attrs: A): Tensor;
  readonly saves: Saves;
  /** Type of the result: the operand's by default. */
  dtype?(of: DType): DType;
  /** Operations for each element; 1 by default. */
  readonly flops?: number;
}

/** Makes an op out of the entry of a reduction: `vjp(g)ᵢ = g · ∂y/∂xᵢ`,  `jvp(t) = Σ tᵢ · ∂y/∂xᵢ`. */
export function reduction<A extends Reduction>(rule: ReductionRule<A>): Op<A> {
  const { name, saves, dtype = (of) => of, flops = 1 } = rule;
  return {
    name,
    shape: ([x], { axes, keepdim }) => ({
      shape: reducedShape((x as Tensor).shape, axes, keepdim),
      dtype: dtype((x as Tensor).dtype),
    }),
    forward: (backend, [x], attrs, { shape }) => ({
      storage: rule.forward(backend, x as Tensor, attrs),
      shape,
    }),
    saves,
    vjp: (g, _i, { inputs: [x], output, attrs }) =>
      mul(kept(g, x as Tensor, attrs), rule.partial(x as Tensor, kept(output, x as Tensor, attrs), attrs)),
    jvp: ([t], { inputs: [x], output, attrs }) => {
      if (!t) return null;
      const moved = mul(t, rule.partial(x as Tensor, kept(output, x as Tensor, attrs), attrs));
      return sum(moved, attrs.axes, attrs.keepdim);
    },
    cost: ([x], _attrs, output) => elementCost(x as Tensor, output, flops * sizeOf((x as Tensor).shape)),
  };
}

/** A result with the reduced axes as extents of 1, whether or not they were kept. */
function kept(y: Tensor, x: Tensor, { axes }: Reduction): Tensor {
  return reshape(y, reducedShape(x.shape, axes, true));
}

/** A backend's kernel over some axes. */
export function reduceOver(
  backend: Backend,
  kernel: ReduceKernel,
  x: Tensor,
  axes: readonly number[],
): Storage {
  const n = countAlong(x, axes);
  return reduceAxes(backend, kernel, x, axes, { outer: sizeOf(reducedShape(x.shape, axes, false)), n });
}

/** How many elements become one. */
export function countAlong(x: Tensor, axes: readonly number[]): number {
  return sizeOf(axes.map((axis) => x.shape[axis] as number));
}

/** Applies a reduction over axes as a user names them; all of them if none is named. */
export function reduceBy(
  op: Op<Reduction>,
  x: Tensor,
  axes: number | readonly number[] | undefined,
  keepdim: boolean,
): Tensor {
  return apply(op, [x], { axes: normalizeAxes(op.name, axes, x.rank), keepdim });
}

/** Whole numbers and booleans as float32, for what is not defined within them. */
export function toFloat(x: Tensor): Tensor {
  return isFloat(x.dtype) ? x : cast(x, "float32");
}
