/** Copies: on the same device, or on another one, or as another type. */
import type { Device } from "../backend/backend.ts";
import { backendOf } from "../backend/registry.ts";
import { type DType, dtypes } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import type { Op, Tensor } from "../tensor.ts";
import { linear } from "./linear.ts";
import { cast } from "./pointwise.ts";

/** See {@link clone}. */
export const cloneOp: Op<null> = linear<null>({
  name: "clone",
  shape: (x) => x,
  forward: (backend, x, _attrs, { shape }) => ({ storage: backend.contiguous(x), shape }),
  transpose: (g) => g,
  flops: () => 0,
});

/** A copy in memory of its own, through which gradients flow. Without history: `detach(clone(x))`. */
export function clone(x: Tensor): Tensor {
  return apply(cloneOp, [x], null);
}

/** See {@link to}. */
export const toOp: Op<{ from: Device; to: Device }> = linear<{ from: Device; to: Device }>({
  name: "to",
  shape: (x) => x,
  forward: (backend, x, { to: device }, { shape, dtype }) => ({
    storage: backendOf(device).upload(dtype, backend.download(x)),
    shape,
  }),
  transpose: (g, _x, { from, to: device }) => apply(toOp, [g], { from: device, to: from }),
  flops: () => 0,
});

/**
 * The elements on another device or as another type: `to(x, "cpu")`, `to(x, "float64")`. Gradients come back to the
 * device and in the type of `x`, which is itself the result where nothing would change.
 *
 * @throws Error if that device has not been set up
 */
export function to(x: Tensor, target: Device | DType): Tensor {
  if ((dtypes as readonly string[]).includes(target)) return cast(x, target as DType);
  const device = target as Device;
  return x.device === device ? x : apply(toOp, [x], { from: x.device, to: device });
}
