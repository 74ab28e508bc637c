/** Recurrent layers: the recurrent weight is packed once for all steps. */
import type { Backend, View } from "../backend.ts";
import { cpu } from "../cpu/index.ts";
import { gradientPlaces, type RecurrentDims, recurrentSizes, traceLength } from "../recurrent.ts";
import { kernels } from "./kernels.ts";
import { allocate, type Block, blockOf, pointerOf, release, WORKSPACE } from "./pool.ts";
import { fromCpu, onCpu, pointer, produce } from "./storage.ts";

type Method<Name extends "recurrent" | "recurrentVjp"> = NonNullable<Backend[Name]>;

/** Whether the kernels are for it. */
function isFor({ dtype }: View, { steps, batch, hidden }: RecurrentDims): boolean {
  return dtype === "float32" && steps * batch * hidden > 0;
}

/** Runs a kernel with what it needs beside its operands: the packed matrix `[k, n]`, and where the lengths lie. */
function withPacked(
  [k, n]: readonly [k: number, n: number],
  pack: (out: number) => void,
  { lengths }: RecurrentDims,
  run: (packed: number, lengths: number) => void,
): void {
  const packed = allocate("float32", kernels.packedMatrixSize(k, n));
  pack(packed.pointer);
  const ends: Block | null = lengths && blockOf("int32", Int32Array.from(lengths));
  run(packed.pointer, ends === null ? 0 : pointerOf(ends));
  release(packed);
  if (ends !== null) release(ends);
}

/** All steps; see the interface. */
export const recurrent: Method<"recurrent"> = (kernel, inputs, dims) => {
  const { x, initial, weight, bias } = inputs;
  const { steps, batch, hidden, reverse } = dims;
  if (!isFor(x, dims)) {
    const onOther = { x: onCpu(x), initial: onCpu(initial), weight: onCpu(weight), bias: onCpu(bias) };
    return fromCpu((cpu.recurrent as Method<"recurrent">)(kernel, onOther, dims));
  }
  const columns = recurrentSizes[kernel].gates * hidden;
  return produce("float32", traceLength(kernel, dims), (trace) => {
    const [input, state, b, w] = [pointer(x), pointer(initial), pointer(bias), pointer(weight)];
    // `h·Uᵀ`: along k lie neighbours.
    const pack = (out: number): void => kernels.packMatrix(hidden, columns, w, 4, 4 * hidden, out);
    withPacked([hidden, columns], pack, dims, (packed, ends) => {
      kernels[kernel](steps, batch, hidden, reverse, ends, input, state, packed, b, trace, WORKSPACE);
    });
  });
};

/** The way back; see the interface. */
export const recurrentVjp: Method<"recurrentVjp"> = (kernel, inputs, dims) => {
  const { g, trace, initial, weight } = inputs;
  const { steps, batch, hidden, reverse } = dims;
  if (!isFor(g, dims)) {
    const onOther = { g: onCpu(g), trace: onCpu(trace), initial: onCpu(initial), weight: onCpu(weight) };
    return fromCpu((cpu.recurrentVjp as Method<"recurrentVjp">)(kernel, onOther, dims));
  }
  const rows = recurrentSizes[kernel].gates * hidden;
  return produce("float32", gradientPlaces(kernel, dims).length, (dx) => {
    const [upstream, past, state, w] = [pointer(g), pointer(trace), pointer(initial), pointer(weight)];
    const pack = (out: number): void => kernels.packMatrix(rows, hidden, w, 4 * hidden, 4, out);
    withPacked([rows, hidden], pack, dims, (packed, ends) => {
      const run = kernels[`${kernel}Vjp`];
      run(steps, batch, hidden, reverse, ends, upstream, past, state, packed, dx, WORKSPACE);
    });
  });
};
