/** Checks one line of the op table at one sample: reverse mode, forward mode and second order, in float64. */
import { checkJvp, checkVjp, formatReport, type Report } from "@gradus/gradcheck";
import { jvp, type Tensor, tensor, vjp } from "@gradus/tensor";
import { type Layout, laidOut } from "./layouts.ts";
import type { OpCase, Sample } from "./op-case.ts";

/** How a line is checked. */
export type Mode = "reverse" | "forward" | "second";

/** Throws with gradcheck's report if a derivative is wrong. */
export async function checkCase(
  line: OpCase,
  sample: Sample<never>,
  mode: Mode,
  layout: Layout,
): Promise<void> {
  const { inputs, attrs } = sample;
  const tensors = (data: readonly ArrayLike<number>[]) =>
    data.map((each, i) => laidOut({ shape: inputs[i]?.shape ?? [], data: Array.from(each) }, layout));
  const f = (...x: Tensor[]) => line.f(x, attrs);
  const flat = (y: Tensor) => Float64Array.from(y.dataSync());
  const value = (...data: Float64Array[]) => flat(f(...tensors(data)));
  const points = inputs.map(({ data }) => Float64Array.from(data));
  const y = f(...tensors(points));
  if (y.size === 0 || points.every((x) => x.length === 0)) {
    checkEmpty(f, tensors(points), y);
    return;
  }
  const shapes = { inputs: inputs.map(({ shape }) => [...shape]), output: [...y.shape] };
  const cotangent = (g: ArrayLike<number>) => tensor(Float64Array.from(g), { shape: y.shape });
  const pullback = (data: readonly ArrayLike<number>[], g: ArrayLike<number>) =>
    vjp(f, ...tensors(data))[1](cotangent(g)).map(flat);
  if (mode === "reverse") {
    report(line, await checkVjp({ name: line.name, f: value, vjp: pullback, inputs: points, shapes }));
  } else if (mode === "forward") {
    const push = (data: readonly ArrayLike<number>[], v: readonly ArrayLike<number>[]) =>
      flat(jvp(f, tensors(data), tensors(v))[1]);
    report(line, await checkJvp({ name: line.name, f: value, jvp: push, inputs: points }));
  } else {
    await checkSecond(line, f, { points, tensors, pullback, size: y.size, cotangent });
  }
}

/** The tangent of the vjp (forward over reverse) against differences of the vjp. */
async function checkSecond(
  line: OpCase,
  f: (...x: Tensor[]) => Tensor,
  at: {
    points: Float64Array[];
    tensors: (data: readonly ArrayLike<number>[]) => Tensor[];
    pullback: (data: readonly ArrayLike<number>[], g: ArrayLike<number>) => Float64Array[];
    size: number;
    cotangent: (g: ArrayLike<number>) => Tensor;
  },
): Promise<void> {
  const g = Float64Array.from({ length: at.size }, (_, i) => 0.5 + ((i * 7) % 5) / 4);
  const gradients = (...data: Float64Array[]) =>
    Float64Array.from(at.pullback(data, g).flatMap((x) => [...x]));
  const tangent = (data: readonly ArrayLike<number>[], v: readonly ArrayLike<number>[]) => {
    const parts = at.points.map((_, i) => {
      const pull = (...x: Tensor[]) => vjp(f, ...x)[1](at.cotangent(g))[i] as Tensor;
      return [...jvp(pull, at.tensors(data), at.tensors(v))[1].dataSync()];
    });
    return Float64Array.from(parts.flat());
  };
  report(
    line,
    await checkJvp({ name: `${line.name}, second order`, f: gradients, jvp: tangent, inputs: at.points }),
  );
}

/** With nothing to differentiate, gradients still have the shapes of their inputs, and are zero. */
function checkEmpty(f: (...x: Tensor[]) => Tensor, x: Tensor[], y: Tensor): void {
  const zero = tensor(new Float64Array(y.size), { shape: y.shape });
  for (const [i, gradient] of vjp(f, ...x)[1](zero).entries()) {
    if (gradient.shape.join() !== x[i]?.shape.join())
      throw new Error(
        `gradient ${i} of an empty tensor has shape [${gradient.shape}], its input [${x[i]?.shape}]`,
      );
  }
}

function report(line: OpCase, found: Report): void {
  if (!found.ok) throw new Error(`${line.name}\n${formatReport(found)}`);
}
