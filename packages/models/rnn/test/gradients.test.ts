/** Gradients through whole models and their losses, for all parameters, in both modes. */
import { checkJvp, checkVjp, formatReport, type Report } from "@gradus/gradcheck";
import { functionalCall } from "@gradus/nn";
import { jvp, type Tensor, tensor, vjp } from "@gradus/tensor";
import { describe, expect, test } from "vitest";
import { lines } from "./models.ts";

describe.each(lines.map((line) => [line.name, line] as const))("%s", (name, { make, inputs, loss }) => {
  const model = make();
  const names = model.namedParameters().map(([each]) => each);
  const at = model.parameters().map((each) => each.detach().clone());
  const f = (...weights: Tensor[]) =>
    loss(functionalCall(model, Object.fromEntries(names.map((each, i) => [each, weights[i]!])), ...inputs));
  const tensors = (data: readonly ArrayLike<number>[]) =>
    data.map((each, i) => tensor(Float64Array.from(each), { shape: at[i]!.shape }));
  const flat = (y: Tensor) => Float64Array.from(y.dataSync());
  const value = (...data: Float64Array[]) => flat(f(...tensors(data)));
  const points = at.map(flat);
  const effort = { mode: "directional", directions: 4 } as const;
  const ok = (report: Report) => expect(report.ok, formatReport(report)).toBe(true);

  test("reverse", async () => {
    const pullback = (data: readonly ArrayLike<number>[], g: ArrayLike<number>) =>
      vjp(f, ...tensors(data))[1](tensor(Float64Array.from(g), { shape: [] })).map(flat);
    const shapes = { inputs: at.map(({ shape }) => [...shape]), output: [] };
    ok(await checkVjp({ name, f: value, vjp: pullback, inputs: points, shapes, ...effort }));
  });

  test("forward", async () => {
    const push = (data: readonly ArrayLike<number>[], v: readonly ArrayLike<number>[]) =>
      flat(jvp(f, tensors(data), tensors(v))[1]);
    ok(await checkJvp({ name, f: value, jvp: push, inputs: points, ...effort }));
  });
});
