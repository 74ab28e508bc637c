/** Update rules of optimizers: a kernel for each array that changes. What two of them need both compute: it is cheaper than memory. */
import type { UpdateRules, View } from "../backend.ts";
import { produce } from "./kernel.ts";
import { THREAD } from "./source.ts";
import { type GpuStorage, lengthOf } from "./storage.ts";

/** How to write numbers, and what is needed twice, into a kernel. */
interface Writer {
  /** A number that is passed. */
  readonly n: (value: number) => string;
  /** A local constant. */
  readonly local: (text: string) => string;
}

/** Elements of the arrays (`null` where there is none) and the rule's numbers → what each becomes, `null` where it stays. */
type Formula<K extends keyof UpdateRules> = (
  arrays: readonly (string | null)[],
  numbers: UpdateRules[K],
  writer: Writer,
) => readonly (string | null)[];

type Arrays = [string, string, string, string];

/** `β·a + (1 - β)·b`. */
function mixed({ n }: Writer, beta: number, a: string, b: string): string {
  return `(${n(beta)} * ${a} + ${n(1 - beta)} * ${b})`;
}

const formulas: { readonly [K in keyof UpdateRules]: Formula<K> } = {
  sgd([p, g], { lr, decay }, { n }) {
    return [`${p} - ${n(lr)} * (${g} + ${n(decay)} * ${p})`, null];
  },
  momentum([p, g, b], { lr, decay, mu, share, nesterov }, { n, local }) {
    const gradient = local(`${g} + ${n(decay)} * ${p}`);
    const buffer = local(`${n(mu)} * ${b} + ${n(share)} * ${gradient}`);
    const step = nesterov ? `(${gradient} + ${n(mu)} * ${buffer})` : buffer;
    return [`${p} - ${n(lr)} * ${step}`, null, buffer];
  },
  adam(arrays, { rate, correction, shrink, decay, beta1, beta2, eps }, writer) {
    const [p, g, m, v] = arrays as Arrays;
    const { n, local } = writer;
    const gradient = local(`${g} + ${n(decay)} * ${p}`);
    const mean = local(mixed(writer, beta1, m, gradient));
    const square = local(mixed(writer, beta2, v, `${gradient} * ${gradient}`));
    const largest = arrays[4] == null ? null : local(`maximumOf(${arrays[4]}, ${square})`);
    const size = `(Math.sqrt(${largest ?? square}) * ${n(correction)} + ${n(eps)})`;
    return [`${n(shrink)} * ${p} - ${n(rate)} * ${mean} / ${size}`, null, mean, square, largest];
  },
  nadam(arrays, { ofGradient, ofMean, correction, decay, beta1, beta2, eps }, writer) {
    const [p, g, m, v] = arrays as Arrays;
    const { n, local } = writer;
    const gradient = local(`${g} + ${n(decay)} * ${p}`);
    const mean = local(mixed(writer, beta1, m, gradient));
    const square = local(mixed(writer, beta2, v, `${gradient} * ${gradient}`));
    const step = `(${n(ofGradient)} * ${gradient} + ${n(ofMean)} * ${mean})`;
    return [`${p} - ${step} / (Math.sqrt(${square}) * ${n(correction)} + ${n(eps)})`, null, mean, square];
  },
  adagrad([p, g, s], { rate, decay, eps }, { n, local }) {
    const gradient = local(`${g} + ${n(decay)} * ${p}`);
    const sum = local(`${s} + ${gradient} * ${gradient}`);
    return [`${p} - ${n(rate)} * ${gradient} / (Math.sqrt(${sum}) + ${n(eps)})`, null, sum];
  },
  rmsprop(arrays, { lr, decay, alpha, mu, eps }, writer) {
    const [p, g, s] = arrays as Arrays;
    const [, , , m = null, b = null] = arrays;
    const { n, local } = writer;
    const gradient = local(`${g} + ${n(decay)} * ${p}`);
    const square = local(mixed(writer, alpha, s, `${gradient} * ${gradient}`));
    const mean = m === null ? null : local(mixed(writer, alpha, m, gradient));
    const spread = mean === null ? square : `${square} - ${mean} * ${mean}`;
    const scaled = local(`${gradient} / (Math.sqrt(${spread}) + ${n(eps)})`);
    const buffer = b === null ? null : local(`${n(mu)} * ${b} + ${scaled}`);
    return [`${p} - ${n(lr)} * ${buffer ?? scaled}`, null, square, mean, buffer];
  },
  adadelta(arrays, { lr, decay, rho, eps }, writer) {
    const [p, g, s, u] = arrays as Arrays;
    const { n, local } = writer;
    const gradient = local(`${g} + ${n(decay)} * ${p}`);
    const square = local(mixed(writer, rho, s, `${gradient} * ${gradient}`));
    const small = n(eps);
    const step = local(`Math.sqrt(${u} + ${small}) / Math.sqrt(${square} + ${small}) * ${gradient}`);
    return [`${p} - ${n(lr)} * ${step}`, null, square, mixed(writer, rho, u, `${step} * ${step}`)];
  },
  average([a, p], { decay }, writer) {
    return [mixed(writer, decay, a as string, p as string), null];
  },
};

/** One step, in place: every storage that the rule changes holds another block afterwards. */
export function update<K extends keyof UpdateRules>(
  rule: K,
  views: readonly (View | null)[],
  numbers: UpdateRules[K],
): boolean {
  const present = views.filter((view) => view !== null);
  if (present.some(({ dtype }) => dtype !== "float32")) return false;
  const made = views.map((_, i) => changes(rule, views, numbers, i) && next(rule, views, numbers, i));
  made.forEach((storage, i) => {
    if (storage === false) return;
    const target = (views[i] as View).storage as GpuStorage;
    target.replace(storage.handOver());
  });
  return true;
}

/** The locals of a kernel that has read all arrays. */
function written<K extends keyof UpdateRules>(
  rule: K,
  views: readonly (View | null)[],
  numbers: UpdateRules[K],
  elements: readonly string[],
  writer: Writer,
): readonly (string | null)[] {
  let i = 0;
  return formulas[rule](
    views.map((view) => (view === null ? null : (elements[i++] as string))),
    numbers,
    writer,
  );
}

/** Whether a rule changes an array. */
function changes<K extends keyof UpdateRules>(
  rule: K,
  views: readonly (View | null)[],
  numbers: UpdateRules[K],
  i: number,
): boolean {
  const names = views.map((_, at) => `x${at}`);
  return typeof written(rule, views, numbers, names, { n: String, local: (text) => text })[i] === "string";
}

/** What an array becomes. */
function next<K extends keyof UpdateRules>(
  rule: K,
  views: readonly (View | null)[],
  numbers: UpdateRules[K],
  i: number,
): GpuStorage {
  const present = views.filter((view) => view !== null);
  return produce("float32", lengthOf(present[0] as View), present, (source, ...reads) => {
    const elements = reads.map((read) => source.local(read(THREAD)));
    const writer: Writer = { n: (value) => source.scalar(value), local: (text) => source.local(text) };
    source.line(`return ${written(rule, views, numbers, elements, writer)[i]};`);
  });
}
