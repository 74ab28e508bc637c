/** What attention looks at, as numbers to draw. */
import { type AnyModule, MultiheadAttention, observe } from "@gradus/nn";
import { noGrad, type Tensor } from "@gradus/tensor";
import { CausalSelfAttention } from "./gpt.ts";

/** Weights of one attention for one text. */
export interface AttentionMap {
  /** Of the attention, as in `namedModules`. */
  readonly name: string;
  /** `[heads][queries][keys]`; rows sum to 1. */
  readonly heads: number[][][];
}

/**
 * The weights of every attention of a model for the first text of what `run` computes with it, in the order in which they are
 * computed. Models compute without handing weights out; so inputs are watched, and weights computed once more.
 */
export async function attentionMaps(model: AnyModule, run: () => unknown): Promise<AttentionMap[]> {
  const calls: { readonly name: string; readonly weights: () => Tensor }[] = [];
  const end = observe(model, ({ name, module, inputs }) => {
    if (module instanceof CausalSelfAttention)
      calls.push({ name, weights: () => module.weights(inputs[0] as Tensor) });
    else if (module instanceof MultiheadAttention)
      calls.push({
        name,
        weights: () => weightsOf(module, inputs as Parameters<MultiheadAttention["forward"]>),
      });
  });
  try {
    noGrad(run);
  } finally {
    end();
  }
  return Promise.all(
    calls.map(async ({ name, weights }) => ({ name, heads: await nested(noGrad(weights)) })),
  );
}

function weightsOf(
  attention: MultiheadAttention,
  [query, key, value, call]: Parameters<MultiheadAttention["forward"]>,
): Tensor {
  const asked = { ...call, needWeights: true, averageAttnWeights: false };
  return attention.forward(query, key, value, asked)[1] as Tensor;
}

/** `[N, heads, L, S]` of the first text. */
async function nested(weights: Tensor): Promise<number[][][]> {
  const [heads, queries, keys] = weights.shape.slice(1) as [number, number, number];
  const flat = Array.from(await weights.data());
  return Array.from({ length: heads }, (_, h) =>
    Array.from({ length: queries }, (_, q) =>
      flat.slice((h * queries + q) * keys, (h * queries + q + 1) * keys),
    ),
  );
}
