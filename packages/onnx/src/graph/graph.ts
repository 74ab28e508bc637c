/** A graph while it is built: nodes and constants under names that are used once. */
import { type TypedArray, tensor } from "@gradus/tensor";
import type { onnx as Onnx } from "onnx-proto";
import { type Extent, showExtents } from "../trace/extent.ts";
import { type Attribute, dataTypes, type ElementType, int, tensorMessage } from "./message.ts";

/** Where the extent of the batch can be read from while the graph runs. */
export interface BatchPlace {
  readonly input: string;
  readonly axis: number;
}

/** A graph that grows node by node. */
export class Graph {
  readonly nodes: Onnx.INodeProto[] = [];
  readonly initializers: Map<string, Onnx.ITensorProto> = new Map();
  readonly opset: number;
  readonly #names: Set<string>;
  readonly #batch: BatchPlace | null;
  /** Constants by type and shape. */
  readonly #constants = new Map<string, Onnx.ITensorProto[]>();
  readonly #counts = new Map<string, number>();

  /** @param names those that are taken: of inputs, outputs and parameters */
  constructor(opset: number, names: Iterable<string>, batch: BatchPlace | null) {
    this.opset = opset;
    this.#names = new Set(names);
    this.#batch = batch;
  }

  /** Adds a node with one output, and gives its name. An empty name stands for an input that is left out. */
  node(
    opType: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    return this.multi(opType, inputs, attributes, 1)[0] as string;
  }

  /** Adds a node with several outputs, and gives their names. */
  multi(
    opType: string,
    input: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: number,
  ): string[] {
    const name = this.#fresh(opType);
    const output = Array.from({ length: outputs }, (_, i) =>
      i === 0 ? name : this.#fresh(`${opType}_${i}`),
    );
    const attribute = Object.entries(attributes).map(([key, each]) => ({ name: key, ...each }));
    this.nodes.push({ name, opType, input: [...input], output, attribute });
    return output;
  }

  /** A constant, by its elements; the same one twice is one: every layer has the same mask. */
  constant(type: ElementType, elements: TypedArray | BigInt64Array, shape: readonly number[]): string {
    const key = `${type} ${shape}`;
    const alike = this.#constants.get(key) ?? [];
    const message = tensorMessage("", type, elements, shape);
    const known = alike.find(({ rawData }) => sameBytes(rawData, message.rawData));
    if (known !== undefined) return known.name as string;
    const name = this.#fresh("constant");
    const named = { ...message, name };
    this.#constants.set(key, [...alike, named]);
    this.initializers.set(name, named);
    return name;
  }

  /** Numbers as a constant of one of the types of tensors. */
  numbers(
    type: Exclude<ElementType, "int64">,
    values: readonly number[],
    shape: readonly number[] = [],
  ): string {
    return this.constant(type, tensor([...values], { dtype: type, device: "cpu" }).dataSync(), shape);
  }

  /** Whole numbers as ONNX wants shapes and places: int64, one axis. */
  places(values: readonly number[]): string {
    return this.constant("int64", BigInt64Array.from(values, BigInt), [values.length]);
  }

  /** A value in another type. */
  cast(name: string, from: ElementType, to: ElementType): string {
    return from === to ? name : this.node("Cast", [name], { to: int(dataTypes[to]) });
  }

  /** Extents as a tensor, int64; those that follow the batch are computed when the graph runs. */
  extents(extents: readonly Extent[]): string {
    if (extents.every((extent) => typeof extent === "number")) return this.places(extents);
    const parts = extents.map((extent) => {
      if (typeof extent === "number") return this.places([extent]);
      if (extent.times === null || this.#batch === null)
        throw new Error(
          `the shape ${showExtents(extents)} depends on the batch in a way that is no multiple of it; ` +
            "keep the batch in an axis of its own, or export with dynamicBatch: false",
        );
      const { input, axis } = this.#batch;
      const batch = this.node("Shape", [input], { start: int(axis), end: int(axis + 1) });
      return extent.times === 1 ? batch : this.node("Mul", [batch, this.places([extent.times])]);
    });
    return parts.length === 1 ? (parts[0] as string) : this.node("Concat", parts, { axis: int(0) });
  }

  /** A value in another shape. */
  reshape(name: string, extents: readonly Extent[]): string {
    const dynamic = extents.filter((extent) => typeof extent !== "number").length;
    // -1 takes what is left, unless another extent is 0, beside which anything is left.
    const shape =
      dynamic === 1 && !extents.includes(0)
        ? this.places(extents.map((extent) => (typeof extent === "number" ? extent : -1)))
        : this.extents(extents);
    return this.node("Reshape", [name, shape], extents.includes(0) ? { allowzero: int(1) } : {});
  }

  #fresh(stem: string): string {
    let name: string;
    do {
      const count = (this.#counts.get(stem) ?? 0) + 1;
      this.#counts.set(stem, count);
      name = `${stem}_${count}`;
    } while (this.#names.has(name));
    this.#names.add(name);
    return name;
  }
}

function sameBytes(a: Uint8Array | null | undefined, b: Uint8Array | null | undefined): boolean {
  return a?.length === b?.length && (a ?? []).every((byte, i) => byte === b?.[i]);
}
