/** Views for kernels: elements laid out in memory in every way that a tensor can be. */
import type { Backend, View } from "@gradus/tensor/backend/backend";
import { arrayOf, type DType } from "@gradus/tensor/dtype";
import { contiguousStrides, sizeOf } from "@gradus/tensor/shape";
import * as fc from "fast-check";

/** Elements with a shape, and how to lay them out. */
export interface Block {
  readonly shape: readonly number[];
  /** For the shape, row-major; exactly representable in float32. */
  readonly data: readonly number[];
  /** The axes from the one that varies slowest in memory to the fastest. */
  readonly order: readonly number[];
  /** Elements left out between neighbours along the fastest axis, plus 1; negative: backwards. */
  readonly step: number;
  /** Elements before the first. */
  readonly offset: number;
}

/** A block on a backend. */
export function viewOn(backend: Backend, block: Block, dtype: DType): View {
  const { shape, data, order, step, offset } = block;
  const rank = shape.length;
  const lengths = order.map((axis, i) => (shape[axis] as number) * (i === rank - 1 ? Math.abs(step) : 1));
  const inMemory = contiguousStrides(lengths);
  const strides = new Array<number>(rank).fill(1);
  order.forEach((axis, i) => {
    strides[axis] = (inMemory[i] as number) * (i === rank - 1 ? step : 1);
  });
  const last = order.at(-1);
  const back = step < 0 && last !== undefined ? ((shape[last] as number) - 1) * -step : 0;
  const start = offset + back;
  const memory = new Array<number>(offset + sizeOf(lengths)).fill(99);
  const rowMajor = contiguousStrides(shape);
  for (let i = 0; i < data.length; i++) {
    let at = start;
    for (let axis = 0; axis < rank; axis++)
      at +=
        (Math.floor(i / (rowMajor[axis] as number)) % (shape[axis] as number)) * (strides[axis] as number);
    memory[at] = data[i] as number;
  }
  return { storage: backend.upload(dtype, arrayOf(dtype, memory)), dtype, shape, strides, offset: start };
}

/** A block stretched along some axes, as broadcasting does it. */
export function stretched(view: View, shape: readonly number[], axes: readonly boolean[]): View {
  const { storage, dtype, offset } = view;
  return { storage, dtype, offset, shape, strides: view.strides.map((s, i) => (axes[i] === true ? 0 : s)) };
}

/** Small and large numbers of float32, and those between. */
export const anyFloat: fc.Arbitrary<number> = fc.oneof(
  { arbitrary: fc.integer({ min: -400, max: 400 }).map((n) => n / 32), weight: 4 },
  { arbitrary: fc.double({ min: -1, max: 1, noNaN: true }).map(Math.fround), weight: 2 },
  { arbitrary: fc.float({ noNaN: true, noDefaultInfinity: true }), weight: 1 },
);

/** Numbers of a common size: their sums do not overflow, and differences show. */
export const tameFloat: fc.Arbitrary<number> = fc.integer({ min: -4096, max: 4096 }).map((n) => n / 512);

/** Elements of a shape. Drawn from a pool of 97, so that large shapes are quick to make and shrink. */
export function elements(size: number, each: fc.Arbitrary<number>): fc.Arbitrary<number[]> {
  return fc
    .tuple(fc.array(each, { minLength: 97, maxLength: 97 }), fc.nat(1000))
    .map(([pool, seed]) =>
      Array.from({ length: size }, (_, i) => pool[(i * 31 + ((i * i) % 89) + seed) % 97] as number),
    );
}

/** Shapes around the sizes at which kernels change their ways: vectors, tiles, few elements. */
export function shapes(minRank: number, maxRank: number): fc.Arbitrary<number[]> {
  const extent = fc.oneof(
    { arbitrary: fc.integer({ min: 1, max: 9 }), weight: 24 },
    { arbitrary: fc.integer({ min: 10, max: 70 }), weight: 8 },
    { arbitrary: fc.constant(0), weight: 1 },
  );
  return fc
    .array(extent, { minLength: minRank, maxLength: maxRank })
    .filter((shape) => sizeOf(shape) <= 12_000);
}

/** A block of a shape, contiguous. */
export function dense(shape: readonly number[], each: fc.Arbitrary<number> = anyFloat): fc.Arbitrary<Block> {
  return fc
    .tuple(elements(sizeOf(shape), each), fc.integer({ min: 0, max: 5 }))
    .map(([data, offset]) => ({ shape, data, order: [...shape.keys()], step: 1, offset }));
}

/** A block of a shape, in any layout. */
export function strided(
  shape: readonly number[],
  each: fc.Arbitrary<number> = anyFloat,
): fc.Arbitrary<Block> {
  const axes = [...shape.keys()];
  return fc
    .tuple(
      elements(sizeOf(shape), each),
      fc.shuffledSubarray(axes, { minLength: axes.length }),
      fc.constantFrom(1, 1, 2, -1, -3),
      fc.integer({ min: 0, max: 5 }),
      fc.boolean(),
    )
    .map(([data, order, step, offset, plain]) =>
      plain ? { shape, data, order: axes, step: 1, offset } : { shape, data, order, step, offset },
    );
}
