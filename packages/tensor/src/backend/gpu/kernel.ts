/** How kernels that are no expressions are written: views in, text in between, storage out. */
import type { DType } from "../../dtype.ts";
import type { View } from "../backend.ts";
import { Block } from "./block.ts";
import { compute, launched } from "./device.ts";
import { constantExpression, declared } from "./expression.ts";
import { placesOf, Source } from "./source.ts";
import { blockOf, GpuStorage, lengthOf } from "./storage.ts";

/** How to write the element of an operand at a place. */
export type Read = (at: string) => string;

/** New storage, each element of which is computed by a thread that runs `write`. Views are contiguous. */
export function produce(
  dtype: DType,
  length: number,
  views: readonly View[],
  write: (source: Source, ...reads: Read[]) => void,
  width = 1,
): GpuStorage {
  if (length === 0) return new GpuStorage(dtype, new Block(0));
  const blocks = views.map(blockOf);
  blocks.forEach(compute);
  const source = new Source(placesOf(length, blocks));
  const reads = views.map(({ offset }, i): Read => {
    const name = source.array(blocks[i] as Block);
    if (offset === 0) return (at) => `${name}[${at}]`;
    // A sum of two literals would become one of floats.
    return (at) => (at === "0" ? `${name}[${offset}]` : `${name}[${at} + ${offset}]`);
  });
  write(source, ...reads);
  return new GpuStorage(dtype, launched(source.program(length, width)));
}

/**
 * Like `produce` with one operand, which is taken up as an expression where it is one: for kernels that read every element once.
 */
export function consume(
  dtype: DType,
  length: number,
  view: View,
  write: (source: Source, read: Read) => void,
): GpuStorage {
  const block = blockOf(view);
  const { expression } = block;
  const whole = view.offset === 0 && lengthOf(view) === block.length;
  if (length === 0 || expression === null || !whole || block.taken > 0)
    return produce(dtype, length, [view], write);
  block.taken++;
  const leaves = expression.leaves.map((leaf) => leaf.block);
  const source = new Source(placesOf(Math.max(length, block.length), leaves));
  write(source, declared(source, expression));
  return new GpuStorage(dtype, launched(source.program(length)));
}

/** The same number throughout. */
export function constant(dtype: DType, length: number, value: number): GpuStorage {
  return new GpuStorage(dtype, new Block(length, length === 0 ? null : constantExpression(value)));
}

/** A loop over whole numbers below a literal. */
export function loop(source: Source, variable: string, end: number, body: () => void): void {
  source.line(`for (let ${variable} = 0; ${variable} < ${end}; ${variable}++) {`);
  body();
  source.line("}");
}
