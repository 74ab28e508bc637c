import { expect, test } from "vitest";
import { maxRelativeDifference } from "../src/tensor/agree.ts";
import { givens } from "../src/tensor/data.ts";
import { enterOurs } from "../src/tensor/ours/enter.ts";
import { tiny } from "./tensor-tiny.ts";

test.each(tiny)("$name: wasm gives what cpu gives", async (workload) => {
  const inputs = givens(workload);
  const [expected, actual] = await Promise.all(
    (["cpu", "wasm"] as const).map((device) => enterOurs(workload.task, inputs, device).result()),
  );
  expect(expected?.some((element) => element !== 0)).toBe(true);
  expect(maxRelativeDifference(actual as Float32Array, expected as Float32Array)).toBeLessThan(1e-5);
});

test.each(tiny.filter(({ task }) => task.op === "mlp" || task.op === "cnn"))(
  "$name: the steps learn, the loss goes down",
  async (workload) => {
    const losses = await enterOurs(workload.task, givens(workload), "cpu").result();
    expect(losses.at(-1)).toBeLessThan(losses[0] as number);
  },
);

test("a step of additions makes as many as its figure counts", () => {
  for (const { task, unit } of tiny)
    if (task.op === "add") expect(unit).toEqual({ name: "µs", repeats: task.repeats });
});
