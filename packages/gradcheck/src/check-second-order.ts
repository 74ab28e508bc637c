import { checkJvpAs } from "./check-jvp.ts";
import { checkVjpAs } from "./check-vjp.ts";
import { describe, isVector, toVector } from "./numeric.ts";
import { createRandom, signedVector } from "./random.ts";
import type { Report } from "./report.ts";
import type { Awaitable, CheckedFunction, CheckOptions, Vector, VjpFunction } from "./types.ts";

type Common = Omit<CheckOptions, "f" | "alias" | "shapes">;

/** Second order of a scalar function of one vector: its gradient, and Hessian times vector. */
export interface GradHvpOptions extends Common {
  /** `x -> grad f(x)` */
  readonly grad: (x: Float64Array) => Awaitable<Vector | number>;
  /** `x, v -> H(x) v` */
  readonly hvp: (x: Float64Array, v: Float64Array) => Awaitable<Vector | number>;
  /** If given, `grad` is first checked against it, so that both orders hang together. */
  readonly f?: CheckedFunction;
}

/** Second order of any function: its vjp, and the vjp of that. */
export interface VjpOfVjpOptions extends Common {
  readonly vjp: VjpFunction;
  /** The output length of the function that `vjp` belongs to: that of the cotangent. */
  readonly outputLength: number;
  /**
   * `inputs, g, us -> gradients`: the vjp of `F(inputs, g) = vjp(inputs, g)` for cotangents `us`, one per
   * gradient; one result per input and, last, the one for `g`.
   */
  readonly vjpOfVjp: (
    inputs: Float64Array[],
    cotangent: Float64Array,
    upstreams: Float64Array[],
  ) => Awaitable<ArrayLike<Vector | number>>;
}

/**
 * Checks second order by central differences of the *analytic* first order: differences of differences of f
 * would keep five digits at best.
 *
 * - `{ grad, hvp, inputs: [x] }`: `H v` against `(grad(x + h v) - grad(x - h v)) / 2h`.
 * - `{ vjp, vjpOfVjp, outputLength, inputs }`: the vjp of `F(x, g) = vjp(x, g)`, with F's inputs being all the
 *   `x_i` and the cotangent `g`.
 *
 * @throws if an option makes no sense, saying both values and what to do.
 */
export async function checkSecondOrder(options: GradHvpOptions | VjpOfVjpOptions): Promise<Report> {
  return "hvp" in options ? checkHvp(options) : checkVjpOfVjp(options);
}

async function checkHvp({ grad, hvp, f, ...rest }: GradHvpOptions): Promise<Report> {
  if (rest.inputs.length !== 1) {
    throw new Error(
      `${named(rest.name, "hvp")}: inputs has ${rest.inputs.length} vectors; ` +
        "give one, or use { vjp, vjpOfVjp } for several",
    );
  }
  if (f !== undefined) {
    const first = await checkVjpAs("grad", {
      ...rest,
      f,
      vjp: async ([x], g) => [toVector(await grad(x as Float64Array)).map((d) => d * (g[0] as number))],
    });
    if (!first.ok) return first;
  }
  return checkJvpAs("hvp", {
    ...rest,
    f: (x) => grad(x as Float64Array),
    jvp: ([x], [v]) => hvp(x as Float64Array, v as Float64Array),
  });
}

async function checkVjpOfVjp(options: VjpOfVjpOptions): Promise<Report> {
  const { vjp, vjpOfVjp, outputLength, inputs, points = [], seed = 1, ...rest } = options;
  const label = named(rest.name, "vjp of vjp");
  if (!(Number.isInteger(outputLength) && outputLength >= 1)) {
    throw new Error(`${label}: outputLength is ${outputLength}; give the number of outputs, at least 1`);
  }
  const random = createRandom(seed);
  const ends: number[] = [];
  for (const x of inputs) ends.push((ends.at(-1) ?? 0) + x.length);
  const withCotangent = (point: readonly Vector[]): Vector[] => [
    ...point,
    signedVector(random, outputLength),
  ];

  const flatVjp: CheckedFunction = async (...xs) => {
    const data: unknown = await vjp(xs.slice(0, -1), xs.at(-1) as Float64Array);
    if (typeof data !== "object" || !isVector(data) || data.length !== inputs.length) {
      throw new Error(
        `${label}: vjp returned ${describe(data)}; return one gradient for each of the ${inputs.length} inputs`,
      );
    }
    return Array.from(data as ArrayLike<Vector | number>).flatMap((x) => [...toVector(x)]);
  };
  return checkVjpAs("vjp of vjp", {
    ...rest,
    seed,
    f: flatVjp,
    vjp: (xs, upstream) => {
      const upstreams = ends.map((end, i) => upstream.slice(ends[i - 1] ?? 0, end));
      return vjpOfVjp(xs.slice(0, -1), xs.at(-1) as Float64Array, upstreams);
    },
    inputs: withCotangent(inputs),
    points: points.map(withCotangent),
  });
}

function named(name: string | undefined, what: string): string {
  return name === undefined ? what : `${name} ${what}`;
}
