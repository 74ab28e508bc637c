/** Ops that are linear in their only differentiable input: the tangent goes through the op itself, the cotangent through its transpose. */
import type { Backend } from "../backend/backend.ts";
import { bytesOf } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import { sizeOf } from "../shape.ts";
import type { Cost, Meta, Op, Result, Tensor } from "../tensor.ts";

/** What is special about a linear op. */
export interface LinearRule<A> {
  readonly name: string;
  shape(x: Tensor, attrs: A): Meta;
  forward(backend: Backend, x: Tensor, attrs: A, meta: Meta): Result;
  /** The transposed map, written in ops: `g` in the result's shape → the input's shape. */
  transpose(g: Tensor, x: Meta, attrs: A): Tensor;
  /** 0 for a view. One addition for each element read, unless said otherwise. */
  flops?(x: Meta, attrs: A, output: Meta): number;
}

/** Makes the entry of an op `y = Lx`: `vjp(g) = Lᵀg`, `jvp(t) = Lt`. Saves nothing. */
export function linear<A>(rule: LinearRule<A>): Op<A> {
  const op: Op<A> = {
    name: rule.name,
    shape: ([x], attrs) => rule.shape(x as Tensor, attrs),
    forward: (backend, [x], attrs, meta) => rule.forward(backend, x as Tensor, attrs, meta),
    saves: { inputs: [], output: false },
    vjp: (g, _i, { inputs: [x], attrs }) => rule.transpose(g, x as Tensor, attrs),
    jvp: ([t], { attrs }) => (t === null || t === undefined ? null : apply(op, [t], attrs)),
    cost: ([x], attrs, output) => elementCost(x as Meta, output, rule.flops?.(x as Meta, attrs, output)),
  };
  return op;
}

/** Each input element read once, each output element written once. */
export function elementCost(x: Meta, output: Meta, flops: number = sizeOf(x.shape)): Cost {
  const bytes = sizeOf(x.shape) * bytesOf(x.dtype) + sizeOf(output.shape) * bytesOf(output.dtype);
  return { flops, bytes };
}
