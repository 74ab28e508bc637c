import { expect, test } from "vitest";
import { maxRelativeDifference } from "../src/tensor/agree.ts";
import { givens } from "../src/tensor/data.ts";
import { enterOurs } from "../src/tensor/ours/enter.ts";
import { tiny } from "./tensor-tiny.ts";

test.each(tiny)("$name: wasm gives what cpu gives", async (workload) => {
  const inputs = givens(workload);
  const [expected, actual] = await Promise.all(
    (["cpu", "wasm"] as const).map((device) => enterOurs(workload, inputs, device).result()),
  );
  expect(expected?.some((element) => element !== 0)).toBe(true);
  expect(maxRelativeDifference(actual as Float32Array, expected as Float32Array)).toBeLessThan(1e-5);
});

test.each(tiny.filter(({ task }) => task.op === "mlp" || task.op === "cnn"))(
  "$name: the steps learn, the loss goes down",
  async (workload) => {
    const losses = await enterOurs(workload, givens(workload), "cpu").result();
    expect(losses.at(-1)).toBeLessThan(losses[0] as number);
  },
);

test.each(tiny)("$name: untidy or not, the result is the same", async (workload) => {
  const inputs = givens(workload);
  const tidy = await enterOurs(workload, inputs, "wasm").result();
  expect(await enterOurs({ ...workload, untidy: true }, inputs, "wasm").result()).toEqual(tidy);
});

test.each(tiny)("$name: a step can be repeated", async (workload) => {
  for (const untidy of [false, true]) {
    const { step } = enterOurs({ ...workload, untidy }, givens(workload), "wasm");
    for (let i = 0; i < 3; i++) expect(step).not.toThrow();
  }
});

test("a step of additions makes as many as its figure counts", () => {
  for (const { task, unit } of tiny)
    if (task.op === "add") expect(unit).toEqual({ name: "µs", repeats: task.repeats });
});
