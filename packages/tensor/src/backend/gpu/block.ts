/**
 * Elements on the device. A block never changes once it is there: `assign` gives a storage another block. Until somebody needs them
 * its elements may be an expression of other blocks, which whoever comes next takes up into a kernel of its own.
 *
 * Blocks are counted: by the storages that hold them, by expressions, and by launches that wait in the queue. At zero the memory
 * goes back at once.
 */
import type { TypedArray } from "../../dtype.ts";
import type { Shape } from "../../shape.ts";
import type { Conv2dDims } from "../backend.ts";
import type { FunctionName } from "./functions.ts";
import type { Handle } from "./library.ts";

/** Where in a block the elements of a shape lie. */
export interface Layout {
  readonly shape: Shape;
  readonly strides: Shape;
  readonly offset: number;
}

/** A block that an expression reads. Without a layout: element i for element i. */
export interface Leaf {
  readonly block: Block;
  readonly layout: Layout | null;
}

/** What a step works on: a leaf, a number, or an earlier step. */
export interface Term {
  readonly kind: "leaf" | "scalar" | "step";
  readonly index: number;
}

/** One function applied. */
export interface Step {
  readonly f: FunctionName;
  readonly terms: readonly Term[];
}

/** An expression of one element. Numbers are passed when a kernel runs, so another number is no other kernel. */
export interface Expression {
  readonly leaves: readonly Leaf[];
  readonly scalars: readonly number[];
  readonly steps: readonly Step[];
  readonly result: Term;
}

/** What takes memory back. */
export interface Home {
  free(handle: Handle, length: number): void;
}

/** An array on the device: there, on its way, or still an expression. */
export class Block {
  readonly length: number;
  handle: Handle | null = null;
  /** Where that is, once it is there. */
  home: Home | null = null;
  /** Why it will never be there. */
  failure: unknown = undefined;
  expression: Expression | null;
  /** The elements, where this side of the bus knows them. */
  host: TypedArray | null = null;
  /** If these are the places that a pooling chose: its windows, so that whoever looks for a place knows where it can be. */
  windows: Conv2dDims | null = null;
  /** How many expressions took up its expression. */
  taken = 0;
  references = 1;

  constructor(length: number, expression: Expression | null = null) {
    this.length = length;
    this.expression = expression;
  }
}

/** What is alive on the device. */
export const live: { buffers: number; bytes: number } = { buffers: 0, bytes: 0 };

/** One holder more. */
export function retain(block: Block): Block {
  block.references++;
  return block;
}

/** One holder less. */
export function drop(block: Block): void {
  if (--block.references > 0) return;
  const { expression, handle, home } = block;
  block.expression = null;
  block.handle = null;
  block.host = null;
  if (expression !== null) for (const leaf of expression.leaves) drop(leaf.block);
  if (handle !== null && home !== null) giveBack(home, handle, block.length);
}

/** The elements have arrived. Where nobody waits for them any more they go at once. */
export function settle(block: Block, handle: Handle, home: Home): void {
  live.buffers++;
  live.bytes += 4 * block.length;
  block.home = home;
  if (block.references > 0) block.handle = handle;
  else giveBack(home, handle, block.length);
}

function giveBack(home: Home, handle: Handle, length: number): void {
  live.buffers--;
  live.bytes -= 4 * length;
  home.free(handle, length);
}
