/** Both modes of a whole model against finite differences. */
import { checkJvp, checkVjp, formatReport, type Report } from "@gradus/gradcheck";
import { jvp, type Tensor, tensor, vjp } from "@gradus/tensor";
import { expect } from "vitest";

const flat = (y: Tensor): Float64Array => Float64Array.from(y.dataSync());

/** Along random directions through all inputs: a wrong gradient shows in nearly every one. */
export async function expectDerivatives(
  name: string,
  f: (...x: Tensor[]) => Tensor,
  at: Tensor[],
): Promise<void> {
  const tensors = (data: readonly ArrayLike<number>[]) =>
    data.map((each, i) => tensor(Float64Array.from(each), { shape: at[i]?.shape ?? [] }));
  const y = f(...at);
  const common = {
    name,
    f: (...data: Float64Array[]) => flat(f(...tensors(data))),
    inputs: at.map(flat),
    mode: "directional",
    directions: 2,
  } as const;
  const expectOk = (report: Report) => expect(report.ok, formatReport(report)).toBe(true);
  const pullback = (data: readonly ArrayLike<number>[], g: ArrayLike<number>) =>
    vjp(f, ...tensors(data))[1](tensor(Float64Array.from(g), { shape: y.shape })).map(flat);
  expectOk(await checkVjp({ ...common, vjp: pullback }));
  const push = (data: readonly ArrayLike<number>[], v: readonly ArrayLike<number>[]) =>
    flat(jvp(f, tensors(data), tensors(v))[1]);
  expectOk(await checkJvp({ ...common, jvp: push }));
}
