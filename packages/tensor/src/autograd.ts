/** Derivatives, as a user asks for them: `backward` on a result, or functions of functions. The scalar floor's names. */
import { backendOf } from "./backend/registry.ts";
import { fromTypedArray, onesLike, zerosLike } from "./create.ts";
import { allocate, isFloat } from "./dtype.ts";
import { makeDual } from "./engine/apply.ts";
import { leafNode } from "./engine/leaf.ts";
import { isDropped, leave, markReleased } from "./engine/lifetime.ts";
import { isRecording, withRecording } from "./engine/recording.ts";
import { reverse, usesOtherLeaves } from "./engine/reverse.ts";
import { concat } from "./ops/join.ts";
import { add } from "./ops/pointwise.ts";
import { reshape } from "./ops/stretch.ts";
import { sameShape, show } from "./shape.ts";
import type { Node } from "./tensor.ts";
import { Tensor } from "./tensor.ts";

/** How many forward derivatives are being taken, one inside the other. */
let levels = 0;

/** A function of tensors with one tensor as its result. */
export type TensorFunction = (...x: Tensor[]) => Tensor;

/**
 * Fills in `grad` of every leaf that `y` was computed from: `grad += cotangentᵀ · ∂y/∂leaf`.
 *
 * @param cotangent in the shape of `y`; 1 by default, if `y` is a single number
 * @param createGraph whether the gradients can be differentiated again
 */
export function backward(
  y: Tensor,
  cotangent?: Tensor,
  { createGraph = false }: { createGraph?: boolean } = {},
): void {
  if (y.node === null)
    throw new Error(
      "backward: nothing was recorded for this tensor; make an input with requiresGrad: true, and compute outside of noGrad",
    );
  reverse({
    root: y.node,
    cotangent: seed("backward", y, cotangent),
    createGraph,
    add,
    tidy: levels === 0,
    arrive({ owner }, gradient) {
      const target = owner as Tensor;
      const isFirst = target.grad === null;
      target.grad = target.grad === null ? gradient : add(target.grad, gradient);
      leave(target.grad.storage);
      return isFirst;
    },
  });
}

function seed(name: string, y: Tensor, cotangent: Tensor | undefined): Tensor {
  if (cotangent !== undefined) return cotangent;
  if (y.size !== 1)
    throw new RangeError(
      `${name}: the result has shape ${show(y.shape)}, not a single number; reduce it (sum, mean) or give a cotangent of that shape`,
    );
  return onesLike(y);
}

/** `x` as an input of its own: same elements, own leaf. A dual keeps its tangent. */
function asLeaf(name: string, x: Tensor): Tensor {
  if (!isFloat(x.dtype))
    throw new TypeError(
      `${name}: an input has type ${x.dtype}; only float32 and float64 have gradients: x.cast("float32")`,
    );
  const leaf = new Tensor(x.storage, x.shape, x.strides, x.offset, x.dual);
  // Recorded inside, it also stays connected to what `x` itself was computed from: derivatives nest.
  const node: Node = leafNode(leaf);
  leaf.node = x.node === null ? node : { ...node, edges: [x.node], op: identity, inputs: [x] };
  return leaf;
}

/** Hands a gradient on unchanged: what connects a function's input to the history of the tensor that it was called with. */
const identity: Node["op"] = {
  name: "identity",
  shape: ([x]) => x as Tensor,
  forward: (_backend, [x]) => x as Tensor,
  saves: { inputs: [], output: false },
  vjp: (g) => g,
  jvp: ([t]) => t ?? null,
  cost: () => ({ flops: 0, bytes: 0 }),
};

/**
 * `y = f(...x)` and a function that pulls cotangents back: `[y, g => [gᵀ·∂y/∂x₁, ...]]`. May be called several times, and
 * differentiated itself.
 */
export function vjp(f: TensorFunction, ...x: Tensor[]): [y: Tensor, pull: (g?: Tensor) => Tensor[]] {
  return pullback("vjp", f, x, () => {});
}

/** `vjp`, told of every other tensor that a gradient arrives at: one that `f` did not get as an input. */
export function pullback(
  name: string,
  f: TensorFunction,
  x: readonly Tensor[],
  stranger: (owner: Tensor) => void,
): [y: Tensor, pull: (g?: Tensor) => Tensor[]] {
  const inputs = x.map((xi) => asLeaf(name, xi));
  const stop = new Set(inputs.map((input) => input.node as Node));
  const y = withRecording(true, () => f(...inputs));
  // Somebody may differentiate the gradients once more: with respect to what the inputs were computed from, to other
  // tensors that f used, or to the cotangent. If nobody can, recording the pass would only cost time and memory.
  // In forward mode somebody may: the primals of duals have a history of their own.
  const inForwardMode = levels > 0;
  const others =
    y.node !== null && (inForwardMode || x.some((xi) => xi.node !== null) || usesOtherLeaves(y.node, stop));
  const pull = (g?: Tensor): Tensor[] => {
    const found = new Map<Tensor, Tensor>();
    if (y.node !== null) {
      const arrive = ({ owner }: Node, gradient: Tensor): boolean => {
        if (inputs.includes(owner as Tensor)) found.set(owner as Tensor, gradient);
        else stranger(owner as Tensor);
        return true;
      };
      const createGraph = isRecording() && (others || levels > 0 || (g !== undefined && g.node !== null));
      const tidy = levels === 0;
      reverse({ root: y.node, cotangent: seed(name, y, g), createGraph, stop, add, tidy, arrive });
    }
    return inputs.map((input) => found.get(input) ?? zerosLike(input));
  };
  return [y, pull];
}

/** The gradient of a function with a single number as its result: `grad(f)(x₁, ...) = [∂f/∂x₁, ...]`, one for each input. */
export function grad(f: TensorFunction): (...x: Tensor[]) => Tensor[] {
  return (...x) => {
    const [y, pull] = vjp(f, ...x);
    return pull(seed("grad", y, undefined));
  };
}

/** `[f(...x), Σ ∂f/∂xᵢ · vᵢ]` by one forward pass. Can be nested, and differentiated itself. */
export function jvp(
  f: TensorFunction,
  x: readonly Tensor[],
  v: readonly Tensor[],
): [y: Tensor, tangent: Tensor] {
  if (x.length !== v.length)
    throw new RangeError(`jvp: ${x.length} inputs, ${v.length} tangents; give one tangent for each input`);
  const level = ++levels;
  try {
    const y = f(...x.map((xi, i) => dualInput(xi, v[i] as Tensor, level)));
    if (y.dual?.level !== level) return [y, zerosLike(y)];
    return [y.dual.primal, y.dual.tangent];
  } finally {
    levels--;
  }
}

function dualInput(x: Tensor, v: Tensor, level: number): Tensor {
  if (!sameShape(x.shape, v.shape))
    throw new RangeError(
      `jvp: an input has shape ${show(x.shape)}, its tangent ${show(v.shape)}; they must be the same`,
    );
  return makeDual(x, v, level);
}

/** The Hessian-vector product of a function with a single number as its result: `H·v`, forward over reverse. */
export function hvp(f: TensorFunction, x: Tensor, v: Tensor): Tensor {
  return jvp((z) => grad(f)(z)[0] as Tensor, [x], [v])[1];
}

/**
 * The Jacobian of `f` at `x`, `J[i, j] = ∂yᵢ/∂xⱼ`, shape `[...y.shape, ...x.shape]`: one reverse pass for each element of
 * the result.
 */
export function jacobian(f: (x: Tensor) => Tensor, x: Tensor): Tensor {
  const [y, pull] = vjp(f, x);
  const rows = Array.from({ length: y.size }, (_, i) => reshape(pull(unit(y, i))[0] as Tensor, [1, x.size]));
  return reshape(concat(rows, 0), [...y.shape, ...x.shape]);
}

/** The Hessian of a function with a single number as its result, shape `[...x.shape, ...x.shape]`: a column for each `hvp`. */
export function hessian(f: TensorFunction, x: Tensor): Tensor {
  const columns = Array.from({ length: x.size }, (_, i) => reshape(hvp(f, x, unit(x, i)), [1, x.size]));
  return reshape(concat(columns, 0), [...x.shape, ...x.shape]);
}

/** Zeros like `like` but for a one at flat index i. */
function unit(like: Tensor, i: number): Tensor {
  const elements = allocate(like.dtype, like.size);
  elements[i] = 1;
  return fromTypedArray(elements, like.shape, { dtype: like.dtype, device: like.device });
}

/** `x` without its history: same elements, no gradient, no tangent. */
export function detach(x: Tensor): Tensor {
  return new Tensor(x.storage, x.shape, x.strides, x.offset);
}

/** Keeps the gradient of a tensor that is no leaf: `backward` leaves it in `grad`. Returns `x`. */
export function retainGrad(x: Tensor): Tensor {
  if (x.node === null)
    throw new Error("retainGrad: nothing is recorded for this tensor, so it gets no gradient");
  x.node.owner = x;
  return x;
}

/**
 * Sets the gradients of tensors to nothing: what `backward` adds to them starts afresh. Inside a scope the memory of those that
 * `backward` left there is given back at once; `keep(x.grad)` exempts a gradient that is still needed.
 */
export function zeroGrad(tensors: Iterable<Tensor>): void {
  for (const x of tensors) {
    const { grad } = x;
    x.grad = null;
    if (grad === null || !isDropped(grad.storage)) continue;
    backendOf(grad.device).release?.(grad.storage);
    markReleased(grad.storage);
  }
}
