/**
 * Laws over the table of all ops: whatever is applied stands in it, its derivatives are checked by a line of
 * `test/cases`, and what it says to cost can be true. So no op can be added without checks of its gradients.
 */
import { jvp, type OpName, ones, onesLike, ops, type Tensor, vjp } from "@gradus/tensor";
import * as fc from "fast-check";
import { beforeAll, expect, test, vi } from "vitest";
import { allCases } from "./cases/index.ts";
import { laidOut } from "./layouts.ts";
import type { OpCase } from "./op-case.ts";

type Entry = (typeof ops)[OpName];

/** One call of `apply`. */
interface Call {
  readonly op: Entry;
  readonly inputs: readonly Tensor[];
  readonly attrs: unknown;
  readonly output: Tensor;
}

const calls = vi.hoisted((): Call[] => []);
vi.mock("@gradus/tensor/engine/apply", async (importOriginal) => {
  const original = await importOriginal<typeof import("@gradus/tensor/engine/apply")>();
  const apply: typeof original.apply = (op, inputs, attrs) => {
    const output = original.apply(op, inputs, attrs);
    calls.push({ op, inputs, attrs, output });
    return output;
  };
  return { ...original, apply };
});

const recorded = new Set<string>();

/** Runs every line of the table as it is checked: recorded, in forward mode, in second order. */
beforeAll(() => {
  for (const line of allCases)
    for (const { inputs, attrs } of fc.sample(line.samples, { numRuns: 5, seed: 7 })) {
      const x = inputs.map((input) => laidOut(input, "permuted"));
      const f = (...z: Tensor[]) => {
        const y = line.f(z, attrs);
        for (const name of graphOf(y)) recorded.add(name);
        return y;
      };
      run(line, f, x);
    }
});

function run({ order }: OpCase, f: (...x: Tensor[]) => Tensor, x: readonly Tensor[]): void {
  const v = x.map(onesLike);
  jvp(f, x, v);
  const pull = (...z: Tensor[]) => {
    const [y, back] = vjp(f, ...z);
    return back(ones(y.shape, { dtype: y.dtype }))[0] as Tensor;
  };
  if (order === 1) pull(...x);
  else jvp(pull, x, v);
}

/** The names of the ops that a tensor was computed by. */
function graphOf(y: Tensor): string[] {
  const nodes = new Set([y.node]);
  for (const node of nodes) for (const edge of node?.edges ?? []) nodes.add(edge);
  return [...nodes].flatMap((node) => node?.op?.name ?? []);
}

test("whatever is applied is an entry of the table", () => {
  const strangers = calls.filter(({ op }) => ops[op.name as OpName] !== op);
  expect([...new Set(strangers.map(({ op }) => op.name))]).toEqual([]);
});

/** The ops that are in no line's graph, by reason. */
const withoutLine: { readonly [reason: string]: readonly OpName[] } = {
  "their results are booleans or whole numbers, which do not move": [
    "equal",
    "notEqual",
    "less",
    "lessEqual",
    "greater",
    "greaterEqual",
    "isnan",
    "logicalAnd",
    "logicalOr",
    "logicalNot",
    "argmax",
    "argmin",
    "argsort",
    "maxPool2dIndices",
  ],
  "vjp kernels, never taken while somebody differentiates; vjp-kernels.test.ts and recurrent.test.ts compare them with definitions":
    ["reluVjp", "tanhVjp", "sigmoidVjp", "siluVjp", "geluVjp", "geluTanhVjp", "recurrentVjp"],
  "what a forward pass leaves for the way back: nobody differentiates it": ["recurrentTrace"],
  "differences between float32 numbers are noise; casts.test.ts checks its derivatives exactly": ["cast"],
  "needs a second device: copy.test.ts": ["to"],
};

test("the derivatives of every entry are checked: it is in the graph of a line of the table of gradients", () => {
  const missing = Object.keys(ops).filter((name) => !recorded.has(name));
  expect(missing.sort()).toEqual(Object.values(withoutLine).flat().sort());
});

test("what has no line because its results do not move gives no floating-point results", () => {
  const [still] = Object.values(withoutLine) as [OpName[]];
  const seen = calls.filter(({ op }) => still.includes(op.name as OpName));
  expect(seen.filter(({ output }) => output.dtype.startsWith("float")).map(({ op }) => op.name)).toEqual([]);
});

test("whole numbers and booleans are neither recorded nor carry tangents", () => {
  const still = calls.filter(({ output }) => !output.dtype.startsWith("float"));
  expect(new Set(still.map(({ output }) => output.dtype))).toEqual(new Set(["bool", "int32"]));
  const moving = still.filter(({ output }) => output.node !== null || output.dual !== null);
  expect([...new Set(moving.map(({ op }) => op.name))]).toEqual([]);
});

test("costs are finite, not negative, and whoever writes a result moves at least its bytes", () => {
  const bytesOf = { bool: 1, int32: 4, float32: 4, float64: 8 };
  const wrong = calls.filter(({ op, inputs, attrs, output }) => {
    const { flops, bytes } = op.cost(inputs, attrs, output);
    const isView = inputs.some(({ storage }) => storage === output.storage);
    const least = isView ? 0 : output.size * bytesOf[output.dtype];
    return !(flops >= 0 && flops < Infinity && bytes >= least && bytes < Infinity);
  });
  expect([...new Set(wrong.map(({ op }) => op.name))]).toEqual([]);
});
