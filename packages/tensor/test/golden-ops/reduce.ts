import {
  amax,
  amin,
  argmax,
  argmin,
  cumsum,
  logSoftmax,
  logsumexp,
  max,
  mean,
  min,
  norm,
  softmax,
  std,
  sum,
  type Tensor,
  variance,
} from "@gradus/tensor";
import type { GoldenOp } from "../golden.ts";

type Inputs = Readonly<Record<string, Tensor>>;

/** In the files, no dimension means all of them. */
interface Attrs {
  readonly dim: number | number[] | null;
  readonly keepdim: boolean;
}

/** One result over some dimensions. */
const over =
  (f: (x: Tensor, axes: number | number[] | undefined, keepdim: boolean) => Tensor) =>
  ({ x }: Inputs, { dim, keepdim }: Attrs) => ({ y: f(x!, dim ?? undefined, keepdim) });

const position =
  (f: typeof argmax) =>
  ({ x }: Inputs, { dim, keepdim }: { dim: number | null; keepdim: boolean }) => ({
    y: f(x!, dim ?? undefined, keepdim),
  });

const extreme =
  (f: typeof max) =>
  ({ x }: Inputs, { dim, keepdim }: { dim: number | null; keepdim: boolean }): Record<string, Tensor> => {
    if (dim === null) return { y: f(x!) };
    const { values, indices } = f(x!, dim, keepdim);
    return { y: values, indices };
  };

export const reduceGolden: Readonly<Record<string, GoldenOp>> = {
  sum: over(sum),
  mean: over(mean),
  var: ({ x }, { dim, correction, keepdim }) => ({
    y: variance(x!, dim ?? undefined, { correction, keepdim }),
  }),
  std: ({ x }, { dim, correction, keepdim }) => ({ y: std(x!, dim ?? undefined, { correction, keepdim }) }),
  max: extreme(max),
  min: extreme(min),
  amax: over(amax),
  amin: over(amin),
  argmax: position(argmax),
  argmin: position(argmin),
  logsumexp: over(logsumexp),
  norm: ({ x }, { p, dim, keepdim }) => ({ y: norm(x!, Number(p), dim ?? undefined, keepdim) }),
  cumsum: ({ x }, { dim }) => ({ y: cumsum(x!, dim) }),
  softmax: ({ x }, { dim }) => ({ y: softmax(x!, dim) }),
  log_softmax: ({ x }, { dim }) => ({ y: logSoftmax(x!, dim) }),
};
