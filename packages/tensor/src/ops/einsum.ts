/** Sums of products, written as letters: reduced to permuting, matrix products and sums, whose gradients come along. */
import type { Tensor } from "../tensor.ts";
import { parseEquation } from "./equation.ts";
import { matmul } from "./matmul.ts";
import { mul } from "./pointwise.ts";
import { slice } from "./slice.ts";
import { expand, permute, reshape, sum, transpose } from "./stretch.ts";

/** A tensor and the label of each of its axes. */
interface Term {
  readonly x: Tensor;
  readonly labels: readonly string[];
}

/**
 * Einstein's summation: multiplies operands whose axes are named by letters and sums over every letter that the result
 * does not have. As `torch.einsum`:
 *
 * - `"ij,jk->ik"` is the matrix product, `yᵢₖ = Σⱼ aᵢⱼ·bⱼₖ`; `"ij,ij->"` the sum of all products
 * - without `->`, the result has the letters that occur once, in alphabetical order
 * - a letter twice in one operand is its diagonal: `"ii->i"`; `"ii->"` is the trace
 * - `...` stands for any axes, aligned at the right, and broadcasts: `"...ij,...jk->...ik"`; left out of the result, they
 *   are summed over
 * - axes of extent 1 stretch, as everywhere
 *
 * Several operands are contracted in pairs, the pair with the fewest multiplications first, at a tie the one with the
 * smaller result, then the leftmost.
 *
 * @throws RangeError if the equation cannot be read, or does not fit the operands: with the equation and the letter
 */
export function einsum(equation: string, ...operands: Tensor[]): Tensor {
  const { inputs, output, extents } = parseEquation(
    equation,
    operands.map(({ shape }) => shape),
  );
  const given = operands.map((x, i) => withoutOnes(diagonal({ x, labels: inputs[i] as string[] }), extents));
  let terms = given.map((term, i) => sumUnless(term, [...output, ...labelsOf(given.toSpliced(i, 1))]));
  while (terms.length > 1) {
    const [i, j] = cheapestPair(terms, output, extents);
    const rest = terms.filter((_, at) => at !== i && at !== j);
    const needed = [...output, ...labelsOf(rest)];
    terms = [contract(terms[i] as Term, terms[j] as Term, needed, extents), ...rest];
  }
  const { x, labels } = terms[0] as Term;
  return permute(
    x,
    output.map((label) => labels.indexOf(label)),
  );
}

function labelsOf(terms: readonly Term[]): string[] {
  return terms.flatMap(({ labels }) => labels);
}

/** The diagonal over axes with the same label: of the flattened square every (n + 1)st element. */
function diagonal(term: Term): Term {
  const { x, labels } = term;
  const first = labels.findIndex((label, i) => labels.indexOf(label, i + 1) > 0);
  if (first < 0) return term;
  const second = labels.indexOf(labels[first] as string, first + 1);
  const kept = [...labels.keys()].filter((axis) => axis !== first && axis !== second);
  const square = permute(x, [...kept, first, second]);
  const n = x.shape[first] as number;
  const flat = reshape(square, [...square.shape.slice(0, -2), n * n]);
  return diagonal({
    x: slice(flat, -1, 0, undefined, n + 1),
    labels: [...kept, first].map((axis) => labels[axis] as string),
  });
}

/** Drops axes of extent 1 that would stretch along another operand: a product stretches them anyway. */
function withoutOnes({ x, labels }: Term, extents: ReadonlyMap<string, number>): Term {
  const kept = [...labels.keys()].filter((axis) => x.shape[axis] === extents.get(labels[axis] as string));
  const shape = kept.map((axis) => x.shape[axis] as number);
  return { x: reshape(x, shape), labels: kept.map((axis) => labels[axis] as string) };
}

function sumUnless({ x, labels }: Term, needed: readonly string[]): Term {
  const axes = [...labels.keys()].filter((axis) => !needed.includes(labels[axis] as string));
  if (axes.length === 0) return { x, labels };
  return { x: sum(x, axes), labels: labels.filter((label) => needed.includes(label)) };
}

function cheapestPair(
  terms: readonly Term[],
  output: readonly string[],
  extents: ReadonlyMap<string, number>,
): [number, number] {
  const volume = (labels: readonly string[]) =>
    labels.reduce((product, label) => product * (extents.get(label) as number), 1);
  let best: [number, number] = [0, 1];
  let [work, size] = [Infinity, Infinity];
  for (let i = 0; i < terms.length; i++)
    for (let j = i + 1; j < terms.length; j++) {
      const both = [...new Set(labelsOf([terms[i] as Term, terms[j] as Term]))];
      const needed = [...output, ...labelsOf(terms.filter((_, at) => at !== i && at !== j))];
      const left = volume(both.filter((label) => needed.includes(label)));
      if (volume(both) > work || (volume(both) === work && left >= size)) continue;
      [best, work, size] = [[i, j], volume(both), left];
    }
  return best;
}

/** The product of two terms, summed over the labels that both have and nobody else needs. */
function contract(a: Term, b: Term, needed: readonly string[], extents: ReadonlyMap<string, number>): Term {
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const batch = shared.filter((label) => needed.includes(label));
  const inner = shared.filter((label) => !needed.includes(label));
  const left = a.labels.filter((label) => !shared.includes(label));
  const right = b.labels.filter((label) => !shared.includes(label));
  const labels = [...batch, ...left, ...right];
  if (inner.length === 0) return { x: mul(aligned(a, labels), aligned(b, labels)), labels };
  const y = matmul(matrices(a, batch, left, inner), matrices(b, batch, inner, right));
  return {
    x: reshape(
      y,
      labels.map((label) => extents.get(label) as number),
    ),
    labels,
  };
}

/** A view with an axis for each of `labels`, of extent 1 where the term has none. */
function aligned({ x, labels }: Term, target: readonly string[]): Tensor {
  const missing = target.filter((label) => !labels.includes(label));
  const all = [...missing, ...labels];
  const wide = expand(x, [...missing.map(() => 1), ...x.shape]);
  return permute(
    wide,
    target.map((label) => all.indexOf(label)),
  );
}

/** The term as matrices, `[...batch, rows, columns]`, each of which may stand for several axes, or none. */
function matrices(
  { x, labels }: Term,
  batch: readonly string[],
  rows: readonly string[],
  columns: readonly string[],
): Tensor {
  // What lies innermost stays innermost: axes can then be merged without a copy, and a transposed view costs nothing.
  const swapped = rows.includes(labels.at(-1) as string);
  const [outer, inner] = swapped ? [columns, rows] : [rows, columns];
  const y = permute(
    x,
    [...batch, ...outer, ...inner].map((label) => labels.indexOf(label)),
  );
  const { shape } = y;
  const product = (extents: readonly number[]) => extents.reduce((size, extent) => size * extent, 1);
  const split = batch.length + outer.length;
  const merged = reshape(y, [
    ...shape.slice(0, batch.length),
    product(shape.slice(batch.length, split)),
    product(shape.slice(split)),
  ]);
  return swapped ? transpose(merged) : merged;
}
