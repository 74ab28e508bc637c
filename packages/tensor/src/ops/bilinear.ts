/** Ops that are linear in each of their two inputs (products): the product rule is written once, here. */
import type { Backend } from "../backend/backend.ts";
import { bytesOf } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import { sizeOf } from "../shape.ts";
import type { Meta, Op, Result, Tensor } from "../tensor.ts";
import { add } from "./pointwise.ts";

/** What is special about a bilinear op `y = a ∘ b`. */
export interface BilinearRule<A> {
  readonly name: string;
  shape(a: Tensor, b: Tensor, attrs: A): Meta;
  forward(backend: Backend, a: Tensor, b: Tensor, attrs: A, meta: Meta): Result;
  /** The transpose in a, written in ops: `g` and b → the shape of a. Of a itself only shape and type are left. */
  transposeA(g: Tensor, b: Tensor, a: Meta, attrs: A): Tensor;
  /** The transpose in b: `g` and a → the shape of b. */
  transposeB(g: Tensor, a: Tensor, b: Meta, attrs: A): Tensor;
  flops(a: Meta, b: Meta, attrs: A, output: Meta): number;
}

/** Makes the entry of an op `y = a ∘ b`: `jvp(ta, tb) = ta ∘ b + a ∘ tb`. Saves each input if the other wants a gradient. */
export function bilinear<A>(rule: BilinearRule<A>): Op<A> {
  const op: Op<A> = {
    name: rule.name,
    shape: ([a, b], attrs) => rule.shape(a as Tensor, b as Tensor, attrs),
    forward: (backend, [a, b], attrs, meta) => rule.forward(backend, a as Tensor, b as Tensor, attrs, meta),
    saves: ([wantA, wantB]) => ({ inputs: [0, 1].filter((i) => (i === 0 ? wantB : wantA)), output: false }),
    vjp: (g, i, { inputs, attrs }) => {
      const [a, b] = inputs as [Tensor, Tensor];
      return i === 0 ? rule.transposeA(g, b, a, attrs) : rule.transposeB(g, a, b, attrs);
    },
    jvp: ([ta, tb], { inputs, attrs }) => {
      const [a, b] = inputs as [Tensor, Tensor];
      const fromA = ta ? apply(op, [ta, b], attrs) : null;
      const fromB = tb ? apply(op, [a, tb], attrs) : null;
      return fromA === null ? fromB : fromB === null ? fromA : add(fromA, fromB);
    },
    cost: ([a, b], attrs, output) => ({
      flops: rule.flops(a as Meta, b as Meta, attrs, output),
      bytes: bytesIn(a as Meta) + bytesIn(b as Meta) + bytesIn(output),
    }),
  };
  return op;
}

function bytesIn({ shape, dtype }: Meta): number {
  return sizeOf(shape) * bytesOf(dtype);
}
