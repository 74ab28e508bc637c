/**
 * The reverse pass. As on the scalar floor: count how often each node is used, and pass a node's gradient on once all its
 * users have passed theirs on to it. No recursion; each node once. The pass is made of ops, so it can be recorded
 * (`createGraph`) and run on duals: second order is free.
 */
import type { Storage } from "../backend/backend.ts";
import { withoutCopies } from "../backend/dense.ts";
import { backendOf } from "../backend/registry.ts";
import { sameShape, show } from "../shape.ts";
import type { AnyOp, Context, Node, Tensor } from "../tensor.ts";
import { contextOf, savesOf } from "./apply.ts";
import { withMade } from "./lifetime.ts";
import { withRecording } from "./recording.ts";
import { Temporaries } from "./temporaries.ts";

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
  /** Whether nobody traces the pass in forward mode: then it gives back at once what it made on the way. */
  readonly tidy: boolean;
  /** Told the gradient of every node with an owner, once. Returns whether somebody holds it from now on. */
  arrive(node: Node, gradient: Tensor): boolean;
}

/** Runs a reverse pass. */
export function reverse({
  root,
  cotangent,
  createGraph,
  stop = new Set(),
  add,
  tidy,
  arrive,
}: ReversePass): void {
  if (!sameShape(root.shape, cotangent.shape))
    throw new RangeError(
      `backward: the result has shape ${show(root.shape)}, its gradient ${show(cotangent.shape)}; give a gradient of the result's shape`,
    );
  withRecording(createGraph, () => {
    countUses(root, stop);
    withMade((made) => {
      // Whoever differentiates the pass itself still needs what it was made of.
      const temporaries = createGraph || !tidy ? null : new Temporaries(made);
      const gradients = new Map<Node, Tensor>([[root, cotangent]]);
      const ready = [root];
      for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
        const gradient = gradients.get(node);
        gradients.delete(node);
        if (gradient !== undefined && node.owner !== null && arrive(node, gradient))
          temporaries?.hold(gradient);
        if (stop.has(node)) continue;
        const parts = gradient === undefined ? [] : passOn(node, gradient, createGraph);
        for (let i = 0; i < node.edges.length; i++) {
          const edge = node.edges[i] as Node | null;
          if (edge === null) continue;
          const part = parts[i] ?? null;
          if (part !== null) {
            const before = gradients.get(edge);
            const sum = before === undefined ? part : add(before, part);
            gradients.set(edge, sum);
            if (before !== undefined) temporaries?.drop(before);
            temporaries?.hold(sum);
          }
          if (--edge.pending === 0) ready.push(edge);
        }
        if (temporaries === null) continue;
        if (node.op?.isForeign === true || parts.some((part) => part?.dual)) temporaries.letGo();
        if (gradient !== undefined) temporaries.drop(gradient);
        temporaries.sweep();
      }
    });
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
    (isTraced ? null : fused(op, gradient, wanted, context)) ??
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

/** The gradients by kernels, where there are such. */
function fused(
  op: AnyOp,
  gradient: Tensor,
  wanted: readonly boolean[],
  context: Context<unknown>,
): readonly (Tensor | null)[] | null {
  if (op.fusedVjp === undefined) return null;
  const run = (): readonly (Tensor | null)[] | null | undefined => op.fusedVjp?.(gradient, wanted, context);
  const isPart = (parts: ReturnType<typeof run>, copy: Storage): boolean =>
    parts?.some((part) => part?.storage === copy) ?? false;
  return withoutCopies(backendOf(gradient.device), run, isPart) ?? null;
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
