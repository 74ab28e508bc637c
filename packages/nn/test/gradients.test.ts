/** Every layer's gradients, for its inputs and for its parameters, in both modes. */
import { checkJvp, checkVjp, formatReport, type Report } from "@gradus/gradcheck";
import * as nn from "@gradus/nn";
import { jvp, type Tensor, tensor, vjp } from "@gradus/tensor";
import { describe, expect, test } from "vitest";
import { allCases, called, inputsOf, type LayerCase, made, titleOf } from "./cases/index.ts";
import { substitute } from "./substitute.ts";

/** The layer as a function of inputs and parameters. It is made anew for each call: what it draws stays the same. */
function asFunction(line: LayerCase): { f: (...x: Tensor[]) => Tensor; at: Tensor[] } {
  const inputs = inputsOf(line);
  const f = (...x: Tensor[]) => {
    const module = made(line);
    const own = module.parameters();
    substitute(module, new Map(own.map((parameter, i) => [parameter, x[inputs.length + i] as Tensor])));
    return called(line, module, x.slice(0, inputs.length));
  };
  const parameters = made(line).parameters();
  return { f, at: [...inputs, ...parameters.map((x) => x.detach().clone())] };
}

const flat = (y: Tensor): Float64Array => Float64Array.from(y.dataSync());

describe.each(allCases.map((line) => [titleOf(line), line] as const))("%s", (title, line) => {
  const { f, at } = asFunction(line);
  const tensors = (data: readonly ArrayLike<number>[]) =>
    data.map((each, i) => tensor(Float64Array.from(each), { shape: at[i]!.shape }));
  const y = f(...at);
  const cotangent = (g: ArrayLike<number>) => tensor(Float64Array.from(g), { shape: y.shape });
  const value = (...data: Float64Array[]) => flat(f(...tensors(data)));
  const inputs = at.map(flat);
  // A decoder has more parameters than there is time for; a wrong gradient shows in nearly every direction.
  const effort = inputs.length > 8 ? ({ mode: "directional", directions: 3 } as const) : {};
  const expectOk = (report: Report) => expect(report.ok, `${title}\n${formatReport(report)}`).toBe(true);

  test("reverse", async () => {
    const pullback = (data: readonly ArrayLike<number>[], g: ArrayLike<number>) =>
      vjp(f, ...tensors(data))[1](cotangent(g)).map(flat);
    const shapes = { inputs: at.map((x) => x.shape), output: y.shape };
    expectOk(await checkVjp({ name: title, f: value, vjp: pullback, inputs, shapes, ...effort }));
  });

  test("forward", async () => {
    const push = (data: readonly ArrayLike<number>[], v: readonly ArrayLike<number>[]) =>
      flat(jvp(f, tensors(data), tensors(v))[1]);
    expectOk(await checkJvp({ name: title, f: value, jvp: push, inputs, ...effort }));
  });
});

test("every layer that the package exports stands in the table", () => {
  const layers = Object.entries(nn)
    .filter(([, value]) => typeof value === "function" && value.prototype instanceof nn.Module)
    .map(([name]) => name);
  expect([...new Set(allCases.map(({ layer }) => layer))].sort()).toEqual(layers.sort());
});

test("a line makes the layer that it names", () => {
  const others = allCases.filter((line) => made(line).constructor.name !== line.layer);
  expect(others.map(titleOf)).toEqual([]);
});
