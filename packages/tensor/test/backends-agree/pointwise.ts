/** Element by element. */
import type { Backend, BinaryKernel, UnaryKernel, View } from "@gradus/tensor/backend/backend";
import * as fc from "fast-check";
import { binaryBounds, rounded, unaryBounds } from "./bounds.ts";
import { everyType, floats, type MethodCase, numbers, stretches } from "./method-case.ts";
import { anyFloat, dense, shapes, stretched, strided } from "./views.ts";

/** Functions of one number. */
export const unaryCases: readonly MethodCase[] = (Object.keys(unaryBounds) as UnaryKernel[]).map(
  (kernel): MethodCase => ({
    name: `unary ${kernel}`,
    bound: unaryBounds[kernel],
    calls: shapes(0, 3)
      .chain((shape) => dense(shape))
      .map((block) => ({
        blocks: [block],
        run: (backend, [x], dtype) => [
          backend.unary(kernel, x as View, kernel === "not" || kernel === "isnan" ? "bool" : dtype, 0.25),
        ],
      })),
    others: floats,
  }),
);

const toBool: readonly BinaryKernel[] = [
  "equal",
  "notEqual",
  "less",
  "lessEqual",
  "greater",
  "greaterEqual",
  "and",
  "or",
];

/** What the second operand can be: the result of tanh, of sigmoid, or anything. */
function domainOf(kernel: BinaryKernel, anything: fc.Arbitrary<number>): fc.Arbitrary<number> {
  if (kernel === "tanhVjp") return fc.integer({ min: -64, max: 64 }).map((n) => n / 64);
  return kernel === "sigmoidVjp" ? fc.integer({ min: 0, max: 64 }).map((n) => n / 64) : anything;
}

/** Functions of two, broadcast. */
export const binaryCases: readonly MethodCase[] = (Object.keys(binaryBounds) as BinaryKernel[]).map(
  (kernel): MethodCase => ({
    name: `binary ${kernel}`,
    bound: binaryBounds[kernel],
    calls: shapes(0, 4)
      .chain((shape) =>
        fc.tuple(
          strided(shape),
          strided(shape, domainOf(kernel, anyFloat)),
          stretches(shape.length),
          stretches(shape.length),
        ),
      )
      .map(([a, b, aAxes, bAxes]) => ({
        blocks: [a, b],
        run: (backend, [x, y], dtype) => [
          backend.binary(
            kernel,
            stretched(x as View, a.shape, aAxes),
            stretched(y as View, a.shape, bAxes),
            toBool.includes(kernel) ? "bool" : dtype,
          ),
        ],
        ...(kernel.endsWith("Vjp") && {
          scale: (backend: Backend, [g]: readonly View[]) => [
            backend.contiguous(stretched(g as View, a.shape, aAxes)),
          ],
        }),
      })),
    others: toBool.includes(kernel) ? everyType : numbers,
  }),
);

/** `where`, broadcast. */
export const whereCase: MethodCase = {
  name: "where",
  bound: rounded,
  calls: shapes(0, 3)
    .chain((shape) => {
      const axes = stretches(shape.length);
      return fc.tuple(strided(shape, fc.nat(1)), strided(shape), strided(shape), axes, axes, axes);
    })
    .map(([c, a, b, ...axes]) => ({
      blocks: [c, a, b],
      types: ["bool"],
      run: (backend, views) => {
        const [condition, x, y] = views.map((view, i) => stretched(view, a.shape, axes[i] as boolean[]));
        return [backend.where(condition as View, x as View, y as View)];
      },
    })),
  others: everyType,
};

/** What IEEE 754 makes special, more often than kernels have lanes. */
const special = fc.constantFrom(
  ...[NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 88.5, -88.5, 104, -104, 1000, -1000],
  ...[1e-45, -1e-45, 1.2e-38, 3e38, -3e38, 1e-10, -1e-10, 8388609, -8388609].map(Math.fround),
);
const specialBlock = dense([194], special);

/** Functions of one number and of two at special values. */
export const specialCases: readonly MethodCase[] = [
  ...unaryCases.map((line) => ({
    ...line,
    calls: fc.tuple(line.calls, specialBlock).map(([call, x]) => ({ ...call, blocks: [x] })),
  })),
  ...(Object.keys(binaryBounds) as BinaryKernel[]).map(
    (kernel): MethodCase => ({
      name: `binary ${kernel}`,
      bound: binaryBounds[kernel],
      // An infinite cotangent times a slope that underflows has no value worth a name.
      calls: fc
        .tuple(
          kernel.endsWith("Vjp") ? dense([194], special.filter(Number.isFinite)) : specialBlock,
          dense([194], domainOf(kernel, special)),
        )
        .map((blocks) => ({
          blocks,
          run: (backend, [x, y], dtype) => [
            backend.binary(kernel, x as View, y as View, toBool.includes(kernel) ? "bool" : dtype),
          ],
          ...(kernel.endsWith("Vjp") && {
            scale: (backend: Backend, [g]: readonly View[]) => [backend.contiguous(g as View)],
          }),
        })),
    }),
  ),
];
