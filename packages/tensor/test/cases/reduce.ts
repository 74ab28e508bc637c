/** Many elements become one: averages, products, norms, extremes. Also running sums. */
import {
  add,
  amax,
  amin,
  cumsum,
  logsumexp,
  max,
  mean,
  min,
  mul,
  norm,
  prod,
  std,
  type Tensor,
  variance,
} from "@gradus/tensor";
import * as fc from "fast-check";
import {
  type Domain,
  distinctInput,
  type Input,
  input,
  type OpCase,
  opCase,
  type Sample,
  shape,
} from "../op-case.ts";

interface Over {
  readonly axes: number[];
  readonly keepdim: boolean;
}

/** Inputs and axes with at least `least` elements along them. */
function over(
  element: (shape: readonly number[]) => fc.Arbitrary<Input>,
  least = 0,
): fc.Arbitrary<Sample<Over>> {
  return shape({ empty: least === 0 })
    .chain((extents) => fc.tuple(element(extents), fc.subarray([...extents.keys()]), fc.boolean()))
    .filter(([x, axes]) => axes.reduce((count, axis) => count * (x.shape[axis] as number), 1) >= least)
    .map(([x, axes, keepdim]) => ({ inputs: [x], attrs: { axes, keepdim } }));
}

/** Inputs with at least one axis, one of those, and no ties along it. */
const along: fc.Arbitrary<Sample<{ axis: number; keepdim: boolean }>> = shape({ minRank: 1, empty: false })
  .chain((extents) => fc.tuple(distinctInput(extents), fc.nat(extents.length - 1), fc.boolean()))
  .map(([x, axis, keepdim]) => ({ inputs: [x], attrs: { axis: axis - x.shape.length, keepdim } }));

const within = (domain?: Domain) => (extents: readonly number[]) => input(extents, domain);
const smooth = over(within());
const distinct = over(distinctInput, 1);
const nonzero = over(within({ avoid: [0], margin: 0.2 }));
/** No ties between magnitudes either. */
const distinctMagnitudes = over(
  (extents) => distinctInput(extents).map((x) => ({ ...x, data: x.data.map((element) => element + 0.03) })),
  1,
);
const withZeros = over((extents) =>
  fc.tuple(input(extents), input(extents, { min: 0, max: 1 })).map(([x, y]) => ({
    ...x,
    data: x.data.map((element, i) => ((y.data[i] as number) < 0.3 ? 0 : element)),
  })),
);

type Reduce = (x: Tensor, axes: number[], keepdim: boolean) => Tensor;

function line(name: string, f: Reduce, samples: fc.Arbitrary<Sample<Over>>, order: 1 | 2 = 2): OpCase {
  return opCase({ name, f: ([x], { axes, keepdim }) => f(x!, axes, keepdim), samples, order });
}

const norms = [2, 3, 1.5, 0.5, -1].map((p) =>
  line(
    `norm, p = ${p}`,
    (x, axes, keepdim) => norm(x, p, axes, keepdim),
    over(within({ avoid: [0], margin: 0.3 }), 1),
  ),
);

export const reduceCases: readonly OpCase[] = [
  line("mean", mean, over(within(), 1), 1),
  line("variance", (x, axes, keepdim) => variance(x, axes, { keepdim }), over(within(), 2)),
  line("variance, correction 0", (x, axes) => variance(x, axes, { correction: 0 }), over(within(), 1)),
  line("std", (x, axes, keepdim) => std(x, axes, { keepdim }), over(distinctInput, 2)),
  line("std, correction 0", (x, axes) => std(x, axes, { correction: 0 }), over(distinctInput, 2)),
  line("prod", prod, smooth),
  line("prod, with zeros", prod, withZeros),
  line("prod, diamond", (x, axes) => mul(prod(x, axes, true), add(x, prod(x, axes, true))), smooth),
  line("amax", amax, distinct, 1),
  line("amin", amin, distinct, 1),
  line("max of all", (x) => max(x), distinct, 1),
  line("min of all", (x) => min(x), distinct, 1),
  opCase({
    name: "max",
    f: ([x], { axis, keepdim }) => max(x!, axis, keepdim).values,
    samples: along,
    order: 1,
  }),
  opCase({
    name: "min",
    f: ([x], { axis, keepdim }) => min(x!, axis, keepdim).values,
    samples: along,
    order: 1,
  }),
  opCase({
    name: "max, squared",
    f: ([x], { axis }) => mul(max(x!, axis).values, max(x!, axis).values),
    samples: along,
  }),
  line("logsumexp", logsumexp, smooth),
  ...norms,
  line("norm, p = 1", (x, axes, keepdim) => norm(x, 1, axes, keepdim), nonzero, 1),
  line("norm, p = Infinity", (x, axes, keepdim) => norm(x, Infinity, axes, keepdim), distinctMagnitudes, 1),
  line("norm, p = -Infinity", (x, axes, keepdim) => norm(x, -Infinity, axes, keepdim), distinctMagnitudes, 1),
  opCase({ name: "cumsum", f: ([x], { axis }) => cumsum(x!, axis), samples: along, order: 1 }),
];
