import { relativeError } from "@gradus/scalar";
import { describe, expect, test } from "vitest";
import { assertAgreement } from "../src/scalar/agree.ts";
import { ours, theirs } from "../src/scalar/engines.ts";
import { Value } from "../src/scalar/micrograd-shape.ts";
import { type Workload, workloads } from "../src/scalar/workloads.ts";

/** The same networks on a few of the examples: which engine is right does not depend on how many there are. */
const small = workloads.map((workload): Workload => {
  const perExample = workload.targets.length / workload.inputs.length;
  return {
    ...workload,
    inputs: workload.inputs.slice(0, 5),
    targets: workload.targets.slice(0, 5 * perExample),
  };
});

test.each(workloads)("$name: a graph of more than 60,000 nodes", (workload) => {
  expect(ours(workload).countNodes()).toBeGreaterThan(60_000);
});

describe.each(small)("$name", (workload) => {
  test("both engines build as many nodes", () => {
    expect(ours(workload).countNodes()).toBe(theirs(workload).countNodes());
  });

  test("both give the same loss and the same gradients, step after step", () => {
    const [a, b] = [ours(workload), theirs(workload)];
    for (let step = 0; step < 3; step++) {
      expect(relativeError(a.forward(), b.forward())).toBeLessThan(1e-12);
      expect(relativeError(a.trainStep(), b.trainStep())).toBeLessThan(1e-12);
      const expected = b.gradients();
      expect(expected.some((gradient) => gradient !== 0)).toBe(true);
      for (const [i, gradient] of a.gradients().entries()) {
        expect(relativeError(gradient, expected[i] as number)).toBeLessThan(1e-12);
      }
    }
  });

  test("the benchmark itself sees that they agree", () => {
    expect(() => assertAgreement(workload)).not.toThrow();
  });

  test("the step learns: the loss goes down", () => {
    const engine = ours(workload);
    const first = engine.trainStep();
    for (let step = 0; step < 5; step++) engine.trainStep();
    expect(engine.forward()).toBeLessThan(first);
  });
});

test("engines that differ are not timed", () => {
  const workload = small[0];
  if (workload === undefined) throw new Error("there is no workload");
  const tanh = Value.prototype.tanh;
  Value.prototype.tanh = function (this: Value) {
    return tanh.call(this).mul(1.0005);
  };
  try {
    expect(() => assertAgreement(workload)).toThrow(/the engines differ in nodes: ours \d+, theirs \d+/);
  } finally {
    Value.prototype.tanh = tanh;
  }
});
