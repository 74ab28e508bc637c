/** A module as a function of its parameters too. */
import { Tensor } from "@gradus/tensor";
import { Module } from "./module.ts";

/**
 * `forward` of the module, computed with `tensors` in the place of parameters and buffers of these names. Afterwards the module
 * is as it was. What is differentiated may be among them, so that `vjp`, `jvp` and `hessian` reach through a whole model:
 *
 *     const f = (weight: Tensor) => functionalCall(model, { "0.weight": weight }, x);
 *     const [y, rate] = jvp(f, [weight], [direction]);
 *
 * As PyTorch's `torch.func.functional_call`. A tensor that the module holds twice (tied weights) is replaced everywhere.
 *
 * @throws RangeError if the module has no tensor of a name, or one of another shape
 */
export function functionalCall<I extends readonly unknown[], O>(
  module: Module<I, O>,
  tensors: Readonly<Record<string, Tensor>>,
  ...inputs: I
): O {
  const own = new Map([...module.namedParameters(), ...module.namedBuffers()]);
  const others = new Map<Tensor, Tensor>();
  for (const [name, other] of Object.entries(tensors)) {
    const x = own.get(name);
    if (x === undefined || x.shape.join() !== other.shape.join())
      throw new RangeError(
        `functionalCall: ${name} is [${other.shape}], in the module ` +
          `${x === undefined ? `there is none; it has ${[...own.keys()].join(", ")}` : `[${x.shape}]`}`,
      );
    others.set(x, other);
  }
  const undo: (() => void)[] = [];
  for (const [, below] of module.namedModules()) replaceIn(below, others, undo);
  try {
    return module.forward(...inputs);
  } finally {
    for (const back of undo) back();
  }
}

/** Puts `others.get(x)` wherever `owner` holds x, also in arrays, maps and records, but not in modules below it. */
function replaceIn(owner: object, others: ReadonlyMap<Tensor, Tensor>, undo: (() => void)[]): void {
  const entries = owner instanceof Map ? [...owner] : Object.entries(owner);
  const put = (key: unknown, value: unknown): void => {
    if (owner instanceof Map) owner.set(key, value);
    else (owner as Record<string, unknown>)[String(key)] = value;
  };
  for (const [key, value] of entries) {
    if (value instanceof Tensor) {
      const other = others.get(value);
      if (other === undefined) continue;
      put(key, other);
      undo.push(() => put(key, value));
    } else if (isContainer(value)) replaceIn(value, others, undo);
  }
}

function isContainer(value: unknown): value is object {
  if (typeof value !== "object" || value === null || value instanceof Module) return false;
  return Array.isArray(value) || value instanceof Map || Object.getPrototypeOf(value) === Object.prototype;
}
