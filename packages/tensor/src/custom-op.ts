/** Ops that a user defines: to the engine they are ops like any other. */
import { dense } from "./backend/dense.ts";
import { apply } from "./engine/apply.ts";
import { oncePerPass } from "./engine/once.ts";
import { noGrad } from "./engine/recording.ts";
import { type Context, type Op, Tensor } from "./tensor.ts";

/** What a user says of an op of their own. All rules take and give tensors. */
export interface CustomRule {
  readonly name: string;
  /** The value. Runs without recording; may use any op, or `dataSync` and plain loops. */
  readonly forward: (...x: Tensor[]) => Tensor;
  /**
   * The gradients with respect to all inputs, from the cotangent `g`, the inputs and the result; `null` for an input that
   * has none. Written in ops it can be differentiated again.
   */
  readonly vjp: (g: Tensor, x: readonly Tensor[], y: Tensor) => readonly (Tensor | null)[];
  /** The tangent of the result from those of the inputs (`null`: does not move). Without it there is no forward mode. */
  readonly jvp?: (t: readonly (Tensor | null)[], x: readonly Tensor[], y: Tensor) => Tensor;
  /** Whether `vjp` and `jvp` look at the result: it is then kept for them. True unless said otherwise. */
  readonly savesOutput?: boolean;
}

/**
 * Makes an op out of your own value and derivatives: `const cube = customOp({ name: "cube", forward: ..., vjp: ... })`.
 * Check it with `@gradus/gradcheck`, as every op here is.
 */
export function customOp(rule: CustomRule): (...x: Tensor[]) => Tensor {
  return makeOp(rule, true);
}

/** `isForeign`: whether the rule may hold on to tensors, which are then not given back before the collector finds them. */
export function makeOp(rule: CustomRule, isForeign: boolean): (...x: Tensor[]) => Tensor {
  const { name, forward, vjp, jvp, savesOutput = true } = rule;
  const pull = oncePerPass((g, { inputs, output }: Context<null>) => vjp(g, inputs, output));
  const op: Op<null> = {
    name,
    // What comes out is known only once `forward` has run: it says so itself.
    shape: ([x]) => x as Tensor,
    forward: (backend, inputs) => {
      const y = noGrad(() => forward(...inputs.map(withoutHistory)));
      const { storage, strides, offset } = dense(backend, y);
      return { storage, shape: y.shape, strides, offset };
    },
    saves: { inputs: "all", output: savesOutput },
    vjp: (g, i, context) => pull(g, i, context)[i] ?? null,
    jvp: (t, { inputs, output }) => {
      if (jvp === undefined)
        throw new Error(
          `${name}: this custom op has no jvp, so it has no forward mode; give customOp a jvp rule`,
        );
      return jvp(t, inputs, output);
    },
    cost: () => ({ flops: 0, bytes: 0 }),
    isForeign,
  };
  return (...x) => apply(op, x, null);
}

function withoutHistory({ storage, shape, strides, offset }: Tensor): Tensor {
  return new Tensor(storage, shape, strides, offset);
}
