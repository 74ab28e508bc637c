/** Two forward calls put together: what is the same in both is fixed, what differs follows the batch or is refused. */
import type { AnyOp, DType, Shape, Tensor, TypedArray } from "@gradus/tensor";
import { type Batches, type Extent, extentsOf, showExtents } from "./extent.ts";
import type { Call, Trace, Value } from "./record.ts";

/** Where a value of a program comes from. */
export type Source =
  | { readonly kind: "input" }
  | { readonly kind: "parameter"; readonly name: string; readonly tensor: Tensor }
  | { readonly kind: "constant"; readonly value: () => Constant }
  | { readonly kind: "step"; readonly step: () => Step };

/** Elements; along axes that follow the batch all are equal, and the shape is 1 there. */
export interface Constant {
  readonly elements: TypedArray;
  readonly shape: Shape;
}

/** A tensor of a program. */
export interface Variable {
  readonly source: Source;
  readonly shape: readonly Extent[];
  readonly dtype: DType;
}

/** One op. Attributes are those of both calls; but for the batch they are equal, unless the op's rule says otherwise. */
export interface Step {
  readonly op: AnyOp;
  readonly attrs: unknown;
  readonly otherAttrs: unknown;
  readonly inputs: readonly Variable[];
  readonly output: Variable;
  /** Which op of the forward call it is, from 1. */
  readonly number: number;
}

/** A forward pass for every batch. */
export interface Program {
  readonly inputs: readonly Variable[];
  readonly steps: readonly Step[];
  readonly outputs: readonly Variable[];
}

/** What may differ: attributes that hold shapes are told from the shapes. */
export interface Comparison {
  readonly batches: Batches;
  /** Ops whose attributes are allowed to differ between the calls. */
  readonly free: ReadonlySet<string>;
}

/**
 * Puts the traces of two calls together, and leaves out what no output needs.
 *
 * @throws Error where they differ in what a graph cannot follow
 */
export function programOf(first: Trace, second: Trace, { batches, free }: Comparison): Program {
  compareCalls(first, second, free);
  const variables: Variable[] = [];
  const needed = neededValues(first);
  const steps: Step[] = [];
  const at = (place: number) => variables[place] as Variable;
  const numbers = new Map(first.calls.map((call, i) => [call, i + 1]));
  first.values.forEach((value, place) => {
    const other = second.values[place] as Value;
    const { origin, dtype } = value;
    const shape = extentsOf(value.shape, other.shape, batches);
    if (origin.kind === "constant") variables.push(constant(value, other, shape));
    else if (origin.kind !== "call") variables.push({ source: origin, shape, dtype });
    else {
      const { op, attrs, inputs } = origin.call;
      const { attrs: otherAttrs } = (other.origin as { readonly call: Call }).call;
      const output: Variable = { shape, dtype, source: { kind: "step", step: () => step } };
      const number = numbers.get(origin.call) as number;
      const step: Step = { op, attrs, otherAttrs, inputs: inputs.map(at), output, number };
      variables.push(output);
      if (needed.has(place)) steps.push(step);
    }
  });
  const inputs = variables.filter(({ source }) => source.kind === "input");
  return { inputs, steps, outputs: first.outputs.map(at) };
}

/** An op of a forward call, for messages. */
export function describe({ op, inputs, output, number }: Step): string {
  const operands = inputs.map(({ source, shape }) =>
    source.kind === "parameter" ? `${source.name} ${showExtents(shape)}` : showExtents(shape),
  );
  return `${op.name} (${operands.join(", ")} → ${showExtents(output.shape)}), op ${number} of the forward pass`;
}

/** Throws unless both calls applied the same ops to the same values. */
function compareCalls(first: Trace, second: Trace, free: ReadonlySet<string>): void {
  const count = Math.max(first.calls.length, second.calls.length);
  for (let i = 0; i < count; i++) {
    const [a, b] = [first.calls[i], second.calls[i]];
    if (a?.op !== b?.op || a?.inputs.join() !== b?.inputs.join())
      throw new Error(
        `exportOnnx: op ${i + 1} of the forward pass is ${a?.op.name ?? "none"} with one batch and ${b?.op.name ?? "none"} with ` +
          "another, or it has other operands; a graph takes the same way for all inputs: let ops decide (where), not the program",
      );
    if (a === undefined || b === undefined || free.has(a.op.name) || sameAttrs(a.attrs, b.attrs)) continue;
    throw new Error(
      `exportOnnx: ${a.op.name}, op ${i + 1} of the forward pass, has other attributes for another batch: ` +
        `${JSON.stringify(a.attrs)} and ${JSON.stringify(b.attrs)}; what depends on the input must be a tensor computed by ops`,
    );
  }
  if (first.outputs.join() !== second.outputs.join())
    throw new Error(
      "exportOnnx: which tensors forward returns depends on the batch; return the same ones for all inputs",
    );
}

/** Whether attributes are equal, extents of the batch aside. */
function sameAttrs(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return Object.is(a, b);
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every(
    (key) =>
      key === "batch" || sameAttrs((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}

/** Which values the outputs are computed from. */
function neededValues({ calls, outputs }: Trace): Set<number> {
  const needed = new Set(outputs);
  for (const call of calls.toReversed())
    if (needed.has(call.output)) for (const input of call.inputs) needed.add(input);
  return needed;
}

/** A constant: equal in both calls, along axes that follow the batch one element for all. Told apart only where it is used. */
function constant(value: Value, other: Value, shape: readonly Extent[]): Variable {
  let known: Constant | undefined;
  const find = (): Constant => {
    const reduced = shape.map((extent) => (typeof extent === "number" ? extent : 1));
    const [a, b] = [reduce(value, reduced), reduce(other, reduced)];
    if (a === null || b === null || !a.every((x, i) => Object.is(x, b[i])))
      throw new Error(
        `a constant of shape ${showExtents(shape)} is another one for another input: it is random (dropout: switch to eval(), or ` +
          "pass the module), the size of the batch (a mean over it), or made from elements that were read (dataSync, item)",
      );
    return { elements: a, shape: reduced };
  };
  const source: Source = {
    kind: "constant",
    value: () => {
      known ??= find();
      return known;
    },
  };
  return { source, shape, dtype: value.dtype };
}

/** The elements at the first place of every axis that is to have extent 1, or `null` if others differ from them. */
function reduce({ origin, shape }: Value, reduced: Shape): TypedArray | null {
  const { elements } = origin as { readonly elements: TypedArray };
  if (shape.every((extent, axis) => extent === reduced[axis])) return elements;
  const size = reduced.reduce((a, b) => a * b, 1);
  const result = elements.slice(0, size);
  const seen = new Uint8Array(size);
  for (let i = 0; i < elements.length; i++) {
    const place = placeIn(i, shape, reduced);
    const element = elements[i] as number;
    if (seen[place] === 1 && !Object.is(result[place], element)) return null;
    result[place] = element;
    seen[place] = 1;
  }
  return result;
}

/** Where the flat place `i` of `shape` lies in `reduced`, flat. */
function placeIn(i: number, shape: Shape, reduced: Shape): number {
  let [rest, stride, place] = [i, 1, 0];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = shape[axis] as number;
    const kept = reduced[axis] as number;
    if (kept !== 1) place += (rest % extent) * stride;
    stride *= kept;
    rest = Math.floor(rest / extent);
  }
  return place;
}
