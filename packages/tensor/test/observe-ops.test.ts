/** Law: an observer sees every op that is applied, in order, with what went in and came out, and changes nothing. */
import { add, equal, mul, noGrad, observeOps, reshape, tensor } from "@gradus/tensor";
import { expect, test } from "vitest";

test("an observer sees every op, recorded or not, of any type, and none once it is gone", () => {
  const x = tensor([1, 2, 3, 4], { requiresGrad: true });
  const seen: string[] = [];
  const f = () => reshape(equal(add(mul(x, x), 1), 5), [2, 2]);
  const y = observeOps(
    () => noGrad(f),
    ({ op, inputs, output }) => {
      seen.push(`${op.name} [${inputs.map(({ dtype }) => dtype)}] → ${output.dtype} [${output.shape}]`);
    },
  );
  expect(seen).toEqual([
    "mul [float32,float32] → float32 [4]",
    "add [float32,float32] → float32 [4]",
    "equal [float32,float32] → bool [4]",
    "reshape [bool] → bool [2,2]",
  ]);
  expect(y.equal(f()).all().item()).toBe(1);
  expect(seen).toHaveLength(4);
});

test("an observer whose computation throws is gone", () => {
  const seen: string[] = [];
  const run = () =>
    observeOps(
      () => add(tensor([1, 2]), tensor([1, 2, 3])),
      ({ op }) => seen.push(op.name),
    );
  expect(run).toThrow("broadcast");
  add(1, tensor([1]));
  expect(seen).toEqual([]);
});

test("observers inside of observers see the same calls", () => {
  const [outer, inner]: [string[], string[]] = [[], []];
  observeOps(
    () => {
      mul(2, tensor([1]));
      observeOps(
        () => add(1, tensor([1])),
        ({ op }) => inner.push(op.name),
      );
    },
    ({ op }) => outer.push(op.name),
  );
  expect([outer, inner]).toEqual([["mul", "add"], ["add"]]);
});
