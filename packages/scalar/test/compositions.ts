import {
  abs,
  ancestors,
  leakyRelu,
  max,
  min,
  relu,
  type Scalar,
  type ScalarFunction,
  Value,
} from "@gradus/scalar";
import fc from "fast-check";

type Step = <S extends Scalar>(a: S, b: S) => S;

/** Each keeps its result in a moderate range and its operands inside the domain, so that any sequence of them works. */
const steps: { readonly [name: string]: Step } = {
  add: (a, b) => a.add(b),
  sub: (a, b) => a.sub(b),
  mul: (a, b) => a.tanh().mul(b),
  div: (a, b) => a.div(b.mul(b).add(1)),
  pow: (a, b) => a.softplus().add(0.5).pow(b.tanh()),
  max: (a, b) => a.max(b),
  min: (a, b) => a.min(b),
  leakyRelu: (a) => a.leakyRelu(),
  neg: (a) => a.neg(),
  exp: (a) => a.tanh().exp(),
  log: (a, b) => a.mul(a).add(b.exp()).log(),
  sqrt: (a) => a.mul(a).add(1).sqrt(),
  sin: (a) => a.sin(),
  cos: (a) => a.cos(),
  tan: (a) => a.tanh().tan(),
  sigmoid: (a) => a.sigmoid(),
  relu: (a) => a.relu(),
  abs: (a) => a.abs(),
};

/** A random function of `inputs` scalars. */
export interface Composition {
  readonly text: string;
  readonly f: ScalarFunction;
}

/**
 * Functions of several ops in a row, each on any two of the results so far: diamonds, aliased operands and unused
 * inputs come by themselves.
 */
export function composition(inputs: number): fc.Arbitrary<Composition> {
  const line = fc.record({ name: fc.constantFrom(...Object.keys(steps)), a: fc.nat(99), b: fc.nat(99) });
  return fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => {
    const f = <S extends Scalar>(...x: S[]): S => {
      const results = [...x];
      for (const { name, a, b } of lines) {
        const pick = (k: number) => results[k % results.length] as S;
        results.push((steps[name] as Step)(pick(a), pick(b)));
      }
      return results.at(-1) as S;
    };
    const text = lines
      .map(({ name, a, b }, k) => `${name} ${a % (inputs + k)} ${b % (inputs + k)}`)
      .join("; ");
    return { text, f, toString: () => text };
  });
}

/** Further from a kink than any finite difference steps. */
const MARGIN = 1e-3;

/** Is no op of the function at its kink here, nor close to it? */
export function isSmoothAt(f: ScalarFunction, x: ArrayLike<number>): boolean {
  const root = f(...Array.from(x, (xi) => new Value(xi)));
  return ancestors(root).every(({ op, a, b }) => {
    if (op === max || op === min) return a === b || Math.abs(Number(a) - Number(b)) > MARGIN;
    if (op === relu || op === leakyRelu || op === abs) return Math.abs(Number(a)) > MARGIN;
    return true;
  });
}
