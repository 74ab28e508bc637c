/** Applies an op: computes its value, in forward mode its tangent, and records it for reverse mode. Knows no op by name. */
import type { Storage } from "../backend/backend.ts";
import { withoutCopies } from "../backend/dense.ts";
import { backendOf } from "../backend/registry.ts";
import { isFloat } from "../dtype.ts";
import { contiguousStrides } from "../shape.ts";
import type { AnyOp, Context, Node, Op, Result, Saves } from "../tensor.ts";
import { type Dual, Tensor } from "../tensor.ts";
import { isWatching, watch } from "./anomaly.ts";
import { isReleased, noteMade, releasedMessage } from "./lifetime.ts";
import { isObserved, noteCall } from "./observe.ts";
import { isRecording } from "./recording.ts";

/** The result of `op` on `inputs`. Throws if the inputs do not fit, or lie on different devices. */
export function apply<A>(op: Op<A>, inputs: readonly Tensor[], attrs: A): Tensor {
  let level = 0;
  for (const { dual } of inputs) if (dual !== null && dual.level > level) level = dual.level;
  const output = level === 0 ? compute(op, inputs, attrs) : computeDual(op, inputs, attrs, level);
  if (isRecording() && isFloat(output.dtype) && inputs.some((input) => input.node !== null))
    record(op, inputs, attrs, output);
  return output;
}

function compute<A>(op: Op<A>, inputs: readonly Tensor[], attrs: A): Tensor {
  const [first] = inputs;
  if (first === undefined) throw new TypeError(`${op.name}: no inputs; give at least one tensor`);
  for (const { storage } of inputs) {
    if (isReleased(storage)) throw new Error(releasedMessage(op.name));
    if (storage.device !== first.device)
      throw new TypeError(
        `${op.name}: one input is on ${first.device}, another on ${storage.device}; bring both together with .to("${first.device}")`,
      );
  }
  const meta = op.shape(inputs, attrs);
  const backend = backendOf(first.device);
  const result = withoutCopies(backend, () => op.forward(backend, inputs, attrs, meta), isResult);
  const isView = inputs.some((input) => input.storage === result.storage);
  const output = isView ? seen(result) : made(result);
  if (isWatching()) watch(op.name, inputs, output);
  if (isObserved()) noteCall({ op: op as AnyOp, inputs, attrs, output });
  return output;
}

function isResult({ storage }: Result, copy: Storage): boolean {
  return storage === copy;
}

function seen({ storage, shape, strides, offset }: Result): Tensor {
  return new Tensor(storage, shape, strides ?? contiguousStrides(shape), offset ?? 0);
}

/** A tensor of what a kernel left in new storage. */
export function made(result: Result): Tensor {
  noteMade(result.storage);
  return seen(result);
}

/** Forward mode: the op on the primals, which may themselves be recorded or dual, and the jvp rule on the tangents. */
function computeDual<A>(op: Op<A>, inputs: readonly Tensor[], attrs: A, level: number): Tensor {
  const own = (x: Tensor): Dual | null => (x.dual?.level === level ? x.dual : null);
  const primals = inputs.map((x) => own(x)?.primal ?? x);
  const primal = apply(op, primals, attrs);
  const tangents = inputs.map((x) => own(x)?.tangent ?? null);
  const tangent = isFloat(primal.dtype) ? op.jvp(tangents, { attrs, inputs: primals, output: primal }) : null;
  return tangent === null ? primal : makeDual(primal, tangent, level);
}

/** A tensor with the elements of `primal` that carries a tangent. */
export function makeDual(primal: Tensor, tangent: Tensor, level: number): Tensor {
  const { storage, shape, strides, offset } = primal;
  return new Tensor(storage, shape, strides, offset, { level, primal, tangent });
}

function record<A>(op: Op<A>, inputs: readonly Tensor[], attrs: A, output: Tensor): void {
  const edges = inputs.map((x) => x.node);
  const saves = savesOf(op, edges, attrs);
  const saved = inputs.map((x, i) => (saves.inputs === "all" || saves.inputs.includes(i) ? x : forget(x)));
  const node: Node = {
    op: op as AnyOp,
    attrs,
    edges,
    inputs: saved,
    output: saves.output ? output : forget(output),
    versions: [...inputs, output].map((x) => x.storage.version),
    shape: output.shape,
    owner: null,
    pending: 0,
  };
  output.node = node;
}

/** What a call of an op saves: `edges` tells which inputs want a gradient. */
export function savesOf<A>({ saves }: Op<A>, edges: readonly (Node | null)[], attrs: A): Saves {
  if (typeof saves !== "function") return saves;
  return saves(
    edges.map((edge) => edge !== null),
    attrs,
  );
}

/** A stand-in with the same shape and type that does not keep the elements alive. */
function forget({ shape, dtype, device }: Tensor): Tensor {
  return new Tensor({ device, dtype, length: 0, version: 0 }, shape);
}

/** The context that an op's rules see. */
export function contextOf(node: Node): Context<unknown> {
  return { attrs: node.attrs, inputs: node.inputs, output: node.output };
}
