/** What all optimizers share: parameter groups, the walk over parameters, state. */
import { contiguous, full, keep, noGrad, scope, type Tensor, zeroGrad } from "@gradus/tensor";
import type { CommonOptions, Rule } from "./rule.ts";
import {
  checkStateDict,
  copyState,
  type OptimizerStateDict,
  type ParameterState,
  packGroups,
} from "./state-dict.ts";

/** Parameters with options of their own; what is not given is as for the whole optimizer. */
export type ParamGroupInput<O> = { readonly params: Iterable<Tensor> } & Partial<O>;

/** Parameters and all their options, which may be changed between steps: `group.lr = 0.01`. */
export type ParamGroup<O> = { readonly params: readonly Tensor[] } & O;

/** Parameters, or groups of them. */
export type OptimizerParams<O> = Iterable<Tensor> | Iterable<ParamGroupInput<O>>;

/**
 * Moves parameters by their gradients. A parameter without a gradient (frozen, or unused) is left alone, and so is its
 * state. What `step` needs on the way it gives back at once; what it keeps is the state.
 */
export class Optimizer<O extends CommonOptions = CommonOptions> {
  readonly paramGroups: ParamGroup<O>[] = [];
  readonly #rule: Rule<O>;
  readonly #defaults: O;
  readonly #state = new Map<Tensor, ParameterState>();

  /**
   * @throws TypeError if there are no parameters, one was computed from others, is no float, or is there twice
   * @throws RangeError if an option is out of range
   */
  constructor(rule: Rule<O>, params: OptimizerParams<O>, options: Partial<O>) {
    this.#rule = rule;
    this.#defaults = { ...rule.defaults, ...given(options) };
    const all = [...params] as (Tensor | ParamGroupInput<O>)[];
    const groups = all.filter((each): each is ParamGroupInput<O> => "params" in each);
    if (groups.length > 0 && groups.length < all.length)
      throw new TypeError(
        `${rule.name}: ${groups.length} parameter groups and ${all.length - groups.length} tensors are mixed; ` +
          "put the tensors into a group: { params: [...] }",
      );
    if (groups.length === 0) this.addParamGroup({ params: all as Tensor[] } as unknown as ParamGroupInput<O>);
    for (const group of groups) this.addParamGroup(group);
  }

  /** Adds parameters with options of their own. Throws as the constructor does. */
  addParamGroup(group: ParamGroupInput<O>): void {
    const params = [...group.params];
    const { name } = this.#rule;
    if (params.length === 0)
      throw new TypeError(`${name}: got 0 parameters, needs at least 1; pass model.parameters()`);
    const known = new Set(this.paramGroups.flatMap((each) => each.params));
    params.forEach((param, i) => {
      this.#checkParam(param, i);
      if (known.has(param))
        throw new TypeError(`${name}: parameter ${i} of shape [${param.shape}] is there twice; name it once`);
      known.add(param);
    });
    const full = { ...this.#defaults, ...given(group), params } as ParamGroup<O>;
    this.#rule.check(full);
    this.paramGroups.push(full);
  }

  /** Moves every parameter that has a gradient by one step. */
  step(): void {
    noGrad(() =>
      scope(() => {
        for (const group of this.paramGroups) {
          this.#rule.check(group);
          for (const param of group.params) if (param.grad !== null) this.#update(param, param.grad, group);
        }
      }),
    );
  }

  /** Forgets the gradients of all parameters. */
  zeroGrad(): void {
    zeroGrad(this.paramGroups.flatMap((group) => group.params));
  }

  /** A copy of state and options, parameters by their number. */
  stateDict(): OptimizerStateDict {
    const params = this.paramGroups.flatMap((group) => group.params);
    const states = params.flatMap((param, i) => {
      const state = this.#state.get(param);
      return state === undefined ? [] : [[i, copyState(state)] as const];
    });
    return {
      name: this.#rule.name,
      state: Object.fromEntries(states),
      paramGroups: packGroups(this.paramGroups),
    };
  }

  /**
   * Takes over a copy of state and options: training goes on bit for bit as it would have.
   *
   * @throws Error if optimizer, groups, shapes or types differ from what was saved; then nothing has changed
   */
  loadStateDict(saved: OptimizerStateDict): void {
    checkStateDict(this.#rule, this.paramGroups, saved);
    this.#state.clear();
    const params = this.paramGroups.flatMap((group) => group.params);
    for (const [i, state] of Object.entries(saved.state)) {
      const param = params[Number(i)] as Tensor;
      this.#state.set(param, copyState(state, param.device));
    }
    this.paramGroups.forEach((group, i) => {
      Object.assign(group, structuredClone(saved.paramGroups[i]?.options));
    });
  }

  #update(param: Tensor, grad: Tensor, options: O): void {
    if (`${grad.shape}` !== `${param.shape}` || grad.dtype !== param.dtype)
      throw new TypeError(
        `${this.#rule.name}: the gradient is ${grad.dtype} [${grad.shape}], its parameter ${param.dtype} ` +
          `[${param.shape}]; assign a gradient of the same shape and type`,
      );
    const { slots, numbers } = this.#stateOf(param, options);
    numbers.step++;
    this.#rule.update({ param, grad: contiguous(grad), slots, numbers, options });
    // So that a backward pass which saved the old elements notices.
    param.storage.version++;
  }

  /** Slots appear when an option first needs them: momentum may be switched on later. */
  #stateOf(param: Tensor, options: O): ParameterState {
    let state = this.#state.get(param);
    if (state === undefined) {
      state = { slots: {}, numbers: { step: 0, ...this.#rule.numbers } };
      this.#state.set(param, state);
    }
    const { dtype, device } = param;
    for (const [name, value] of Object.entries(this.#rule.slots(options)))
      state.slots[name] ??= keep(full(param.shape, value, { dtype, device }));
    return state;
  }

  #checkParam(param: Tensor, i: number): void {
    const what = `${this.#rule.name}: parameter ${i} of shape [${param.shape}]`;
    if (param.node !== null && param.node.op !== null)
      throw new TypeError(
        `${what} was computed by ${param.node.op.name}; optimize leaves, made with { requiresGrad: true }`,
      );
    if (param.dtype !== "float32" && param.dtype !== "float64")
      throw new TypeError(`${what} is ${param.dtype}, but must be float32 or float64; cast it first`);
    if (!param.isContiguous || param.size !== param.storage.length)
      throw new TypeError(
        `${what} is a view of a tensor with ${param.storage.length} elements; optimize that one, or a copy`,
      );
    const refusal = this.#rule.refuse?.(param);
    if (refusal !== undefined) throw new TypeError(`${what} ${refusal}`);
  }
}

/** Options without those that are `undefined`, which would hide defaults. */
function given<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}
