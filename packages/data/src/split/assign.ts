/** Which sample goes to which part. */
import type { Random } from "../random.ts";

/**
 * Assigns samples to parts of given sizes at random, so that each class is spread over the parts in proportion: part p gets
 * of class c less than 2 samples more or fewer than `size(p) · count(c) / N`.
 *
 * The samples stand in a row, class by class, each class in random order; the parts take turns by Tijdeman's rule, which
 * keeps every part within 1 of its due everywhere in the row.
 *
 * @param classes the class of each sample; one class throughout: a plain random split
 * @param sizes samples of each part, N in all
 * @returns the numbers of the samples of each part, ascending
 * @see R. Tijdeman, "The chairman assignment problem", Discrete Mathematics 32, 1980
 */
export function assign(classes: readonly number[], sizes: readonly number[], source: Random): Int32Array[] {
  const parts = sizes.map((): number[] => []);
  // A stable sort by class of a random order.
  const row = Array.from(source.permutation(classes.length)).sort(
    (a, b) => (classes[a] as number) - (classes[b] as number),
  );
  const turns = chairmen(sizes);
  for (const sample of row) (parts[turns.next().value as number] as number[]).push(sample);
  return parts.map((part) => Int32Array.from(part).sort());
}

/**
 * Part numbers, part p `sizes[p]` times, as evenly as it goes: after any t turns p has had its due `t · size / N` to
 * within less than 1. Of the parts whose due has grown enough, the one takes its turn whose due runs out first. In whole
 * numbers: times `2 (k - 1) N` for k parts.
 */
export function* chairmen(sizes: readonly number[]): Generator<number> {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const open = sizes.flatMap((size, part) => (size > 0 ? [{ part, size, had: 0 }] : []));
  const slack = Math.max(1, 2 * (open.length - 1));
  for (let t = 1; t <= total; t++) {
    let [best, soonest] = [open[0] as (typeof open)[number], Infinity];
    for (const each of open) {
      const behind = slack * (t * each.size - total * each.had);
      const left = (slack * total - total - behind) / each.size;
      if (behind >= total && left < soonest) [best, soonest] = [each, left];
    }
    best.had++;
    yield best.part;
  }
}
