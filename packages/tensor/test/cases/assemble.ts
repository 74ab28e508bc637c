/** Tensors put together and taken apart. */
import {
  add,
  chunk,
  clone,
  concat,
  flatten,
  flip,
  movedim,
  mul,
  narrow,
  type PadMode,
  pad,
  repeat,
  roll,
  type SliceRange,
  select,
  slice,
  split,
  squeeze,
  stack,
  tile,
  tril,
  triu,
  unbind,
  unflatten,
  unsqueeze,
} from "@gradus/tensor";
import * as fc from "fast-check";
import { anyInput, input, type OpCase, opCase, type Sample, samples, shape } from "../op-case.ts";

const some = samples(anyInput());
const withAxis = anyInput({}, { minRank: 1 });
const solid = anyInput({}, { minRank: 1, empty: false });

/** A sample of one input with attributes that depend on its shape. */
function withAttrs<A>(
  inputs: ReturnType<typeof anyInput>,
  attrs: (shape: readonly number[]) => fc.Arbitrary<A>,
): fc.Arbitrary<Sample<A>> {
  return inputs.chain((x) => attrs(x.shape).map((chosen) => ({ inputs: [x], attrs: chosen })));
}

const axisOf = (extents: readonly number[]) => fc.integer({ min: -extents.length, max: extents.length - 1 });
const range: fc.Arbitrary<SliceRange> = fc.oneof(
  fc.constant(null),
  fc.tuple(
    fc.option(fc.integer({ min: -3, max: 3 })),
    fc.option(fc.integer({ min: -3, max: 3 })),
    fc.constantFrom(1, 2, -1, null),
  ),
);
const widthsFor = (mode: PadMode) => (extents: readonly number[]) =>
  fc
    .array(fc.tuple(margin(mode, extents.at(-1)!), margin(mode, extents.at(-1)!)), { maxLength: 1 })
    .chain((last) =>
      extents.length < 2
        ? fc.constant(last.flat())
        : fc
            .tuple(margin(mode, extents.at(-2)!), margin(mode, extents.at(-2)!))
            .map((next) => (last.length === 0 ? [] : [...last.flat(), ...next])),
    );

function margin(mode: PadMode, extent: number): fc.Arbitrary<number> {
  const most = { constant: 2, replicate: 2, reflect: extent - 1, circular: extent };
  return fc.integer({ min: mode === "constant" && extent > 1 ? -1 : 0, max: most[mode] });
}

export const assembleCases: readonly OpCase[] = [
  opCase({
    name: "slice, several axes",
    f: ([a], { ranges }) => slice(a!, ranges),
    samples: withAttrs(withAxis, ({ length }) =>
      fc.record({ ranges: fc.array(range, { maxLength: length }) }),
    ),
  }),
  opCase({
    name: "slice, of a product",
    f: ([a]) => mul(slice(mul(a!, a!), 0, undefined, undefined, -1), a!),
    samples: samples(withAxis),
  }),
  opCase({
    name: "select",
    f: ([a], { axis }) => select(a!, axis, -1),
    samples: withAttrs(solid, (s) => fc.record({ axis: axisOf(s) })),
    order: 1,
  }),
  opCase({
    name: "narrow",
    f: ([a], { axis, start }) => narrow(a!, axis, start, a!.shape.at(axis)! - start),
    samples: withAttrs(solid, (s) => fc.record({ axis: axisOf(s), start: fc.constantFrom(0, 1) })),
    order: 1,
  }),
  opCase({ name: "unsqueeze", f: ([a]) => unsqueeze(a!, -1), samples: some, order: 1 }),
  opCase({ name: "squeeze", f: ([a]) => squeeze(a!), samples: some, order: 1 }),
  opCase({ name: "flatten", f: ([a]) => flatten(a!), samples: some, order: 1 }),
  opCase({
    name: "unflatten",
    f: ([a]) => unflatten(a!, 0, [-1, 2]),
    samples: samples(shape({ maxRank: 2 }).chain((rest) => input([4, ...rest]))),
    order: 1,
  }),
  opCase({ name: "movedim", f: ([a]) => movedim(a!, 0, -1), samples: samples(withAxis), order: 1 }),
  opCase({
    name: "stack",
    f: ([a, b]) => stack([a!, b!, a!], -1),
    samples: shape().chain((s) => samples(input(s), input(s))),
    order: 1,
  }),
  opCase({
    name: "stack, nonlinear",
    f: ([a, b]) => stack([mul(a!, b!), mul(a!, a!)], 0),
    samples: shape({ maxRank: 2 }).chain((s) => samples(input(s), input(s))),
  }),
  opCase({
    name: "split",
    f: ([a]) => {
      const [first, ...rest] = split(mul(a!, a!), 1, 0);
      return rest.reduce((sum, part) => add(mul(sum, part), part), first!);
    },
    samples: samples(anyInput({}, { minRank: 1, maxRank: 2, empty: false })),
  }),
  opCase({
    name: "chunk",
    f: ([a]) => concat(chunk(a!, 2, -1).reverse(), -1),
    samples: samples(withAxis),
    order: 1,
  }),
  opCase({
    name: "unbind",
    f: ([a]) => unbind(a!, -1).reduce((product, part) => mul(product, part)),
    samples: samples(solid),
  }),
  opCase({ name: "clone", f: ([a]) => mul(clone(a!), a!), samples: some }),
  opCase({ name: "flip", f: ([a]) => mul(flip(a!), a!), samples: some }),
  opCase({
    name: "roll",
    f: ([a], { axis, shift }) => roll(a!, shift, axis),
    samples: withAttrs(withAxis, (s) =>
      fc.record({ axis: axisOf(s), shift: fc.integer({ min: -4, max: 4 }) }),
    ),
    order: 1,
  }),
  opCase({ name: "roll, flat", f: ([a]) => roll(a!, 2), samples: some, order: 1 }),
  opCase({
    name: "repeat",
    f: ([a], { counts }) => repeat(a!, counts),
    samples: withAttrs(anyInput(), ({ length }) =>
      fc.record({
        counts: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: length, maxLength: length + 1 }),
      }),
    ),
    order: 1,
  }),
  opCase({ name: "tile", f: ([a]) => tile(a!, [2]), samples: some, order: 1 }),
  ...(["constant", "reflect", "replicate", "circular"] as const).map((mode) =>
    opCase({
      name: `pad, ${mode}`,
      f: ([a], { widths }) => pad(a!, widths, { mode, value: 0.5 }),
      samples: withAttrs(solid, (s) => fc.record({ widths: widthsFor(mode)(s) })),
      order: 1,
    }),
  ),
  ...[tril, triu].map((triangle) =>
    opCase({
      name: triangle.name,
      f: ([a], { diagonal }) => triangle(a!, diagonal),
      samples: withAttrs(anyInput({}, { minRank: 2 }), () =>
        fc.record({ diagonal: fc.integer({ min: -3, max: 3 }) }),
      ),
      order: 1,
    }),
  ),
];
