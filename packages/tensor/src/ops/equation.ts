/** The notation of `einsum`: letters for axes, and which of them every operand and the result have. */
import { type Shape, show } from "../shape.ts";

/** An equation, applied to operands of given shapes. */
export interface Equation {
  /** A label for each axis of each operand: a letter, or for the axes under an ellipsis `...1` (the last), `...2` and so on. */
  readonly inputs: readonly (readonly string[])[];
  readonly output: readonly string[];
  /** How long the axes with a label are. Where operands disagree, one of them has extent 1 and stretches. */
  readonly extents: ReadonlyMap<string, number>;
}

/** Reads an equation. Throws a RangeError that holds the equation and the offending letter. */
export function parseEquation(text: string, shapes: readonly Shape[]): Equation {
  const fail = (what: string): never => {
    throw new RangeError(`einsum: "${text}": ${what}`);
  };
  const [left, right, ...rest] = text.replaceAll(" ", "").split("->") as [string, string | undefined];
  if (rest.length > 0) fail('"->" is there more than once; write operands -> result');
  const terms = left.split(",");
  if (terms.length !== shapes.length)
    fail(`has ${terms.length} operand(s), ${shapes.length} given; one term for each, separated by commas`);
  for (const term of [...terms, right ?? ""]) {
    const stray = /[^a-zA-Z.]/.exec(term)?.[0];
    if (stray !== undefined) fail(`"${stray}" is no letter; axes are letters a-z and A-Z, the others "..."`);
    if (!/^[a-zA-Z]*(\.\.\.)?[a-zA-Z]*$/.test(term))
      fail(`"${term}" has a "." out of place; the axes without a letter are written "...", once in a term`);
  }
  const inputs = terms.map((term, i) => labelsOf(term, shapes[i] as Shape, i, fail));
  const hidden = Math.max(...inputs.map((labels) => labels.filter(isHidden).length));
  const output = right === undefined ? implicitOutput(inputs, hidden) : spread(right, hidden);
  for (const [i, label] of output.entries()) {
    if (output.indexOf(label) !== i)
      fail(`letter ${label} is twice in the result; name each axis of the result once`);
    if (!isHidden(label) && !inputs.some((labels) => labels.includes(label)))
      fail(`letter ${label} of the result is in no operand; remove it, or give it to an operand`);
  }
  return { inputs, output, extents: extentsOf(inputs, shapes, fail) };
}

function isHidden(label: string): boolean {
  return label.startsWith(".");
}

/** Labels of a term, with as many axes under its ellipsis as asked. */
function spread(term: string, hidden: number): string[] {
  const [before, after] = term.split("...") as [string, string | undefined];
  if (after === undefined) return [...before];
  return [...before, ...Array.from({ length: hidden }, (_, i) => `...${hidden - i}`), ...after];
}

function labelsOf(term: string, shape: Shape, operand: number, fail: (what: string) => never): string[] {
  const letters = term.replace("...", "").length;
  const hidden = shape.length - letters;
  if (hidden < 0 || (hidden > 0 && !term.includes("...")))
    fail(
      `operand ${operand}, "${term}", has ${letters} letter(s), its shape ${show(shape)} ${shape.length} axes; ` +
        'name each axis, or several by "..."',
    );
  return spread(term, hidden);
}

/** Axes under an ellipsis, then the letters that occur once, in alphabetical order. */
function implicitOutput(inputs: readonly (readonly string[])[], hidden: number): string[] {
  const letters = inputs.flat().filter((label) => !isHidden(label));
  const once = letters.filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter));
  return [...spread("...", hidden), ...once.sort()];
}

function extentsOf(
  inputs: readonly (readonly string[])[],
  shapes: readonly Shape[],
  fail: (what: string) => never,
): Map<string, number> {
  const extents = new Map<string, number>();
  const owners = new Map<string, number>();
  for (const [operand, labels] of inputs.entries()) {
    const shape = shapes[operand] as Shape;
    for (const [axis, label] of labels.entries()) {
      const extent = shape[axis] as number;
      const known = extents.get(label) ?? 1;
      const owner = owners.get(label) ?? operand;
      const what = isHidden(label) ? `axis ${-Number(label.slice(3))} of "..."` : `letter ${label}`;
      const own = shape[labels.indexOf(label)] as number;
      if (own !== extent)
        fail(
          `${what} is ${own} and ${extent} in operand ${operand}, ${show(shape)}; a diagonal needs them equal`,
        );
      if (known !== 1 && extent !== 1 && known !== extent)
        fail(
          `${what} is ${known} in operand ${owner}, ${show(shapes[owner] as Shape)}, ` +
            `and ${extent} in operand ${operand}, ${show(shape)}; make them equal, or one of them 1`,
        );
      if (known !== 1) continue;
      extents.set(label, extent);
      owners.set(label, operand);
    }
  }
  return extents;
}
