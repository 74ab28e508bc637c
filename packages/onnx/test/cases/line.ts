/** One line of the table of cases, and inputs for it. */
import type { Forward } from "@gradus/onnx";
import { abs, add, greater, type OpName, randn, type Tensor, tensor } from "@gradus/tensor";

/** A function, and inputs of any batch. */
export interface OpCase {
  /** The ops that it is there for. */
  readonly ops: readonly OpName[];
  readonly what: string;
  readonly f: Forward;
  readonly inputs: (batch: number) => readonly Tensor[];
}

export const floats =
  (...shape: readonly number[]) =>
  (batch: number): readonly Tensor[] => [randn([batch, ...shape], { seed: 3 })];
export const positive =
  (...shape: readonly number[]) =>
  (batch: number): readonly Tensor[] => [add(abs(randn([batch, ...shape], { seed: 4 })), 0.25)];
export const two =
  (...shape: readonly number[]) =>
  (batch: number): readonly Tensor[] => [
    randn([batch, ...shape], { seed: 5 }),
    randn([batch, ...shape], { seed: 6 }),
  ];
export const integers = (
  below: number,
  ...shape: readonly number[]
): ((batch: number) => readonly Tensor[]) => {
  return (batch) => [whole(below, [batch, ...shape])];
};

export function whole(below: number, shape: readonly number[]): Tensor {
  const count = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Int32Array.from({ length: count }, (_, i) => (i * 7 + (i % 3)) % below),
    { shape },
  );
}

export const weight = (...shape: readonly number[]): Tensor => randn(shape, { seed: shape.length + 10 });
export const bools = (x: Tensor): Tensor => greater(x, 0);

export function line(
  ops: OpName | readonly OpName[],
  what: string,
  inputs: OpCase["inputs"],
  f: Forward,
): OpCase {
  return { ops: typeof ops === "string" ? [ops] : ops, what, inputs, f };
}
