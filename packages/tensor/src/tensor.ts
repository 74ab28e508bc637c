/**
 * The tensor: elements seen through a shape, and, where somebody asked for derivatives, where they came from. And the op,
 * as far as it is a matter of types: tensors remember ops, ops work on tensors, so neither is defined without the other.
 */
import type { Backend, Device, Storage, View } from "./backend/backend.ts";
import { backendOf } from "./backend/registry.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { isReleased, releasedMessage } from "./engine/lifetime.ts";
import { contiguousStrides, isContiguous, type Shape, show, sizeOf } from "./shape.ts";

/** Forward mode: a value, and how fast it moves. `level` tells nested derivatives apart. */
export interface Dual {
  readonly level: number;
  readonly primal: Tensor;
  readonly tangent: Tensor;
}

/** An n-dimensional array. */
export class Tensor implements View {
  readonly storage: Storage;
  readonly shape: Shape;
  /** Steps between neighbours along each axis, in elements. */
  readonly strides: Shape;
  /** Of the first element, in elements. */
  readonly offset: number;
  /** The gradient that `backward` left here: on leaves that require one, and where `retainGrad` was called. */
  grad: Tensor | null = null;
  /** How it was computed, if that was recorded. */
  node: Node | null = null;
  /** In forward mode: the value without and with its rate of change. */
  readonly dual: Dual | null;

  constructor(
    storage: Storage,
    shape: Shape,
    strides: Shape = contiguousStrides(shape),
    offset = 0,
    dual: Dual | null = null,
  ) {
    this.storage = storage;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.dual = dual;
  }

  get dtype(): DType {
    return this.storage.dtype;
  }

  get device(): Device {
    return this.storage.device;
  }

  /** How many axes it has. */
  get rank(): number {
    return this.shape.length;
  }

  /** How many elements it has. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** Whether `backward` will compute a gradient for it or through it. */
  get requiresGrad(): boolean {
    return this.node !== null;
  }

  /** Whether elements lie one after the other in row-major order. */
  get isContiguous(): boolean {
    return isContiguous(this.shape, this.strides);
  }

  /** The elements in row-major order, read back from wherever they are. */
  async data(): Promise<TypedArray> {
    if (isReleased(this.storage)) throw new Error(releasedMessage("data"));
    const backend = backendOf(this.device);
    return backend.read === undefined ? backend.download(this) : backend.read(this);
  }

  /** Whether `dataSync` and `item` work here and now: on webgpu they do not, but for what was never computed there. */
  get isReadable(): boolean {
    return backendOf(this.device).readable?.(this) ?? true;
  }

  /** The elements in row-major order, at once. Throws on a device that cannot be read synchronously. */
  dataSync(): TypedArray {
    if (isReleased(this.storage)) throw new Error(releasedMessage("data"));
    return backendOf(this.device).download(this);
  }

  /**
   * The only element, as a number.
   *
   * @throws RangeError if there is not exactly one
   * @throws Error on webgpu, which cannot be read at once: write `(await x.data())[0]`
   */
  item(): number {
    if (this.size !== 1)
      throw new RangeError(
        `item: a tensor of shape ${show(this.shape)} has ${this.size} elements; reduce it first`,
      );
    return this.dataSync()[0] as number;
  }

  /** The elements as nested arrays, a number for a scalar. */
  toArray(): NestedArray {
    return nest(this.dataSync(), this.shape, 0, { at: 0 });
  }
}

/** Numbers, or arrays of arrays of numbers. */
export type NestedArray = number | boolean | readonly NestedArray[];

function nest(data: TypedArray, shape: Shape, axis: number, cursor: { at: number }): NestedArray {
  if (axis === shape.length) return data[cursor.at++] as number;
  return Array.from({ length: shape[axis] as number }, () => nest(data, shape, axis + 1, cursor));
}

/** What is known of a tensor without its elements. */
export interface Meta {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** What an op leaves: new storage, or for a view the storage of its input seen otherwise. */
export interface Result {
  readonly storage: Storage;
  readonly shape: Shape;
  readonly strides?: Shape;
  readonly offset?: number;
}

/** What the rules for derivatives can look at. */
export interface Context<A> {
  readonly attrs: A;
  /** The inputs. Only those that `saves` names hold elements when the backward pass runs. */
  readonly inputs: readonly Tensor[];
  /** The result, likewise. */
  readonly output: Tensor;
}

/** Which values the backward pass needs. The rest can be forgotten after the forward pass. */
export interface Saves {
  /** Indices of inputs, or all of them. */
  readonly inputs: readonly number[] | "all";
  readonly output: boolean;
}

/** Arithmetic and memory traffic of one call. */
export interface Cost {
  readonly flops: number;
  readonly bytes: number;
}

/**
 * One op. `A` are its attributes: everything that is no tensor (axes, strides, ...).
 *
 * Words: g is the cotangent (gradient with respect to the result), t a tangent (rate of change of an input).
 */
export interface Op<A = unknown> {
  readonly name: string;
  /** Shape and type of the result. Throws a RangeError or TypeError that names both values and the likely fix. */
  shape(inputs: readonly Tensor[], attrs: A): Meta;
  forward(backend: Backend, inputs: readonly Tensor[], attrs: A, meta: Meta): Result;
  /** What the backward pass needs; where that depends on which inputs want a gradient, or on attributes, a function. */
  readonly saves: Saves | ((wanted: readonly boolean[], attrs: A) => Saves);
  /** The gradient with respect to input `i`, in that input's shape; `null` where there is none (an index). Written in ops. */
  vjp(g: Tensor, i: number, context: Context<A>): Tensor | null;
  /**
   * `vjp` for all inputs that are `wanted`, by kernels and in one go, where that saves passes over memory. Taken only while
   * nothing traces the backward pass: whoever differentiates it gets `vjp`, the definition, and a law holds the two together.
   * `null` where the backend has no such kernel.
   */
  fusedVjp?(g: Tensor, wanted: readonly boolean[], context: Context<A>): readonly (Tensor | null)[] | null;
  /** How the result moves when the inputs move by `t` (`null`: does not move). Written in ops. */
  jvp(t: readonly (Tensor | null)[], context: Context<A>): Tensor | null;
  cost(inputs: readonly Meta[], attrs: A, output: Meta): Cost;
  /** Whether the rules are a user's: what they make, and the cotangents they see, may be held anywhere. */
  readonly isForeign?: boolean;
}

/** Any op, where its attributes do not matter. */
// biome-ignore lint/suspicious/noExplicitAny: attributes differ from op to op; each entry checks its own
export type AnyOp = Op<any>;

/** A step of a computation, or a leaf where gradients arrive. */
export interface Node {
  /** `null` for a leaf. */
  readonly op: AnyOp | null;
  readonly attrs: unknown;
  /** The nodes of the inputs; `null` for an input that needs no gradient. */
  readonly edges: readonly (Node | null)[];
  /** The inputs, with elements or, where the op does not need them, without. */
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  /** Versions of the storages when they were saved: inputs, then output. */
  readonly versions: readonly number[];
  readonly shape: Shape;
  /** Where the gradient is left: a leaf, or a tensor whose `retainGrad` was called. */
  owner: Tensor | null;
  /** While a backward pass runs: how many users have not yet passed their gradient on. Else 0. */
  pending: number;
}
