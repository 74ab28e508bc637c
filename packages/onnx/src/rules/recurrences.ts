/**
 * Recurrent layers. The op's result holds the states after every step, `[states, T, B, H]`, of which programs take slices; ONNX's
 * operators give h at every step, and h and c after the last one only. So slices are followed from the op on, and each is told
 * which of the operator's outputs it is.
 */
import type { Graph } from "../graph/graph.ts";
import type { Extent } from "../trace/extent.ts";

/** What an operator gives. */
interface Outputs {
  /** h at every step, `[1, T, B, H]`. */
  readonly sequence: string;
  /** Each state after the step that comes last, `[1, B, H]`. */
  readonly finals: readonly string[];
  readonly steps: number;
  /** The step that comes last. */
  readonly last: number;
}

/** A part of a layer's states. */
interface Part {
  readonly outputs: Outputs;
  /** `null`: all states. */
  readonly state: number | null;
  /** Whether the first axis, that of the states, is gone. */
  readonly isSequence: boolean;
}

interface Slice {
  readonly axis: number;
  readonly start: number;
  readonly count: number;
}

/** The states of all recurrent layers of a graph. */
export class Recurrences {
  readonly #parts = new Map<string, Part>();

  /** Notes a layer's states, and gives the name for them. */
  add(outputs: Outputs): string {
    const state = outputs.finals.length === 1 ? 0 : null;
    return this.#named({ outputs, state, isSequence: false });
  }

  /** Whether no node gives this value, because it is one that operators keep to themselves. */
  isInner(name: string): boolean {
    return this.#parts.has(name) && name.startsWith(INNER);
  }

  /** What a slice of the value `name` is, if it is one of a layer's states, or one step of them. */
  sliced(name: string, { axis, start, count }: Slice): string | undefined {
    const part = this.#parts.get(name);
    if (part === undefined || axis !== 0 || count !== 1) return undefined;
    if (!part.isSequence) return this.#named({ ...part, state: start });
    return start === part.outputs.last ? part.outputs.finals[part.state as number] : undefined;
  }

  /** What the value `name` is without its first axis, if it is a layer's state at every step. */
  reshaped(name: string, from: readonly Extent[], to: readonly Extent[], graph: Graph): string | undefined {
    const part = this.#parts.get(name);
    if (part === undefined || part.isSequence || part.state === null) return undefined;
    if (to.length !== from.length - 1) return undefined;
    const { steps, finals, sequence } = part.outputs;
    const all = () =>
      part.state === 0 ? graph.reshape(sequence, from.slice(1)) : `${INNER}${this.#parts.size}`;
    const result = steps === 1 ? (finals[part.state] as string) : all();
    this.#parts.set(result, { ...part, isSequence: true });
    return result;
  }

  #named(part: Part): string {
    const name = part.state === 0 ? part.outputs.sequence : `${INNER}${this.#parts.size}`;
    this.#parts.set(name, part);
    return name;
  }
}

/** Begins the names of values that no node gives. */
const INNER = "(states) ";
