/** A change of type passes rates on unchanged, but for their own type. */
import { cast, jvp, type Tensor, tensor, vjp } from "@gradus/tensor";
import { expect, test } from "vitest";

const x = tensor([1.5, -2], { dtype: "float64" });
const toFloat32 = (z: Tensor) => cast(z, "float32");

test("a cotangent comes back in the type of the operand, a tangent leaves in the type of the result", () => {
  const [, pull] = vjp(toFloat32, x);
  const [gradient] = pull(tensor([3, 4])) as [Tensor];
  const [, tangent] = jvp(toFloat32, [x], [tensor([5, 6], { dtype: "float64" })]);
  expect([gradient.dtype, gradient.toArray()]).toEqual(["float64", [3, 4]]);
  expect([tangent.dtype, tangent.toArray()]).toEqual(["float32", [5, 6]]);
});

test("through whole numbers and booleans nothing passes", () => {
  for (const dtype of ["int32", "bool"] as const) {
    const there = (z: Tensor) => cast(cast(z, dtype), "float64");
    expect(vjp(there, x)[1](x)[0]?.toArray()).toEqual([0, 0]);
    expect(jvp(there, [x], [x])[1].toArray()).toEqual([0, 0]);
  }
});
