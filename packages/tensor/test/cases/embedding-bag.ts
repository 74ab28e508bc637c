/** Rows of a table, bag by bag; some bags are empty, some indices padding. */
import { embeddingBag, tensor } from "@gradus/tensor";
import * as fc from "fast-check";
import { distinctInput, input, type OpCase, opCase, type Sample } from "../op-case.ts";

interface Bags {
  readonly index: number[];
  readonly offsets: number[];
}

const bags = fc
  .array(fc.array(fc.nat(3), { maxLength: 3 }), { minLength: 1, maxLength: 3 })
  .map((lists): Bags => {
    let start = 0;
    const offsets = lists.map((list) => {
      const here = start;
      start += list.length;
      return here;
    });
    return { index: lists.flat(), offsets };
  });
const withTable = bags.chain((attrs) =>
  fc
    .tuple(distinctInput([4, 2]), input([attrs.index.length]))
    .map((inputs): Sample<Bags> => ({ inputs, attrs })),
);
const onlyTable = withTable.map(({ inputs: [table], attrs }) => ({ inputs: [table!], attrs }));
const whole = (data: number[]) => tensor(Int32Array.from(data));

export const embeddingBagCases: readonly OpCase[] = [
  opCase({
    name: "embeddingBag, sum with weights",
    f: ([table, perSampleWeights], { index, offsets }) =>
      embeddingBag(table!, whole(index), {
        mode: "sum",
        offsets: whole(offsets),
        perSampleWeights: perSampleWeights!,
        paddingIndex: 3,
      }),
    samples: withTable,
  }),
  opCase({
    name: "embeddingBag, mean",
    f: ([table], { index, offsets }) =>
      embeddingBag(table!, whole(index), { offsets: whole(offsets), paddingIndex: 3 }),
    samples: onlyTable,
    order: 1,
  }),
  opCase({
    name: "embeddingBag, max",
    f: ([table], { index, offsets }) =>
      embeddingBag(table!, whole(index), { mode: "max", offsets: whole(offsets), paddingIndex: 3 }),
    samples: onlyTable,
    order: 1,
  }),
];
