/** Reading and writing by index. Indices are constants: they are attributes here, the tensors are the inputs. */
import {
  embedding,
  gather,
  indexAdd,
  indexSelect,
  mul,
  scatterAdd,
  takeAlongDim,
  tensor,
} from "@gradus/tensor";
import * as fc from "fast-check";
import { type Input, input, type OpCase, opCase, type Sample, shape } from "../op-case.ts";

interface Indexed {
  readonly axis: number;
  readonly index: Input;
}

/** Indices of a shape, below an extent; repetitions are likely. */
function indices(shapeOf: readonly number[], extent: number): fc.Arbitrary<Input> {
  const size = shapeOf.reduce((product, n) => product * n, 1);
  return fc
    .array(fc.nat(extent - 1), { minLength: size, maxLength: size })
    .map((data) => ({ shape: shapeOf, data }));
}

const index = ({ shape, data }: Input) => tensor(Int32Array.from(data), { shape });

/** A tensor, an axis of it, and `count` there; `build` makes inputs and index from these. */
function sampled(
  build: (extents: number[], axis: number, count: number) => fc.Arbitrary<[Input[], Input]>,
): fc.Arbitrary<Sample<Indexed>> {
  return shape({ minRank: 1, empty: false }).chain((extents) =>
    fc
      .tuple(fc.nat(extents.length - 1), fc.nat(4))
      .chain(([axis, count]) =>
        build(extents, axis, count).map(([inputs, at]) => ({ inputs, attrs: { axis, index: at } })),
      ),
  );
}

const slices = sampled((extents, axis, count) =>
  fc.tuple(input(extents), indices([count], extents[axis]!)).map(([x, at]): [Input[], Input] => [[x], at]),
);
const slicesAndSource = sampled((extents, axis, count) =>
  fc
    .tuple(input(extents), input(extents.with(axis, count)), indices([count], extents[axis]!))
    .map(([x, source, at]): [Input[], Input] => [[x, source], at]),
);
/** An index that may be shorter than the tensor along any axis. */
function shorter(extents: readonly number[], axis: number, count: number): fc.Arbitrary<number[]> {
  return fc.tuple(
    ...extents.map((extent, i) => (i === axis ? fc.constant(count) : fc.integer({ min: 1, max: extent }))),
  );
}
const elements = sampled((extents, axis, count) =>
  shorter(extents, axis, count).chain((short) =>
    fc.tuple(input(extents), indices(short, extents[axis]!)).map(([x, at]): [Input[], Input] => [[x], at]),
  ),
);
const elementsAndSource = sampled((extents, axis, count) =>
  shorter(extents, axis, count).chain((short) =>
    fc
      .tuple(input(extents), input(short.with(0, short[0]! + 1)), indices(short, extents[axis]!))
      .map(([x, source, at]): [Input[], Input] => [[x, source], at]),
  ),
);
const oneForEach = sampled((extents, axis) =>
  fc
    .tuple(
      input(extents),
      indices(
        extents.map((_, i) => (i === axis ? 2 : 1)),
        extents[axis]!,
      ),
    )
    .map(([x, at]): [Input[], Input] => [[x], at]),
);

const lookups: fc.Arbitrary<Sample<Indexed>> = fc
  .tuple(shape({ minRank: 2, maxRank: 2, empty: false }), shape())
  .chain(([table, at]) => fc.tuple(input(table), indices(at, table[0]!)))
  .map(([weight, at]) => ({ inputs: [weight], attrs: { axis: 0, index: at } }));

export const indexingCases: readonly OpCase[] = [
  opCase({
    name: "indexSelect",
    f: ([x], { axis, index: at }) => indexSelect(mul(x!, x!), axis, index(at)),
    samples: slices,
  }),
  opCase({
    name: "indexAdd",
    f: ([x, source], { axis, index: at }) => indexAdd(x!, axis, index(at), mul(source!, source!)),
    samples: slicesAndSource,
  }),
  opCase({
    name: "gather",
    f: ([x], { axis, index: at }) => gather(mul(x!, x!), axis, index(at)),
    samples: elements,
  }),
  opCase({
    name: "scatterAdd",
    f: ([x, source], { axis, index: at }) => scatterAdd(x!, axis, index(at), mul(source!, source!)),
    samples: elementsAndSource,
  }),
  opCase({
    name: "scatterAdd, aliased",
    f: ([x], { axis, index: at }) => scatterAdd(mul(x!, x!), axis, index(at), x!),
    samples: elements.filter(({ inputs: [x], attrs }) =>
      attrs.index.shape.every((extent, i) => extent <= x!.shape[i]!),
    ),
  }),
  opCase({
    name: "takeAlongDim",
    f: ([x], { axis, index: at }) => takeAlongDim(mul(x!, x!), index(at), axis),
    samples: oneForEach,
  }),
  opCase({
    name: "embedding",
    f: ([weight], { index: at }) => embedding(mul(weight!, weight!), index(at)),
    samples: lookups,
  }),
];
