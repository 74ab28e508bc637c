/**
 * What a backend is: memory for elements, and kernels on it. Backends know no gradients, no broadcasting rules and no
 * axis names: ops have settled all that before they call a kernel.
 */
import type { DType, TypedArray } from "../dtype.ts";
import type { Shape } from "../shape.ts";
import type { RecurrentDims, RecurrentKernel } from "./recurrent.ts";

/** Where tensors live. */
export type Device = "cpu" | "wasm" | "gpu";

/** A block of elements on some device. */
export interface Storage {
  readonly device: Device;
  readonly dtype: DType;
  readonly length: number;
  /** Counts the assignments to it, so that a change after saving for backward is noticed. */
  version: number;
}

/** Elements seen through a shape: a tensor without its history. Strides and offset in elements. */
export interface View {
  readonly storage: Storage;
  readonly dtype: DType;
  readonly shape: Shape;
  readonly strides: Shape;
  readonly offset: number;
}

/** `y = f(x)`, element by element. */
export type UnaryKernel =
  | "neg"
  | "exp"
  | "log"
  | "log1p"
  | "expm1"
  | "sqrt"
  | "rsqrt"
  | "sin"
  | "cos"
  | "tan"
  | "tanh"
  | "sigmoid"
  | "relu"
  | "geluTanh"
  | "gelu"
  | "silu"
  | "softplus"
  | "abs"
  | "square"
  | "reciprocal"
  | "erf"
  | "sign"
  | "floor"
  | "ceil"
  | "round"
  | "not"
  | "isnan"
  | "leakyRelu"
  | "elu";

/**
 * `y = f(a, b)`, element by element. The comparisons give booleans. `chain` is the chain rule's product: `a·b`, but +0
 * where a is ±0, whatever b.
 */
export type BinaryKernel =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "pow"
  | "maximum"
  | "minimum"
  | "equal"
  | "notEqual"
  | "less"
  | "lessEqual"
  | "greater"
  | "greaterEqual"
  | "and"
  | "or"
  | "chain"
  | VjpKernel;

/**
 * `f(g, saved) = chain(g, dy/dx)` in one pass, for activations whose derivative takes many: `saved` is the activation's
 * result for relu, tanh and sigmoid, its operand for the others.
 */
export type VjpKernel = "reluVjp" | "tanhVjp" | "sigmoidVjp" | "siluVjp" | "geluVjp" | "geluTanhVjp";

/** How many elements become one. `max` and `min` are NaN if any element is. */
export type ReduceKernel = "sum" | "prod" | "max" | "min";

/**
 * Update rules in one pass, and their numbers. Parameter p (for `average` the mean a) and state are overwritten, in the order in
 * which they stand here behind the gradient g.
 */
export interface UpdateRules {
  /** p, g: `p ← p - lr·(g + λ·p)`. */
  readonly sgd: { readonly lr: number; readonly decay: number };
  /** p, g, b: `g' = g + λ·p`, `b ← μ·b + share·g'`, `p ← p - lr·b`, Nesterov's `p - lr·(g' + μ·b)`. */
  readonly momentum: {
    readonly lr: number;
    readonly decay: number;
    readonly mu: number;
    readonly share: number;
    readonly nesterov: boolean;
  };
  /**
   * p, g, m, v, and perhaps the largest v so far, in the place of v: `g' = g + λ·p`, `m ← β₁·m + (1 - β₁)·g'`,
   * `v ← β₂·v + (1 - β₂)·g'²`, `p ← shrink·p - rate·m/(√v·correction + ε)`.
   */
  readonly adam: {
    readonly rate: number;
    readonly correction: number;
    readonly shrink: number;
    readonly decay: number;
    readonly beta1: number;
    readonly beta2: number;
    readonly eps: number;
  };
  /** p, g, m, v: as adam, with `p ← p - (ofGradient·g' + ofMean·m)/(√v·correction + ε)`. */
  readonly nadam: {
    readonly ofGradient: number;
    readonly ofMean: number;
    readonly correction: number;
    readonly decay: number;
    readonly beta1: number;
    readonly beta2: number;
    readonly eps: number;
  };
  /** p, g, s: `g' = g + λ·p`, `s ← s + g'²`, `p ← p - rate·g'/(√s + ε)`. */
  readonly adagrad: { readonly rate: number; readonly decay: number; readonly eps: number };
  /**
   * p, g, s, m or `null`, b or `null`: `g' = g + λ·p`, `s ← α·s + (1 - α)·g'²`, `m ← α·m + (1 - α)·g'`,
   * `b ← μ·b + g'/(√(s - m²) + ε)`, `p ← p - lr·b`; m = 0 and μ = 0 where they are `null`.
   */
  readonly rmsprop: {
    readonly lr: number;
    readonly decay: number;
    readonly alpha: number;
    readonly mu: number;
    readonly eps: number;
  };
  /** p, g, s, u: `g' = g + λ·p`, `s ← ρ·s + (1 - ρ)·g'²`, `d = √(u + ε)/√(s + ε)·g'`, `u ← ρ·u + (1 - ρ)·d²`, `p ← p - lr·d`. */
  readonly adadelta: {
    readonly lr: number;
    readonly decay: number;
    readonly rho: number;
    readonly eps: number;
  };
  /** a, p: `a ← decay·a + (1 - decay)·p`. */
  readonly average: { readonly decay: number };
}

/** Rows that are normalised, and what keeps the root away from 0. */
export interface NormDims {
  readonly outer: number;
  readonly n: number;
  readonly eps: number;
}

/** What a product of matrices may end with, where its derivative can be told from the result. */
export type Finish = "none" | "relu" | "tanh" | "sigmoid";

/** Extents of {@link Backend.linear}, and what becomes of its sums. */
export interface LinearDims {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly finish: Finish;
}

/** Extents of {@link Backend.finishChannels}, and its function. */
export interface ChannelDims {
  readonly batch: number;
  readonly channels: number;
  readonly inner: number;
  readonly finish: Finish;
}

/**
 * Extents of a 2-d convolution or pooling, all explicit. N images, C channels in, K out. `padding` is that before the first
 * row and column; behind the last, windows reach as far as `outSize` says, which need not follow from the other numbers.
 */
export interface Conv2dDims {
  readonly batch: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly groups: number;
  readonly inSize: readonly [number, number];
  readonly outSize: readonly [number, number];
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
}

/**
 * A backend. Every kernel takes views of its own device and returns new storage, contiguous in row-major order. Views
 * are contiguous unless a kernel says "strided".
 */
export interface Backend {
  readonly device: Device;

  /** Copies elements in. */
  upload(dtype: DType, elements: TypedArray): Storage;
  /** The elements of a view, in row-major order. A copy, or the backend's own array where nothing can change it. */
  download(view: View): TypedArray;
  /** The elements as soon as they are there: where `download` cannot wait for them. */
  read?(view: View): Promise<TypedArray>;
  /** Whether `download` can give them now. Always, where it is left out. */
  readable?(view: View): boolean;
  /** Overwrites the elements of `target` (contiguous, whole storage) by those of `source` (strided, same size). */
  assign(target: Storage, source: View): void;
  /** The elements of a contiguous view where they lie, where JavaScript can reach them: good until the next kernel runs. */
  elements?(x: View): TypedArray;
  /**
   * One step of an update rule, in place; views are contiguous and whole storages. False, and nothing has changed, where there is
   * no kernel for these views.
   */
  update?<K extends keyof UpdateRules>(
    rule: K,
    views: readonly (View | null)[],
    numbers: UpdateRules[K],
  ): boolean;
  /** Takes memory back that nobody will use again. A backend whose memory the garbage collector owns has no need of it. */
  release?(storage: Storage): void;

  /** Elements of a strided view, in row-major order. */
  contiguous(x: View): Storage;
  cast(x: View, dtype: DType): Storage;
  fill(dtype: DType, length: number, value: number): Storage;

  /** `parameter`: the slope of `leakyRelu`, the α of `elu`. */
  unary(kernel: UnaryKernel, x: View, dtype: DType, parameter?: number): Storage;
  /** Strided: both views have the shape of the result (broadcast axes have stride 0). */
  binary(kernel: BinaryKernel, a: View, b: View, dtype: DType): Storage;
  /** Strided, like `binary`: `condition ? a : b`. */
  where(condition: View, a: View, b: View): Storage;

  /** `[outer, n]` → `[outer]`. */
  reduce(kernel: ReduceKernel, x: View, outer: number, n: number): Storage;
  /** The sum over the first axis: `[n, inner]` → `[inner]`. */
  sumLeading(x: View, n: number, inner: number): Storage;
  /** `[outer, n]` → the index of the first largest or smallest, int32 `[outer]`; NaN counts as both. */
  argReduce(kernel: "max" | "min", x: View, outer: number, n: number): Storage;
  /** Running sums along the last axis of `[outer, n]`. */
  cumsum(x: View, outer: number, n: number): Storage;
  /** Softmax, or its logarithm, along the last axis of `[outer, n]`. */
  softmax(x: View, outer: number, n: number, log: boolean): Storage;
  /**
   * Each row of `[outer, n]` to mean 0 and variance 1: `(x - μ) / √(σ² + eps)`, σ² biased, from centred squares. Floats
   * only.
   */
  normalize(x: View, outer: number, n: number, eps: number): Storage;
  /** `normalize(x)·weight + bias`, each `[n]` or none. */
  layerNorm(x: View, weight: View | null, bias: View | null, dims: NormDims): Storage;
  /** `ln Σ eˣ - x_t` of rows `[outer, n]` and right classes t, int32 `[outer]`: `[outer]`. */
  crossEntropy(x: View, index: View, outer: number, n: number): Storage;

  // vjps by kernels. A backend may do without: then the definition in ops serves.

  /** From the result y: `y·g - y·Σ g·y`, or for the logarithm `g - eʸ·Σ g`. */
  softmaxVjp?(g: View, y: View, outer: number, n: number, log: boolean): Storage;
  /** `g·(softmax(x) - oneHot(t))` with g `[outer]`; 0 where g is. */
  crossEntropyVjp?(g: View, x: View, index: View, outer: number, n: number): Storage;
  /** The gradients of `layerNorm` for x, weight and bias: those that are `wanted`, `null` for the others. */
  layerNormVjp?(
    g: View,
    x: View,
    weight: View | null,
    dims: NormDims,
    wanted: readonly boolean[],
  ): (Storage | null)[];

  /** The order that sorts each row of `[outer, n]`: int32 indices, stable, NaN last (first if descending). */
  argsort(x: View, outer: number, n: number, descending: boolean): Storage;

  /**
   * Batched matrix product `[batch, m, k] x [batch, k, n]` → `[batch, m, n]`. Strided in every axis, so that transposed
   * and broadcast operands need no copy.
   */
  matmul(a: View, b: View, dims: { batch: number; m: number; n: number; k: number }): Storage;
  /** The same with two batch axes, `[outer, batch, m, k] x [outer, batch, k, n]`. Without it, what needs it is copied. */
  matmulNested?(
    a: View,
    b: View,
    dims: { outer: number; batch: number; m: number; n: number; k: number },
  ): Storage;
  /**
   * `f(x·wᵀ + bias)`: `[m, k] x [n, k] → [m, n]`, a bias `[n]` or none. Both matrices strided. `composed.ts` has it for
   * backends without a kernel of their own.
   */
  linear(x: View, weight: View, bias: View | null, dims: LinearDims): Storage;

  /** `x[outer, n, inner]`, `index[count]` → `[outer, count, inner]`: whole slices by index. */
  indexSelect(
    x: View,
    index: View,
    dims: { outer: number; n: number; inner: number; count: number },
  ): Storage;
  /** Adds slices `source[outer, count, inner]` into zeros `[outer, n, inner]` at `index[count]`. */
  indexAdd(
    source: View,
    index: View,
    dims: { outer: number; n: number; inner: number; count: number },
  ): Storage;
  /** `y[o, j, i] = x[o, index[o, j, i], i]`, shapes `[outer, n, inner]` and `[outer, count, inner]`. */
  gather(x: View, index: View, dims: { outer: number; n: number; inner: number; count: number }): Storage;
  /** Adds `source[o, j, i]` into a copy of `x` at `[o, index[o, j, i], i]`. */
  scatterAdd(
    x: View,
    index: View,
    source: View,
    dims: { outer: number; n: number; inner: number; count: number },
  ): Storage;
  /** Copies several views, all `[outer, nᵢ·inner]`, side by side: `[outer, Σ nᵢ·inner]`. */
  concat(parts: readonly View[], outer: number, widths: readonly number[]): Storage;

  conv2d(x: View, weight: View, dims: Conv2dDims): Storage;
  /**
   * `f(y + b_c)` for `[batch, channels, inner]` and a bias `[channels]` or none. Takes y over, a whole storage: overwrites and
   * returns it, or gives it back. `composed.ts` has it for backends that write nothing in place.
   */
  finishChannels(y: View, bias: View | null, dims: ChannelDims): Storage;
  conv2dInputGrad(g: View, weight: View, dims: Conv2dDims): Storage;
  conv2dWeightGrad(g: View, x: View, dims: Conv2dDims): Storage;
  /** Largest value of each window, and its flat index in the image, int32. Padding never wins. */
  maxPool2d(x: View, dims: Conv2dDims): { values: Storage; indices: Storage };

  /**
   * All steps of a recurrent layer, from the input's share of the gates `x[T, B, gates·H]`, the states before the first step
   * `[states, B, H]`, `weight[gates·H, H]` and `bias[gates·H]`: a trace, whose parts `recurrent.ts` tells. What a step keeps of a
   * sequence that has ended is 0. A backend may do without: ops then take the steps one by one.
   */
  recurrent?(
    kernel: RecurrentKernel,
    inputs: { readonly x: View; readonly initial: View; readonly weight: View; readonly bias: View },
    dims: RecurrentDims,
  ): Storage;
  /**
   * The way back, from gradients `g[states, T, B, H]` of the states after each step, and what `recurrent` left: gradients of the
   * input's share, of the product and of the initial states. There if `recurrent` is.
   */
  recurrentVjp?(
    kernel: RecurrentKernel,
    inputs: { readonly g: View; readonly trace: View; readonly initial: View; readonly weight: View },
    dims: RecurrentDims,
  ): Storage;
}
