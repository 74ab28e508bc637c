/** Sums of products. */
import { einsum } from "@gradus/tensor";
import * as fc from "fast-check";
import { input, type OpCase, opCase, samples } from "../op-case.ts";

/** A line for an equation; letters get random extents, those in `fixed` theirs, `...` two axes. */
function line(equation: string, order: 1 | 2 = 2): OpCase {
  const terms = (equation.split("->")[0] as string).split(",");
  const letters = [...new Set(terms.join("").replace(/\./g, ""))];
  const extents = fc.tuple(
    ...letters.map(() =>
      fc.oneof(
        { arbitrary: fc.integer({ min: 1, max: letters.length > 3 ? 2 : 3 }), weight: 15 },
        { arbitrary: fc.constant(0), weight: 1 },
      ),
    ),
  );
  const extentOf = (chosen: readonly number[], letter: string) => chosen[letters.indexOf(letter)] as number;
  return opCase({
    name: `einsum, ${equation}`,
    f: (x) => einsum(equation, ...x),
    samples: extents.chain((chosen) =>
      samples(
        ...terms.map((term, i) => {
          const [before, after] = term.split("...") as [string, string?];
          // The first operand's ellipsis broadcasts against the others'.
          const hidden = after === undefined ? [] : i === 0 ? [2, 1] : [3];
          return input([
            ...[...before].map((letter) => extentOf(chosen, letter)),
            ...hidden,
            ...[...(after ?? "")].map((letter) => extentOf(chosen, letter)),
          ]);
        }),
      ),
    ),
    order,
  });
}

const square = fc.integer({ min: 1, max: 3 }).chain((n) => samples(input([n, n])));

export const einsumCases: readonly OpCase[] = [
  line("ij,jk->ik"),
  line("ji,kj->ik"),
  line("bij,bjk->bik"),
  line("bhqd,bhkd->bhqk"),
  line("abcd,cbe->ade"),
  line("...ij,...jk->...ik"),
  line("...i,i"),
  line("...i,...i->"),
  line("i,j->ji"),
  line("ij,ij->"),
  line("ij,ij->j"),
  line("ij,j->ij"),
  line("ij,k->k"),
  line("ij,jk,kl,l->i"),
  line("bi,ioh,bh->bo"),
  line("i,i,i->i"),
  line("ii->i", 1),
  line("ii->", 1),
  line("iijj->ij", 1),
  line("ijk->ki", 1),
  line("...i->i...", 1),
  line("ii,ij"),
  opCase({ name: "einsum, aliased", f: ([a]) => einsum("ij,jk->ik", a!, a!), samples: square }),
  opCase({
    name: "einsum, axes of extent 1",
    f: ([a, b]) => einsum("ij,ij->i", a!, b!),
    samples: samples(input([1, 3]), input([2, 1])),
  }),
];
