/** The module: tensors and other modules under names, and a function of them. */
import { type Device, type DType, noGrad, relocate, requireGrad, Tensor } from "@gradus/tensor";
import { members, type Named } from "./members.ts";
import { type Role, roleOf } from "./parameter.ts";
import { loadState, type StateDict, stateOf } from "./state.ts";

/**
 * A function with parameters. `I` are the types of its inputs, `O` is that of its output.
 *
 *     class Perceptron extends Module {
 *       readonly weight = parameter(randn([1, 2]));
 *       forward(x: Tensor): Tensor { return linear(x, this.weight); }
 *     }
 *
 * Its own properties are all there is to it: a tensor that went through `parameter`, `buffer` or `constant`, a leaf with
 * `requiresGrad`, another module, or an array, map or record of these. Names follow from the properties, as in PyTorch:
 * `layers.0.weight`. A tensor that is there twice (tied weights) is listed once, under its first name.
 */
export abstract class Module<I extends readonly unknown[] = [Tensor], O = Tensor> {
  /** Whether layers that tell training from use (dropout, batch norm) train. See {@link train}. */
  training = true;

  /** What the module computes. */
  abstract forward(...inputs: I): O;

  /** The object whose properties are looked through: the module itself, unless a container wants other names. */
  held(): object {
    return this;
  }

  /** All parameters, also frozen ones, with their names, in the order of the properties. */
  namedParameters(): Named<Tensor>[] {
    return namedTensors(this, "parameter");
  }

  /** All parameters: what an optimizer takes. */
  parameters(): Tensor[] {
    return this.namedParameters().map(([, x]) => x);
  }

  /** All buffers: state that is not trained. */
  namedBuffers(): Named<Tensor>[] {
    return namedTensors(this, "buffer");
  }

  /** This module under the name "", and all below it, each before its own children. */
  namedModules(): Named<AnyModule>[] {
    const found = new Map<AnyModule, string>();
    const visit = (module: AnyModule, name: string): void => {
      if (found.has(module)) return;
      found.set(module, name);
      for (const [child, below] of members(module.held(), isModule))
        visit(below, name === "" ? child : `${name}.${child}`);
    };
    visit(this, "");
    return [...found].map(([module, name]) => [name, module] as const);
  }

  /** Calls `f` with every module below this one and then with this one, children first. */
  apply(f: (module: AnyModule) => void): this {
    for (const [, module] of this.namedModules().reverse()) f(module);
    return this;
  }

  /** Switches this module and all below to training, or with `false` to use. */
  train(mode = true): this {
    for (const [, module] of this.namedModules()) module.training = mode;
    return this;
  }

  /** Switches this module and all below to use: dropout passes everything, batch norm takes its running statistics. */
  eval(): this {
    return this.train(false);
  }

  /** No gradients for the parameters from here on: optimizers leave them alone. */
  freeze(): this {
    for (const x of this.parameters()) {
      x.node = null;
      x.grad = null;
    }
    return this;
  }

  /** Gradients for the parameters again. */
  unfreeze(): this {
    for (const x of this.parameters()) if (x.node === null) requireGrad(x);
    return this;
  }

  /** Forgets the gradients of all parameters. */
  zeroGrad(): void {
    for (const x of this.parameters()) x.grad = null;
  }

  /**
   * Brings all parameters, buffers and constants to another device or to another floating point type. They stay the same
   * tensors, so an optimizer that was made before moves these.
   *
   * @throws Error if that device has not been set up
   */
  to(target: Device | DType): this {
    const floats = target === "float32" || target === "float64";
    for (const role of ["parameter", "buffer", "constant"] as const)
      for (const [, x] of namedTensors(this, role))
        if (!floats || x.dtype === "float32" || x.dtype === "float64") relocate(x, target);
    return this;
  }

  /**
   * Parameters and buffers by name. They are copies: training on does not change them.
   */
  stateDict(): StateDict {
    return noGrad(() => stateOf(this));
  }

  /**
   * Takes over parameters and buffers by name. Another device or type is converted.
   *
   * @param options.strict whether every name must be on both sides; true by default
   * @returns the names that only one side has
   * @throws Error that lists all missing and unexpected names and shapes that differ; then nothing has changed
   */
  loadStateDict(
    state: StateDict,
    options: { readonly strict?: boolean } = {},
  ): { missing: string[]; unexpected: string[] } {
    return loadState(this, state, options.strict ?? true);
  }
}

/** Any module, where its inputs do not matter. */
// biome-ignore lint/suspicious/noExplicitAny: inputs are contravariant, so nothing narrower holds all modules
export type AnyModule = Module<any, any>;

function isModule(value: unknown): value is AnyModule {
  return value instanceof Module;
}

function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}

/** The tensors of one role in a module and all below it, each once. */
function namedTensors(module: AnyModule, role: Role): Named<Tensor>[] {
  const found = new Map<Tensor, string>();
  for (const [path, owner] of module.namedModules())
    for (const [name, x] of members(owner.held(), isTensor))
      if (roleOf(x) === role && !found.has(x)) found.set(x, path === "" ? name : `${path}.${name}`);
  return [...found].map(([x, name]) => [name, x] as const);
}
