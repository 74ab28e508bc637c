/**
 * The text of a kernel. gpu.js compiles the JavaScript in a string; what it makes of numbers decides how that is written:
 * literals are bounds of loops (a bound in a variable stops silently at 1000), and places are whole numbers as long as they are
 * written where they are used (a local variable is a float, and exact only up to 2²⁴).
 */

import type { Block, Layout } from "./block.ts";
import { helpersIn } from "./functions.ts";
import type { HelperFunction } from "./library.ts";

/** A kernel ready to be compiled, and what it is called with. */
export interface Program {
  readonly source: string;
  readonly functions: readonly HelperFunction[];
  readonly blocks: readonly Block[];
  readonly scalars: readonly number[];
  readonly length: number;
  /** How many elements one thread makes: neighbours. */
  readonly width: number;
  /** Threads by their coordinates, the last axis first, where the mode knows them; else all lie on one line. */
  readonly grid: readonly [number, number, number] | null;
}

/** The place of a thread's element. */
export const THREAD = "this.thread.x";

/** Up to here `floor((i + ½)·(1/n))` is `i div n` in float32. */
const EXACT_QUOTIENT = 2 ** 21;

/** Collects the text of one kernel. */
export class Source {
  readonly #blocks: Block[] = [];
  readonly #scalars: number[] = [];
  readonly #lines: string[] = [];
  readonly #named = new Map<string, string>();
  readonly #whole: boolean;
  #grid: [number, number, number] | null = null;
  #locals = 0;

  /** @param places how many places there are to count: the result's and those of the largest block */
  constructor(places: number) {
    this.#whole = places > EXACT_QUOTIENT;
    if (places > 2 ** 30)
      throw new RangeError(
        `gpu: ${places} elements; one tensor on the gpu has at most 2^30. Use smaller batches`,
      );
  }

  /** The name of a block. */
  array(block: Block): string {
    const known = this.#blocks.indexOf(block);
    return `a${known >= 0 ? known : this.#blocks.push(block) - 1}`;
  }

  /** The name of a number that is passed at the call. */
  scalar(value: number): string {
    return `s${this.#scalars.push(value) - 1}`;
  }

  /** The same for a number that goes by a name of its own: it is passed once. */
  named(name: string, value: number): string {
    const known = this.#named.get(name) ?? this.scalar(value);
    this.#named.set(name, known);
    return known;
  }

  /** Writes a line. */
  line(text: string): void {
    this.#lines.push(text);
  }

  /** Writes a local constant, and returns its name. It is a float. */
  local(value: string): string {
    if (/^[a-z]\w*$/.test(value)) return value;
    const name = `v${this.#locals++}`;
    this.line(`const ${name} = ${value};`);
    return name;
  }

  /** A name that nothing else has. */
  fresh(prefix: string): string {
    return `${prefix}${this.#locals++}`;
  }

  /** `at div n`, for at >= 0. */
  quotient(at: string, n: number): string {
    if (n === 1) return at;
    return this.#whole ? `quotient(${at}, ${n})` : `Math.floor((${at} + 0.5) * ${1 / n})`;
  }

  /** `at mod n`, for at >= 0. */
  remainder(at: string, n: number): string {
    return n === 1 ? "0" : `(${at} - ${this.quotient(at, n)} * ${n})`;
  }

  /** A coordinate, which is a float, as a factor of places that may be beyond what floats count. */
  integer(coordinate: string): string {
    return this.#whole ? `wholeOf(${coordinate})` : coordinate;
  }

  /** `Σ coordinateᵢ·strideᵢ + offset`. */
  sum(offset: number, ...terms: readonly (readonly [coordinate: string, stride: number])[]): string {
    const text = terms
      .filter(([coordinate, stride]) => stride !== 0 && coordinate !== "0")
      .map(([coordinate, stride]) => term(stride, this.integer(coordinate)));
    return text.length === 0 ? `${offset}` : begin(offset, text);
  }

  /** The coordinates of the thread's element in a shape, as local constants. */
  coordinates(shape: readonly number[]): string[] {
    let inner = 1;
    const names: string[] = [];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const extent = shape[axis] as number;
      const at = this.quotient(THREAD, inner);
      names.unshift(extent === 1 ? "0" : this.local(axis === 0 ? at : this.remainder(at, extent)));
      inner *= extent;
    }
    return names;
  }

  /** Lays threads out by three coordinates, which are then exact whole numbers. For modes that can. */
  grid(depth: number, height: number, width: number): [string, string, string] {
    this.#grid = [width, height, depth];
    return ["this.thread.z", "this.thread.y", "this.thread.x"];
  }

  /** Where in its block the element `at` of a layout lies. */
  place(at: string, { shape, strides, offset }: Layout): string {
    let text = "";
    let inner = 1;
    // at = Σ quotients · extents, so each quotient counts its own stride, less what the next axis counts of it.
    let next = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const extent = shape[axis] as number;
      if (extent === 1) continue;
      const stride = strides[axis] as number;
      const factor = stride - next;
      if (factor !== 0) text += term(factor, this.quotient(at, inner));
      next = extent * stride;
      inner *= extent;
    }
    return text === "" ? `${offset}` : begin(offset, [text]);
  }

  /** The whole kernel. */
  program(length: number, width = 1): Program {
    const names = [...this.#blocks.map((_, i) => `a${i}`), ...this.#scalars.map((_, i) => `s${i}`)];
    const body = this.#lines.join("\n");
    return {
      source: `function kernel(${names.join(", ")}) {\n${body}\n}`,
      functions: helpersIn(body),
      blocks: this.#blocks,
      scalars: this.#scalars,
      length,
      width,
      grid: this.#grid,
    };
  }
}

function term(factor: number, quotient: string): string {
  const size = Math.abs(factor);
  return `${factor < 0 ? " - " : " + "}${size === 1 ? quotient : `${quotient} * ${size}`}`;
}

/** A sum that begins with a whole number: gpu.js takes a leading minus for an operator on floats. */
function begin(offset: number, terms: readonly string[]): string {
  const text = terms.join("");
  if (offset < 0) return `(0${text} - ${-offset})`;
  return offset === 0 && text.startsWith(" + ") ? `(${text.slice(3)})` : `(${offset}${text})`;
}

/** How many places a kernel has to count. */
export function placesOf(length: number, blocks: readonly Block[]): number {
  return blocks.reduce((most, block) => Math.max(most, block.length), length);
}
