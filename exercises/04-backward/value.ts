/**
 * Reverse mode: a number that remembers where it came from.
 *
 * Glossary: the operands of an op are its node's *parents*; the *local derivative* says how much the node moves when
 * one parent moves alone; the *gradient* of a node says how much the final result moves when the node moves.
 */
import type { BinaryOp, Num, Op, UnaryOp } from "@gradus/scalar/op";
import { notAnOperand, Scalar } from "@gradus/scalar/scalar";

/**
 * A node of the computation graph: its value, its gradient, and the op and parents that made it. A leaf (an input,
 * a parameter, a constant) has no op.
 *
 * Nothing but the nodes themselves holds the graph, so it is garbage as soon as its result is.
 */
export class Value extends Scalar {
  /** The value of this node. */
  data = 0;
  /**
   * `d(result)/d(this)`, set by `result.backward()`. On a leaf it accumulates over calls until `zeroGrad`; on an
   * inner node it is that of the latest call.
   */
  grad = 0;
  /** The op that made this node; `null` for a leaf. */
  readonly op: Op | null = null;
  /** First operand. */
  readonly a: Value | null = null;
  /** Second operand, if the op has two. */
  readonly b: Value | null = null;
  /** While `backward` runs: how many users of this node have not yet passed their gradient on to it. Else 0. */
  pending = 0;

  constructor(data: number, op: Op | null = null, a: Value | null = null, b: Value | null = null) {
    super();
    this.data = data;
    this.op = op;
    this.a = a;
    this.b = b;
  }

  /** A constant: a leaf with the value `x`. Throws if `x` is not a number. */
  override lift(x: Num): this {
    if (typeof x !== "number") throw notAnOperand("Value", x);
    return new Value(x) as this;
  }

  /**
   * Applies an op to this node and records it: the new node's data is `op.forward(x)` of this node's data `x`, its op
   * is `op`, its only parent `a` is this node. This node stays as it is.
   */
  override unary(op: UnaryOp): this {
    return new Value(op.forward(this.data), op, this, null) as this;
  }

  /**
   * Applies an op to this node and another one, and records it: data `op.forward(a, b)` of the two nodes' data,
   * parents `a` (this node) and `b` (the other one itself, no copy of it: that is how a node comes to be shared). Where
   * `other` is not a `Value`, `this.lift(other)` makes a leaf of it.
   */
  override binary(op: BinaryOp, other: this | number): this {
    const b = other instanceof Value ? other : this.lift(other);
    return new Value(op.forward(this.data, b.data), op, this, b) as this;
  }

  /**
   * Reverse mode: fills in `grad = cotangent · d(this)/d(node)` for every node that this one was computed from, in one
   * sweep whose cost is a small constant times that of the forward computation (Linnainmaa 1970; Griewank and Walther,
   * "Evaluating Derivatives", 2008, section 3.2).
   *
   * 1. `countUses(this)`.
   * 2. This node's gradient is the cotangent (add it: a leaf keeps what it had).
   * 3. A node is ready once every user of it has passed on its gradient. Take any ready node, `passOn` its gradient,
   *    and count down `pending` of each parent: a parent that reaches 0 is ready. An operand used twice by one op
   *    (`a + a`) is counted down twice.
   *
   * Why not simply walk back from each node to its parents? In `b = a + a; c = b + b; ...` 60 levels deep there are
   * 2⁶⁰ paths, but only 61 nodes. And a node must not pass on its gradient while a part of it is still missing.
   *
   * No recursion: a chain of any length is fine.
   *
   * @param cotangent the gradient of some final result with respect to this node; 1 if this node is the result
   */
  backward(cotangent = 1): void {
    throw new Error("TODO 04.backward");
  }

  override valueOf(): number {
    return this.data;
  }

  override toString(): string {
    return `Value(data=${this.data}, grad=${this.grad})`;
  }
}

/**
 * Prepares a reverse pass: visits every node that `root` was computed from exactly once, however many paths lead to
 * it; sets `grad = 0` on the inner ones (a leaf keeps its gradient: it accumulates), and leaves in `pending` how many
 * times each node is used as an operand below `root`: once in `-a`, twice in `a + a`.
 *
 * `pending` is 0 on every node before; `root` itself ends with 0, for nobody below it uses it.
 */
export function countUses(root: Value): void {
  throw new Error("TODO 04.countUses");
}

/**
 * The chain rule, one node back: adds to each parent's gradient what reaches it through this node,
 *
 *     parent.grad += ∂(node)/∂(parent) · node.grad
 *
 * It adds, because a parent may have other users too: the gradients of all paths sum. In `a + a` both parents are the
 * same node, which receives twice. A leaf has no parents and passes nothing on.
 *
 * The local derivatives are the op's: `derivative(x, y)` of a unary op, `da(x, z, y)` and `db(x, z, y)` of a binary one,
 * from the operands' data `x`, `z` and the node's own, `y`; or `derivative`, `da`, `db` themselves where they are plain
 * numbers.
 */
export function passOn(node: Value): void {
  throw new Error("TODO 04.passOn");
}

/** Sets the gradient of each given node to 0: what `backward` adds to leaves starts afresh. */
export function zeroGrad(values: Iterable<Value>): void {
  throw new Error("TODO 04.zeroGrad");
}
