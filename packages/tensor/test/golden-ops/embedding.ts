import { embedding, oneHot } from "@gradus/tensor";
import type { GoldenOp } from "../golden.ts";

export const embeddingGolden: Readonly<Record<string, GoldenOp>> = {
  embedding: ({ weight, index }, { padding_idx, scale_grad_by_freq }) => ({
    y: embedding(weight!, index!, {
      scaleGradByFreq: scale_grad_by_freq,
      ...(padding_idx === null ? {} : { paddingIndex: padding_idx }),
    }),
  }),
  one_hot: ({ index }, { num_classes }) => ({ y: oneHot(index!, num_classes) }),
};
