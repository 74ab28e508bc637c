/** The state of an optimizer as data, and whether it fits. */
import { clone, type Device, keep, noGrad, type Tensor, to } from "@gradus/tensor";
import type { CommonOptions, Rule } from "./rule.ts";

/** What an optimizer remembers of one parameter. */
export interface ParameterState {
  /** One number for each element. */
  readonly slots: Record<string, Tensor>;
  /** One number for the parameter; `step` is how many it has made. */
  readonly numbers: Record<string, number> & { step: number };
}

/** Everything an optimizer needs to go on. */
export interface OptimizerStateDict {
  /** Of the optimizer. */
  readonly name: string;
  /** By the number of the parameter, counted through all groups. Only those that have moved. */
  readonly state: Readonly<Record<number, ParameterState>>;
  readonly paramGroups: readonly {
    readonly options: Readonly<Record<string, unknown>>;
    /** Numbers of its parameters. */
    readonly params: readonly number[];
  }[];
}

type Group = { readonly params: readonly Tensor[] };

/** A copy, on another device if asked for. It survives the scope it is made in. */
export function copyState({ slots, numbers }: ParameterState, device?: Device): ParameterState {
  const copies = Object.entries(slots).map(([name, slot]) => {
    const own = noGrad(() =>
      device === undefined || device === slot.device ? clone(slot) : to(slot, device),
    );
    return [name, keep(own)] as const;
  });
  return { slots: Object.fromEntries(copies), numbers: { ...numbers } };
}

/** Options of groups, and their parameters by number. */
export function packGroups(groups: readonly Group[]): OptimizerStateDict["paramGroups"] {
  let count = 0;
  return groups.map(({ params, ...options }) => ({
    options: structuredClone(options),
    params: params.map(() => count++),
  }));
}

/** Throws an Error that names what was saved and what is here, unless they fit. */
export function checkStateDict<O extends CommonOptions>(
  rule: Rule<O>,
  groups: readonly Group[],
  saved: OptimizerStateDict,
): void {
  const fail = (what: string, theirs: unknown, ours: unknown): never => {
    throw new Error(
      `${rule.name}.loadStateDict: ${what}: saved ${theirs}, here ${ours}; ` +
        "make the optimizer with the same parameters and groups as when it was saved",
    );
  };
  if (saved.name !== rule.name) fail("the optimizer differs", saved.name, rule.name);
  if (saved.paramGroups.length !== groups.length)
    fail("the number of parameter groups differs", saved.paramGroups.length, groups.length);
  groups.forEach(({ params }, i) => {
    const { params: theirs, options } = saved.paramGroups[i] as OptimizerStateDict["paramGroups"][number];
    if (theirs.length !== params.length)
      fail(`the number of parameters of group ${i} differs`, theirs.length, params.length);
    const missing = Object.keys(rule.defaults).find((name) => !(name in options));
    if (missing !== undefined) fail(`options of group ${i} differ`, `no ${missing}`, missing);
    rule.check(options as unknown as O);
  });
  const all = groups.flatMap(({ params }, i) =>
    params.map((param) => ({ param, slots: slotsOf(rule, saved.paramGroups[i]?.options) })),
  );
  for (const [i, { slots }] of Object.entries(saved.state)) {
    const here = all[Number(i)];
    if (here === undefined) {
      fail(`there is no parameter ${i}`, "its state", `${all.length} parameters`);
      continue;
    }
    const missing = here.slots.find((name) => slots[name] === undefined);
    if (missing !== undefined) fail(`the state of parameter ${i} differs`, `no ${missing}`, missing);
    for (const [name, slot] of Object.entries(slots)) {
      const [theirs, ours] = [slot, here.param].map(({ dtype, shape }) => `${dtype} [${shape}]`);
      if (theirs !== ours) fail(`${name} of parameter ${i} differs`, theirs, ours);
    }
  }
}

/** Names of the slots that a rule uses under these options. */
function slotsOf<O extends CommonOptions>(rule: Rule<O>, options: unknown): string[] {
  return Object.keys(rule.slots(options as O));
}
