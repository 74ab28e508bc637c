/** The dense layer: a matrix product, a bias and an activation, in one op. */
import type { Finish } from "../backend/backend.ts";
import { dense } from "../backend/dense.ts";
import { bytesOf } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import { show, sizeOf } from "../shape.ts";
import type { Op, Tensor } from "../tensor.ts";
import { geluExact, geluTanh, relu, sigmoid, silu } from "./activation.ts";
import { tanh } from "./elementary.ts";
import { fusedPasses, passes } from "./finish.ts";
import { matmulOp } from "./matmul.ts";
import { add, cast, requireTensor } from "./pointwise.ts";
import { expand, reshape, sum, transpose } from "./stretch.ts";

interface Affine {
  readonly finish: Finish;
}

function product(a: Tensor, b: Tensor): Tensor {
  return apply(matmulOp, [a, b], null);
}

/** The gradient for input `i`, from the cotangent `h` of what the activation was applied to. */
function part(h: Tensor, i: number, [x, weight]: readonly Tensor[]): Tensor {
  if (i === 0) return product(h, weight as Tensor);
  return i === 1 ? product(transpose(h), x as Tensor) : sum(h, 0);
}

/** See {@link linear}: `[m, k]`, `[n, k]`, and perhaps a bias `[n]` → `[m, n]`. */
export const linearOp: Op<Affine> = {
  name: "linear",
  shape: ([x, weight]) => {
    const [a, b] = [x as Tensor, weight as Tensor];
    return { shape: [a.shape[0] as number, b.shape[0] as number], dtype: a.dtype };
  },
  forward: (backend, [input, weight, bias], { finish }, { shape }) => {
    const [m, n] = shape as [number, number];
    const [x, w] = [input as Tensor, weight as Tensor];
    const dims = { m, n, k: x.shape[1] as number, finish };
    return { storage: backend.linear(x, w, bias === undefined ? null : dense(backend, bias), dims), shape };
  },
  saves: ([wantX, wantWeight], { finish }) => ({
    inputs: [0, 1].filter((i) => (i === 0 ? wantWeight : wantX)),
    output: finish !== "none",
  }),
  vjp: (g, i, { inputs, output, attrs }) => part(passes[attrs.finish](g, output), i, inputs),
  fusedVjp: (g, wanted, { inputs, output, attrs }) => {
    const h = fusedPasses[attrs.finish](g, output);
    return wanted.map((isWanted, i) => (isWanted ? part(h, i, inputs) : null));
  },
  jvp: ([tx, tw, tb], { inputs: [x, weight], output, attrs }) => {
    const terms = [
      tx ? product(tx, transpose(weight as Tensor)) : null,
      tw ? product(x as Tensor, transpose(tw)) : null,
      tb ?? null,
    ].filter((term) => term !== null);
    if (terms.length === 0) return null;
    const t = terms.reduce((a, b) => add(a, b));
    return passes[attrs.finish](tb && terms.length === 1 ? expand(t, output.shape) : t, output);
  },
  cost: (inputs, _attrs, output) => ({
    flops: sizeOf(output.shape) * (2 * ((inputs[0]?.shape[1] ?? 0) as number) + 2),
    bytes: [...inputs, output].reduce((bytes, { shape, dtype }) => bytes + sizeOf(shape) * bytesOf(dtype), 0),
  }),
};

/** Activations that {@link linear} can end with. */
export type LinearActivation = "none" | "relu" | "tanh" | "sigmoid" | "gelu" | "geluTanh" | "silu";

/** Options of {@link linear}. */
export interface LinearOptions {
  /** "none" by default. */
  readonly activation?: LinearActivation;
}

/** Those whose derivative cannot be told from the result: what goes into them must be kept, so they are ops of their own. */
const separate: { readonly [name: string]: (x: Tensor) => Tensor } = { gelu: geluExact, geluTanh, silu };
/** The others, as functions. */
const functions: { readonly [name: string]: (x: Tensor) => Tensor } = { relu, tanh, sigmoid };

/**
 * A dense layer, `y = f(x·wᵀ + b)`, as `torch.nn.functional.linear` with an activation f:
 * `x [..., in]`, `weight [out, in]`, `bias [out]` → `[..., out]`.
 *
 * One pass: bias and relu, tanh or sigmoid are applied to each block of the product while it is in the cache, and their
 * derivative is told from the result, so nothing is kept in between. The other activations follow as an op of their own.
 * Gradients, with `h = f'∘g`: `∂L/∂x = h·w`, `∂L/∂w = hᵀ·x`, `∂L/∂b = Σ h`, without copies. Whole numbers become float32.
 *
 * @throws RangeError if shapes do not fit, or there is no such activation
 */
export function linear(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  { activation = "none" }: LinearOptions = {},
): Tensor {
  check(x, weight, bias);
  const after = separate[activation];
  if (after === undefined && activation !== "none" && functions[activation] === undefined)
    throw new RangeError(
      `linear: activation is "${activation}"; choose one of "none", "${[...Object.keys(functions), ...Object.keys(separate)].join('", "')}", ` +
        "or apply your own to the result",
    );
  const finish = after === undefined ? (activation as Finish) : "none";
  const given = bias === null ? [x, weight] : [x, weight, bias];
  const dtype = given.some((each) => each.dtype === "float64") ? "float64" : "float32";
  const operands = given.map((each) => cast(each, dtype));
  const [first, ...others] = operands as [Tensor, ...Tensor[]];
  const [lead, inner] = [x.shape.slice(0, -1), x.shape.at(-1) as number];
  const rows = x.rank === 2 ? first : reshape(first, [sizeOf(lead), inner]); // [..., in] → [m, in]
  const y = apply(linearOp, [rows, ...others], { finish });
  const shaped = x.rank === 2 ? y : reshape(y, [...lead, weight.shape[0] as number]);
  return after === undefined ? shaped : after(shaped);
}

function check(x: Tensor, weight: Tensor, bias: Tensor | null): void {
  for (const each of bias === null ? [x, weight] : [x, weight, bias]) requireTensor("linear", each);
  if (weight.rank !== 2)
    throw new RangeError(`linear: weight has shape ${show(weight.shape)}; it must be [out, in]`);
  const [outputs, inputs] = weight.shape as [number, number];
  if (x.rank === 0 || x.shape.at(-1) !== inputs) {
    const advice = x.shape.at(-1) === outputs ? "did you mean weight.transpose()?" : "they must be the same";
    throw new RangeError(
      `linear: x has shape ${show(x.shape)} and ends in ${x.shape.at(-1) ?? "no axis"}, weight ${show(weight.shape)} takes ${inputs}; ${advice}`,
    );
  }
  if (bias !== null && (bias.rank !== 1 || bias.shape[0] !== outputs))
    throw new RangeError(
      `linear: bias has shape ${show(bias.shape)}, weight ${show(weight.shape)} gives ${outputs} numbers; it must be [${outputs}]`,
    );
}
