/**
 * The reverse pass. As on the scalar floor: count how often each node is used, and pass a node's gradient on once all its
 * users have passed theirs on to it. No recursion; each node once. The pass is made of ops, so it can be recorded
 * (`createGraph`) and run on duals: second order is free.
 */
import { sameShape, show } from "../shape.ts";
import type { Node, Tensor } from "../tensor.ts";
import { contextOf, savesOf } from "./apply.ts";
import { withRecording } from "./recording.ts";

/** Adds two gradients; given by the ops, which this file does not know. */
export type Add = (a: Tensor, b: Tensor) => Tensor;

/** One reverse pass. */
export interface ReversePass {
  readonly root: Node;
  /** The gradient of some final number with respect to the root, in its shape. */
  readonly cotangent: Tensor;
  /** Whether the pass itself is recorded, so that its results can be differentiated again. */
  readonly createGraph: boolean;
  /** Nodes beyond which the pass does not go: the inputs of a function that is differentiated on its own. */
  readonly stop?: ReadonlySet<Node>;
  readonly add: Add;
  /** Told the gradient of every node with an owner, once. */
  arrive(node: Node, gradient: Tensor): void;
}

/** Runs a reverse pass. */
export function reverse({ root, cotangent, createGraph, stop = new Set(), add, arrive }: ReversePass): void {
  if (!sameShape(root.shape, cotangent.shape))
    throw new RangeError(
      `backward: the result has shape ${show(root.shape)}, its gradient ${show(cotangent.shape)}; give a gradient of the result's shape`,
    );
  withRecording(createGraph, () => {
    countUses(root, stop);
    const gradients = new Map<Node, Tensor>([[root, cotangent]]);
    const ready = [root];
    for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
      const gradient = gradients.get(node);
      gradients.delete(node);
      if (gradient !== undefined && node.owner !== null) arrive(node, gradient);
      if (stop.has(node)) continue;
      const parts = gradient === undefined ? [] : passOn(node, gradient, createGraph);
      for (let i = 0; i < node.edges.length; i++) {
        const edge = node.edges[i] as Node | null;
        if (edge === null) continue;
        const part = parts[i] ?? null;
        if (part !== null) {
          const sum = gradients.get(edge);
          gradients.set(edge, sum === undefined ? part : add(sum, part));
        }
        if (--edge.pending === 0) ready.push(edge);
      }
    }
  });
}

/** How many edges lead to each node that `root` was computed from, left in `pending`. */
function countUses(root: Node, stop: ReadonlySet<Node>): void {
  const found = [root];
  for (let node = found.pop(); node !== undefined; node = found.pop()) {
    if (stop.has(node)) continue;
    for (const edge of node.edges) if (edge !== null && edge.pending++ === 0) found.push(edge);
  }
}

/** Whether `root` was computed from a leaf that is not among `inputs`: its gradient is a function of that leaf as well. */
export function usesOtherLeaves(root: Node, inputs: ReadonlySet<Node>): boolean {
  const seen = new Set<Node>([root]);
  const found = [root];
  for (let node = found.pop(); node !== undefined; node = found.pop()) {
    if (inputs.has(node)) continue;
    if (node.op === null) return true;
    for (const edge of node.edges) {
      if (edge === null || seen.has(edge)) continue;
      seen.add(edge);
      found.push(edge);
    }
  }
  return false;
}

/** The parts of `gradient` that belong to the inputs; `null` for those that want none. */
function passOn(node: Node, gradient: Tensor, createGraph: boolean): readonly (Tensor | null)[] {
  const { op, edges, inputs } = node;
  if (op === null) return [];
  checkVersions(node);
  const wanted = edges.map((edge) => edge !== null);
  const context = contextOf(node);
  const isTraced = createGraph || [gradient, ...inputs, node.output].some(isDual);
  const parts =
    (isTraced ? null : op.fusedVjp?.(gradient, wanted, context)) ??
    wanted.map((isWanted, i) => (isWanted ? op.vjp(gradient, i, context) : null));
  parts.forEach((part, i) => {
    const expected = (inputs[i] as Tensor).shape;
    if (part !== null && !sameShape(part.shape, expected))
      throw new Error(
        `${op.name}: its vjp gave shape ${show(part.shape)} for input ${i} of shape ${show(expected)}; fix the op's vjp`,
      );
  });
  return parts;
}

function isDual({ dual }: Tensor): boolean {
  return dual !== null;
}

/** In place there is only `assign`; whoever assigns to what the backward pass still needs hears of it. */
function checkVersions({ op, attrs, edges, inputs, output, versions }: Node): void {
  if (op === null) return;
  const saves = savesOf(op, edges, attrs);
  const kept = saves.inputs === "all" ? [...inputs.keys()] : saves.inputs;
  const saved: [Tensor, number][] = kept.map((i) => [inputs[i] as Tensor, i]);
  if (saves.output) saved.push([output, inputs.length]);
  for (const [{ storage, shape }, i] of saved) {
    if (storage.version === versions[i]) continue;
    const what = i === inputs.length ? "its result" : `its input ${i}`;
    throw new Error(
      `${op.name}: ${what}, of shape ${show(shape)}, was assigned to after it was saved for backward ` +
        `(version ${versions[i]}, now ${storage.version}); call backward first, or assign to a copy`,
    );
  }
}
