import type fc from "fast-check";
import { checkJvp } from "../check-jvp.ts";
import { checkSecondOrder, type GradHvpOptions, type VjpOfVjpOptions } from "../check-second-order.ts";
import { checkVjp } from "../check-vjp.ts";
import { evaluator } from "../numeric.ts";
import type { CheckedFunction, CheckOptions, JvpFunction, Vector, VjpFunction } from "../types.ts";
import { type DrawnInputs, runLaw } from "./run-law.ts";
import type { LawSettings } from "./settings.ts";

/** What a law shares with the check of the same name: all but the points, which are drawn. */
type Drawn<Options> = Omit<Options, "inputs" | "points" | "seed"> &
  LawSettings & { readonly inputs: DrawnInputs };

export type VjpLawOptions = Drawn<CheckOptions> & { readonly vjp: VjpFunction };
export type JvpLawOptions = Drawn<CheckOptions> & { readonly jvp: JvpFunction };
export type SecondOrderLawOptions = Drawn<GradHvpOptions> | Drawn<VjpOfVjpOptions>;

function label(options: { readonly name?: string }, law: string): string {
  return options.name === undefined ? law : `${options.name} ${law}`;
}

/**
 * Law: at every point, for every cotangent, `vjp(x, g) = g^T J(x)`.
 *
 * @throws LawError with report, seed, path and shrunk inputs where it does not hold.
 */
export function vjpLaw(options: VjpLawOptions): Promise<void> {
  const { inputs: drawn, runs, seed: _, path, ...rest } = options;
  return runLaw(label(rest, "vjp law"), drawn, options, (inputs, at) => checkVjp({ ...rest, inputs, ...at }));
}

/**
 * Law: at every point, for every tangent, `jvp(x, t) = J(x) t`.
 *
 * @throws LawError as {@link vjpLaw}.
 */
export function jvpLaw(options: JvpLawOptions): Promise<void> {
  const { inputs: drawn, runs, seed: _, path, ...rest } = options;
  return runLaw(label(rest, "jvp law"), drawn, options, (inputs, at) => checkJvp({ ...rest, inputs, ...at }));
}

/**
 * Law: the derivative of the first order is the second, `hvp(x, v) = (d grad f / dx) v`, or the same for the vjp
 * of a vjp; the options are those of `checkSecondOrder`.
 *
 * @throws LawError as {@link vjpLaw}.
 */
export function secondOrderLaw(options: SecondOrderLawOptions): Promise<void> {
  const { inputs: drawn, runs, seed: _, path, ...rest } = options;
  return runLaw(label(rest, "second-order law"), drawn, options, (inputs, at) =>
    checkSecondOrder({ ...rest, inputs, ...at }),
  );
}

/** One input `x` that a function uses more than once. */
export interface AliasLawOptions extends Omit<VjpLawOptions, "inputs" | "alias"> {
  /** The function with every use as an argument of its own: `(a, b) => a * b` for `x.mul(x)`. */
  readonly f: CheckedFunction;
  /** Of the aliased function: `([x], g) => [gradient of x]`. */
  readonly vjp: VjpFunction;
  readonly input: fc.Arbitrary<Vector>;
  /** How many arguments f has. Default 2. */
  readonly uses?: number;
}

/**
 * Law: an input used several times collects the gradients of all its uses, `g^T (J_1 + J_2 + ...)`.
 *
 * @throws LawError as {@link vjpLaw}.
 */
export function aliasLaw(options: AliasLawOptions): Promise<void> {
  const { input, uses = 2, ...rest } = options;
  return vjpLaw({ ...rest, inputs: [input], alias: Array<number>(uses).fill(0) });
}

export interface DiamondLawOptions extends AliasLawOptions {
  /** The shared step: `t = through(x)`, then `y = f(t, t)`. */
  readonly through: CheckedFunction;
}

/**
 * Law: a diamond, `t = through(x); y = f(t, t)`, passes the sum of both paths on to x, once. The vjp is that of
 * the whole, `([x], g) => [gradient of x]`.
 *
 * @throws LawError as {@link vjpLaw}.
 */
export function diamondLaw(options: DiamondLawOptions): Promise<void> {
  const { through, f, ...rest } = options;
  const shared = evaluator(through, label(options, "diamond law"));
  return aliasLaw({
    ...rest,
    f: async (...xs) => f(...(await Promise.all(xs.map((x) => shared([x]))))),
  });
}
