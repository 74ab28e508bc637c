import { embeddingBag } from "@gradus/tensor";
import type { GoldenOp } from "../golden.ts";
import { defined } from "./options.ts";

export const embeddingBagGolden: Readonly<Record<string, GoldenOp>> = {
  embedding_bag: ({ weight, index, offsets }, { mode, padding_idx: paddingIndex }) => ({
    y: embeddingBag(weight!, index!, { mode, ...defined({ offsets, paddingIndex }) }),
  }),
};
