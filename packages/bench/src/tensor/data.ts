/** The elements of a workload's inputs, made once and given to every side. */
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { random } from "@gradus/data";
import type { Input, Workload } from "./workload.ts";

/** An input with its elements, in row-major order. */
export interface Given {
  readonly shape: readonly number[];
  readonly elements: Float32Array<ArrayBuffer>;
}

const CLASSES = 10;

export function elementsOf({ shape, values, scale = 1 }: Input, seed: number): Float32Array<ArrayBuffer> {
  const { uniform, normal } = random(seed);
  const next = {
    uniform,
    normal: () => normal(),
    zeros: () => 0,
    ones: () => 1,
    labels: (i: number) => i % CLASSES,
    integers: () => Math.floor(scale * uniform()),
  }[values];
  const size = shape.reduce((product, extent) => product * extent, 1);
  return Float32Array.from({ length: size }, (_, i) => (values === "integers" ? 1 : scale) * next(i));
}

/** A workload's inputs. Each has a seed of its own: its place. */
export function givens({ inputs }: Pick<Workload, "inputs">): Given[] {
  return inputs.map((input, i) => ({ shape: input.shape, elements: elementsOf(input, i + 1) }));
}

/** A new folder with the workload as `workload.json` and the elements of input i as `i.f32`, little endian. */
export async function writeWorkload(workload: Workload): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "gradus-bench-"));
  await writeFile(join(folder, "workload.json"), JSON.stringify(workload));
  for (const [i, { elements }] of givens(workload).entries())
    await writeFile(join(folder, `${i}.f32`), elements);
  return folder;
}

export async function readWorkload(folder: string): Promise<{ workload: Workload; inputs: Given[] }> {
  const workload = JSON.parse(await readFile(join(folder, "workload.json"), "utf8")) as Workload;
  const read = async ({ shape }: Input, i: number): Promise<Given> => ({
    shape,
    elements: await readElements(join(folder, `${i}.f32`)),
  });
  return { workload, inputs: await Promise.all(workload.inputs.map(read)) };
}

export async function readElements(file: string): Promise<Float32Array<ArrayBuffer>> {
  const bytes = new Uint8Array(await readFile(file));
  return new Float32Array(bytes.buffer);
}
