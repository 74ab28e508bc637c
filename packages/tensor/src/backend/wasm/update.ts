/** Update rules of optimizers. */
import type { UpdateRules, View } from "../backend.ts";
import { callsFor, cut, type Range, share } from "./parallel.ts";
import { endStep, SMALL } from "./pool.ts";
import { lengthOf, pointer } from "./storage.ts";

/** Nanoseconds of one thread for an element. */
const NANOSECONDS = 0.5;
/** Elements are shared out by whole vectors. */
const GRAIN = 64;

/** Numbers as the kernels take them. `1 - β` is taken in double precision: β near 1 leaves few digits of it. */
const numbersOf: { readonly [rule in keyof UpdateRules]: (given: UpdateRules[rule]) => number[] } = {
  sgd: ({ lr, decay }) => [lr, decay],
  momentum: ({ lr, decay, mu, share, nesterov }) => [lr, decay, mu, share, Number(nesterov)],
  adam: ({ rate, correction, shrink, decay, beta1, beta2, eps }) => [
    ...[rate, correction, shrink, decay],
    ...[beta1, 1 - beta1, beta2, 1 - beta2, eps],
  ],
  nadam: ({ ofGradient, ofMean, correction, decay, beta1, beta2, eps }) => [
    ...[ofGradient, ofMean, correction, decay],
    ...[beta1, 1 - beta1, beta2, 1 - beta2, eps],
  ],
  adagrad: ({ rate, decay, eps }) => [rate, decay, eps],
  rmsprop: ({ lr, decay, alpha, mu, eps }) => [lr, decay, alpha, 1 - alpha, mu, eps],
  adadelta: ({ lr, decay, rho, eps }) => [lr, decay, rho, 1 - rho, eps],
  average: ({ decay }) => [decay, 1 - decay],
};

/** One step, in place. Few elements lie in arrays, where plain loops are quicker. */
export function update<K extends keyof UpdateRules>(
  rule: K,
  views: readonly (View | null)[],
  numbers: UpdateRules[K],
): boolean {
  const length = lengthOf(views[0] as View);
  if (length <= SMALL || views.some((view) => view !== null && view.dtype !== "float32")) return false;
  const pointers = views.map((view) => (view === null ? 0 : pointer(view)));
  const given = numbersOf[rule](numbers);
  const part = ({ from, count }: Range): number[] => [
    count,
    ...pointers.map((at) => (at === 0 ? 0 : at + 4 * from)),
    ...given,
  ];
  share(rule, cut(length, GRAIN, callsFor(length * NANOSECONDS)).map(part));
  endStep();
  return true;
}
