/** One forward call as a list of ops. What ops are applied to tells where a tensor comes from: its memory, and how it is seen. */
import {
  type AnyOp,
  type DType,
  noGrad,
  type OpCall,
  observeOps,
  ops,
  type Shape,
  Tensor,
  type TypedArray,
} from "@gradus/tensor";

/** Where a value comes from. */
export type Origin =
  | { readonly kind: "input" }
  | { readonly kind: "parameter"; readonly name: string; readonly tensor: Tensor }
  | { readonly kind: "constant"; readonly elements: TypedArray }
  | { readonly kind: "call"; readonly call: Call };

/** A tensor of the forward call. */
export interface Value {
  readonly origin: Origin;
  readonly shape: Shape;
  readonly dtype: DType;
}

/** One op of the forward call; its inputs and its output are places in the list of values. */
export interface Call {
  readonly op: AnyOp;
  readonly attrs: unknown;
  readonly inputs: readonly number[];
  readonly output: number;
}

/** A forward call. Calls come after those whose results they use. */
export interface Trace {
  readonly values: readonly Value[];
  readonly calls: readonly Call[];
  readonly outputs: readonly number[];
}

/** What a forward pass gives: a tensor, or lists of such, as deep as they like; `null` stands for nothing. */
export type Outputs = Tensor | null | undefined | readonly Outputs[];

/** A function of tensors. */
export type Forward = (...inputs: Tensor[]) => Outputs;

/** A tensor and its name. */
export type NamedTensor = readonly [name: string, x: Tensor];

/**
 * Calls `forward` and notes what is computed from the inputs and the parameters. All else is constant.
 *
 * @throws Error if something is written to in place, or seen otherwise than through ops
 */
export function record(
  forward: Forward,
  inputs: readonly Tensor[],
  parameters: readonly NamedTensor[],
): Trace {
  const recorder = new Recorder();
  for (const [name, tensor] of parameters) recorder.add(tensor, { kind: "parameter", name, tensor });
  for (const x of inputs) recorder.add(x, { kind: "input" });
  const result = noGrad(() =>
    observeOps(
      () => forward(...inputs),
      (call) => recorder.note(call),
    ),
  );
  const outputs = flatten(result).map((x) => recorder.place(x));
  return { values: recorder.values, calls: recorder.calls, outputs };
}

function flatten(result: Outputs): Tensor[] {
  if (result === null || result === undefined) return [];
  if (result instanceof Tensor) return [result];
  if (Array.isArray(result)) return result.flatMap(flatten);
  throw new TypeError(
    `exportOnnx: forward returned ${typeof result}; it must return a tensor, or a list of tensors`,
  );
}

/** What is known of a block of memory: the values seen in it, by how they are seen. */
interface Memory {
  readonly views: Map<string, number>;
  readonly version: number;
  /** Whether what it holds depends on the inputs. */
  readonly isComputed: boolean;
}

class Recorder {
  readonly values: Value[] = [];
  readonly calls: Call[] = [];
  readonly #memories = new Map<Tensor["storage"], Memory>();

  add(x: Tensor, origin: Origin): number {
    const place = this.values.length;
    this.values.push({ origin, shape: x.shape, dtype: x.dtype });
    this.#remember(x, place, origin.kind === "input");
    return place;
  }

  note({ op, inputs, attrs, output }: OpCall): void {
    const isConstant = (x: Tensor) => {
      const place = this.#find(x);
      return place === undefined || this.values[place]?.origin.kind === "constant";
    };
    if (inputs.every(isConstant)) return;
    // An op that is made of others leaves their result; a stranger to the table is exported as what it is made of.
    const isStranger = (ops as { readonly [name: string]: AnyOp })[op.name] !== op;
    if (isStranger && this.#find(output) !== undefined) return;
    const places = inputs.map((x) => this.place(x));
    const place = this.values.length;
    const call: Call = { op, attrs, inputs: places, output: place };
    this.values.push({ origin: { kind: "call", call }, shape: output.shape, dtype: output.dtype });
    this.calls.push(call);
    const viewed = inputs.find((x) => x.storage === output.storage);
    this.#remember(
      output,
      place,
      viewed === undefined || this.#memories.get(viewed.storage)?.isComputed === true,
    );
  }

  /** Where a tensor is in the list of values. What was not computed before is a constant from here on. */
  place(x: Tensor): number {
    return this.#find(x) ?? this.add(x, { kind: "constant", elements: x.dataSync().slice() });
  }

  #find(x: Tensor): number | undefined {
    const memory = this.#memories.get(x.storage);
    if (memory === undefined) return undefined;
    const place = memory.views.get(layoutOf(x));
    if (memory.version !== x.storage.version)
      throw new Error(
        `exportOnnx: a tensor of shape [${x.shape.join(", ")}] is written to in place (assign) during the forward pass; ` +
          "an ONNX graph has no such thing: compute a new tensor instead, or switch the model to use with eval()",
      );
    if (place === undefined && memory.isComputed)
      throw new Error(
        `exportOnnx: a tensor of shape [${x.shape.join(", ")}] is a view that no op made; make it with reshape, permute or slice`,
      );
    return place;
  }

  #remember(x: Tensor, place: number, isComputed: boolean): void {
    let memory = this.#memories.get(x.storage);
    if (memory === undefined) {
      memory = { views: new Map(), version: x.storage.version, isComputed };
      this.#memories.set(x.storage, memory);
    }
    memory.views.set(layoutOf(x), place);
  }
}

function layoutOf({ offset, shape, strides }: Tensor): string {
  return `${offset}:${shape.join()}:${strides.join()}`;
}
