/** Losses, in the reductions and with the options that change their gradients. */
import {
  add,
  bceLoss,
  bceWithLogitsLoss,
  crossEntropy,
  hingeEmbeddingLoss,
  hingeLoss,
  huberLoss,
  klDivLoss,
  type LossReduction,
  l1Loss,
  mseLoss,
  multiMarginLoss,
  nllLoss,
  smoothL1Loss,
  square,
  sum,
  type Tensor,
  tensor,
} from "@gradus/tensor";
import * as fc from "fast-check";
import {
  anyInput,
  type Domain,
  distinctInput,
  input,
  type OpCase,
  opCase,
  type Sample,
  samples,
  shape,
} from "../op-case.ts";

interface Reduced {
  readonly reduction: LossReduction;
}

const reduction = fc.constantFrom<LossReduction>("mean", "sum", "none");

/** An input, and a target that differs from it by a number of the domain. */
function apart(domain: Domain): fc.Arbitrary<Sample<Reduced>> {
  return anyInput()
    .chain((x) => fc.tuple(fc.constant(x), input(x.shape, domain), reduction))
    .map(([x, gap, how]) => {
      const target = { shape: x.shape, data: x.data.map((each, i) => each - gap.data[i]!) };
      return { inputs: [x, target], attrs: { reduction: how } };
    });
}

/** Several inputs of one shape, each from its own domain. */
function alike(...domains: Domain[]): fc.Arbitrary<Sample<Reduced>> {
  return shape()
    .chain((extents) => fc.tuple(fc.tuple(...domains.map((each) => input(extents, each))), reduction))
    .map(([inputs, how]) => ({ inputs, attrs: { reduction: how } }));
}

/** Scores off the kink at ±1, and targets of 1 and -1. */
const signed = anyInput({ avoid: [-1, 1], margin: 0.02 }).chain((x) =>
  fc
    .tuple(
      fc.array(fc.constantFrom(-1, 1), { minLength: x.data.length, maxLength: x.data.length }),
      reduction,
    )
    .map(([signs, how]) => ({ inputs: [x], attrs: { signs, of: [...x.shape], reduction: how } })),
);
const signs = ({ signs: data, of }: { signs: number[]; of: number[] }, { dtype }: Tensor) =>
  tensor(Float64Array.from(data), { shape: of, dtype });

interface Classes extends Reduced {
  readonly target: number[];
  readonly shape: number[];
}

/** Logits `[C]`, `[N, C]` or `[N, C, d]`; every other target at most is ignored, so that the mean exists. */
const logits = shape({ minRank: 1, maxRank: 3, empty: false }).chain((extents) => {
  const axis = extents.length === 1 ? 0 : 1;
  const rest = extents.toSpliced(axis, 1);
  const count = rest.reduce((product, extent) => product * extent, 1);
  const classes = extents[axis]!;
  return fc
    .tuple(
      input(extents),
      input([classes], { min: 0.2 }),
      fc.array(fc.nat(classes - 1), { minLength: count, maxLength: count }),
      fc.boolean(),
      reduction,
    )
    .map(([x, weight, all, ignoring, how]): Sample<Classes> => {
      const target = all.map((each, i) => (ignoring && i % 2 === 1 ? -100 : each));
      return { inputs: [x, weight], attrs: { target, shape: rest, reduction: how } };
    });
});
const onlyLogits = logits.map(({ inputs: [x], attrs }) => ({ inputs: [x!], attrs }));
const targets = ({ target, shape: of }: Classes) => tensor(Int32Array.from(target), { shape: of });

/** In a mean over one class its weight cancels: without something beside it, a zero up to rounding has no scale. */
const beside = (weight: Tensor, loss: Tensor) => add(loss, sum(square(weight)));

/** Logits, target probabilities (they need not sum to 1), and class weights. */
const distributions = logits.chain(({ inputs: [x, weight], attrs }) =>
  input(x!.shape, { min: 0.05, max: 1 }).map((q) => ({ inputs: [x!, q, weight!], attrs })),
);

/** Scores whose differences are multiples of 0.1: off the kinks of a margin of 0.55. */
const scores = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .chain((extents) =>
    fc.tuple(
      distinctInput(extents),
      input([extents[1]], { min: 0.2 }),
      fc.array(fc.nat(extents[1] - 1), { minLength: extents[0], maxLength: extents[0] }),
    ),
  )
  .map(([x, weight, target]) => ({
    inputs: [x, weight],
    attrs: { target, shape: [x.shape[0]!], reduction: "none" as const },
  }));

export const lossCases: readonly OpCase[] = [
  opCase({ name: "mseLoss", f: ([x, t], how) => mseLoss(x!, t!, how), samples: apart({}) }),
  opCase({ name: "mseLoss, to itself", f: ([x]) => mseLoss(x!, x!), samples: samples(anyInput()) }),
  opCase({ name: "l1Loss", f: ([x, t], how) => l1Loss(x!, t!, how), samples: apart({ avoid: [0] }) }),
  opCase({
    name: "huberLoss",
    f: ([x, t], how) => huberLoss(x!, t!, { ...how, delta: 0.8 }),
    samples: apart({ avoid: [-0.8, 0.8] }),
  }),
  opCase({
    name: "smoothL1Loss",
    f: ([x, t], how) => smoothL1Loss(x!, t!, { ...how, beta: 0.5 }),
    samples: apart({ avoid: [-0.5, 0.5] }),
  }),
  opCase({
    name: "smoothL1Loss, beta 0",
    f: ([x, t], how) => smoothL1Loss(x!, t!, { ...how, beta: 0 }),
    samples: apart({ avoid: [0] }),
    order: 1,
  }),
  opCase({
    name: "bceLoss",
    f: ([x, target, weight], how) => bceLoss(x!, target!, { ...how, weight: weight! }),
    samples: alike({ min: 0.1, max: 0.9 }, { min: 0, max: 1 }, {}),
  }),
  opCase({
    name: "bceWithLogitsLoss",
    f: ([x, t, weight, posWeight], how) =>
      bceWithLogitsLoss(x!, t!, { ...how, weight: weight!, posWeight: posWeight! }),
    samples: alike({}, { min: 0, max: 1 }, {}, { min: 0.2 }),
  }),
  opCase({
    name: "nllLoss",
    f: ([x, weight], attrs) => beside(weight!, nllLoss(x!, targets(attrs), { ...attrs, weight: weight! })),
    samples: logits,
  }),
  opCase({
    name: "crossEntropy",
    f: ([x], attrs) => crossEntropy(x!, targets(attrs), attrs),
    samples: onlyLogits,
  }),
  opCase({
    name: "crossEntropy, weights",
    f: ([x, weight], attrs) =>
      beside(weight!, crossEntropy(x!, targets(attrs), { ...attrs, weight: weight! })),
    samples: logits,
  }),
  opCase({
    name: "crossEntropy, label smoothing",
    f: ([x, weight], attrs) =>
      beside(weight!, crossEntropy(x!, targets(attrs), { ...attrs, weight: weight!, labelSmoothing: 0.2 })),
    samples: logits,
  }),
  opCase({
    name: "crossEntropy, probabilities",
    f: ([x, q, weight], { reduction: how }) =>
      crossEntropy(x!, q!, { reduction: how, weight: weight!, labelSmoothing: 0.2 }),
    samples: distributions,
  }),
  opCase({
    name: "klDivLoss",
    f: ([x, p], how) => klDivLoss(x!, p!, how),
    samples: alike({}, { min: 0.1, max: 1 }),
  }),
  opCase({
    name: "klDivLoss, log target",
    f: ([x, p]) => klDivLoss(x!, p!, { reduction: "batchmean", logTarget: true }),
    samples: alike({}, {}),
  }),
  opCase({
    name: "hingeLoss",
    f: ([x], attrs) => hingeLoss(x!, signs(attrs, x!), attrs),
    samples: signed,
    order: 1,
  }),
  opCase({
    name: "hingeEmbeddingLoss",
    f: ([x], attrs) => hingeEmbeddingLoss(x!, signs(attrs, x!), attrs),
    samples: signed,
    order: 1,
  }),
  opCase({
    name: "multiMarginLoss",
    f: ([x, weight], attrs) =>
      multiMarginLoss(x!, targets(attrs), { ...attrs, margin: 0.55, weight: weight! }),
    samples: scores,
  }),
  opCase({
    name: "multiMarginLoss, squared",
    f: ([x, weight], attrs) =>
      multiMarginLoss(x!, targets(attrs), { ...attrs, margin: 0.55, p: 2, weight: weight! }),
    samples: scores,
  }),
];
