/**
 * Recurrent layers. The op's result holds the states after every step, `[states, T, B, H]`, of which programs take slices; ONNX's
 * operators give h at every step, and h and c after the last one only. So slices are followed from the op on, and each is told
 * which of the operator's outputs it is.
 */
import type { Operand, Site } from "./rule.ts";

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

  /** The slice of a part, if `site` takes one that is known. */
  sliced({ inputs, attrs }: Site<Slice>): string | undefined {
    const part = this.#of(inputs);
    if (part === undefined) return undefined;
    const { axis, start, count } = attrs;
    if (axis !== 0 || count !== 1) return undefined;
    if (!part.isSequence) return this.#named({ ...part, state: start });
    return start === part.outputs.last ? part.outputs.finals[part.state as number] : undefined;
  }

  /** The part without the axis of the states, if that is what `site` takes away. */
  reshaped(site: Site): string | undefined {
    const part = this.#of(site.inputs);
    if (part === undefined || part.isSequence || part.state === null) return undefined;
    const shape = (site.inputs[0] as Operand).shape.slice(1);
    if (site.output.shape.length !== shape.length) return undefined;
    const { steps, finals, sequence } = part.outputs;
    const name =
      part.state === 0
        ? site.graph.reshape(sequence, shape)
        : steps === 1
          ? (finals[part.state] as string)
          : `${INNER}${this.#parts.size}`;
    this.#parts.set(name, { ...part, isSequence: true });
    return name;
  }

  #of(inputs: readonly Operand[]): Part | undefined {
    return this.#parts.get((inputs[0] as Operand).name);
  }

  #named(part: Part): string {
    const name = part.state === 0 ? part.outputs.sequence : `${INNER}${this.#parts.size}`;
    this.#parts.set(name, part);
    return name;
  }
}

/** Begins the names of values that no node gives. */
const INNER = "(states) ";
