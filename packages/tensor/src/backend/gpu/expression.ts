/**
 * Expressions: what one element is computed from, in single assignment. Functions that work element by element add a step to the
 * expressions of their operands instead of a kernel, so a chain of them is one launch and keeps nothing in between.
 */
import type { View } from "../backend.ts";
import {
  type Block,
  drop,
  type Expression,
  type Layout,
  type Leaf,
  retain,
  type Step,
  type Term,
} from "./block.ts";
import { type FunctionName, inline, passed } from "./functions.ts";
import type { Source } from "./source.ts";

/** WebGPU promises eight buffers for a kernel, one of which is the result. */
const MOST_LEAVES = 6;
const MOST_STEPS = 24;

/** The same number throughout. */
export function constantExpression(value: number): Expression {
  return { leaves: [], scalars: [value], steps: [], result: { kind: "scalar", index: 0 } };
}

/** Whether all elements are one known number. */
export function constantOf({ expression }: Block): number | undefined {
  return expression !== null && expression.result.kind === "scalar"
    ? expression.scalars[expression.result.index]
    : undefined;
}

/** An operand: a block, and where its elements lie (`null`: element i for element i). */
export interface Operand {
  readonly block: Block;
  readonly layout: Layout | null;
}

/** What an operand is read by: itself where it is an expression that fits, else its elements. */
function expressionOf({ block, layout }: Operand): Expression {
  const own = block.expression;
  if (own !== null && (layout === null || own.leaves.length === 0)) return own;
  return { leaves: [{ block, layout }], scalars: [], steps: [], result: { kind: "leaf", index: 0 } };
}

/**
 * `f` of the operands as an expression. Operands that cannot be taken up are computed first (`compute`): an expression that somebody
 * took up before, so that nothing is computed a third time, and all where too much would come together.
 */
export function applied(
  f: FunctionName,
  operands: readonly Operand[],
  numbers: readonly number[],
  compute: (block: Block) => void,
): Expression {
  for (const { block, layout } of operands) {
    const own = block.expression;
    if (own === null || own.leaves.length === 0) continue;
    if (layout !== null || block.taken > 0) compute(block);
  }
  const merged = merge(f, operands, numbers);
  if (merged.leaves.length <= MOST_LEAVES && merged.steps.length <= MOST_STEPS) return hold(operands, merged);
  for (const { block } of operands)
    if (block.expression !== null && block.expression.leaves.length > 0) compute(block);
  return hold(operands, merge(f, operands, numbers));
}

function hold(operands: readonly Operand[], merged: Expression): Expression {
  for (const { block } of operands) if (block.expression !== null) block.taken++;
  for (const { block } of merged.leaves) retain(block);
  return merged;
}

function merge(f: FunctionName, operands: readonly Operand[], numbers: readonly number[]): Expression {
  const leaves: Leaf[] = [];
  const scalars: number[] = [];
  const steps: Step[] = [];
  const seen = new Map<Block, Term>();
  const terms = operands.map((operand): Term => {
    const { block, layout } = operand;
    const before = layout === null ? seen.get(block) : undefined;
    if (before !== undefined) return before;
    const own = expressionOf(operand);
    const leafAt = own.leaves.map((leaf) => {
      const known = leaves.findIndex((other) => other.block === leaf.block && sameLayout(other, leaf));
      return known >= 0 ? known : leaves.push(leaf) - 1;
    });
    const scalarAt = own.scalars.map((scalar) => scalars.push(scalar) - 1);
    const first = steps.length;
    const moved = ({ kind, index }: Term): Term => {
      if (kind === "step") return { kind, index: first + index };
      return { kind, index: (kind === "leaf" ? leafAt[index] : scalarAt[index]) as number };
    };
    for (const step of own.steps) steps.push({ f: step.f, terms: step.terms.map(moved) });
    const term = moved(own.result);
    if (layout === null) seen.set(block, term);
    return term;
  });
  for (const value of numbers) terms.push({ kind: "scalar", index: scalars.push(value) - 1 });
  const result: Term = { kind: "step", index: steps.push({ f, terms }) - 1 };
  return { leaves, scalars, steps, result };
}

function sameLayout({ layout: a }: Leaf, { layout: b }: Leaf): boolean {
  if (a === null || b === null) return a === b;
  return a.offset === b.offset && a.shape.join() === b.shape.join() && a.strides.join() === b.strides.join();
}

/** Lets go of what an expression holds. */
export function release(expression: Expression): void {
  for (const { block } of expression.leaves) drop(block);
}

/** Declares an expression's blocks and numbers, and returns how to write its element at a place into a kernel. */
export function declared(
  source: Source,
  { leaves, scalars, steps, result }: Expression,
): (at: string) => string {
  const arrays = leaves.map(({ block }) => source.array(block));
  const numbers = scalars.map((value) => source.scalar(value));
  return (at) => {
    const reads = leaves.map(({ layout }, i) => {
      const place = layout === null ? at : source.place(at, layout);
      return source.local(`${arrays[i]}[${place}]`);
    });
    const values: string[] = [];
    const text = ({ kind, index }: Term): string =>
      ({ leaf: reads, scalar: numbers, step: values })[kind][index] as string;
    for (const { f, terms } of steps)
      values.push(source.local(withPassed(source, inline(f, terms.map(text)))));
    return text(result);
  };
}

/** A text with the names of the numbers that it wants passed. */
function withPassed(source: Source, text: string): string {
  return text.replace(/\b(NAN|INF)\b/g, (name) => source.named(name, passed[name] as number));
}

/** A view as an operand, for kernels that go through it element by element. */
export function operandOf(view: View, block: Block): Operand {
  const { shape, strides, offset } = view;
  const layout = { shape, strides, offset };
  return { block, layout: isWhole(layout, block.length) ? null : layout };
}

/** Whether a layout is the whole block, in order. */
function isWhole({ shape, strides, offset }: Layout, length: number): boolean {
  if (offset !== 0) return false;
  let expected = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    const extent = shape[i] as number;
    if (extent === 1) continue;
    if (strides[i] !== expected) return false;
    expected *= extent;
  }
  return expected === length;
}
