/** The state of a module as data, and whether it fits. */
import { clone, keep, scope, type Tensor, to } from "@gradus/tensor";
import type { Named } from "./members.ts";

/** Parameters and buffers by name. */
export type StateDict = Readonly<Record<string, Tensor>>;

/** What has a state. */
export interface Stateful {
  namedParameters(): Named<Tensor>[];
  namedBuffers(): Named<Tensor>[];
}

/** Copies, which survive the scope that they are made in. */
export function stateOf(module: Stateful): StateDict {
  const all = [...module.namedParameters(), ...module.namedBuffers()];
  return Object.fromEntries(all.map(([name, x]) => [name, keep(clone(x))]));
}

/** See `Module.loadStateDict`. */
export function loadState(
  module: Stateful,
  state: StateDict,
  strict: boolean,
): { missing: string[]; unexpected: string[] } {
  const own = new Map([...module.namedParameters(), ...module.namedBuffers()]);
  const missing = [...own.keys()].filter((name) => !Object.hasOwn(state, name));
  const unexpected = Object.keys(state).filter((name) => !own.has(name));
  const problems = [...own].flatMap(([name, x]) => {
    const saved = Object.hasOwn(state, name) ? state[name] : undefined;
    return saved === undefined || `${saved.shape}` === `${x.shape}`
      ? []
      : [`${name} is [${saved.shape}] in the state, [${x.shape}] in the module`];
  });
  if (strict && missing.length > 0) problems.push(`the state lacks ${missing.join(", ")}`);
  if (strict && unexpected.length > 0) problems.push(`the module has no ${unexpected.join(", ")}`);
  if (problems.length > 0)
    throw new Error(
      `loadStateDict: ${problems.join("; ")}. Build the module as it was built when it was saved` +
        (strict ? ", or pass { strict: false } to load only the names that both have" : ""),
    );
  scope(() => {
    for (const [name, x] of own) {
      const saved = state[name];
      if (saved !== undefined) x.assign(to(to(saved, x.device), x.dtype).detach());
    }
  });
  return { missing, unexpected };
}
