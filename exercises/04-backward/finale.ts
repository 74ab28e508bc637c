/**
 * The finale of lesson 04: your backward at work. One graph, one neuron, the price of a gradient, and what second
 * derivatives are good for.
 */
import { writeFileSync } from "node:fs";
import { grad, hessian, hvp, jvp, type Scalar, toDot, Value, zeroGrad } from "@gradus/scalar";

type Vector = readonly number[];
const dot = (p: Vector, q: Vector) => p.reduce((sum, pi, i) => sum + pi * (q[i] as number), 0);
/** `p + s·q` */
const plus = (p: Vector, s: number, q: Vector) => p.map((pi, i) => pi + s * (q[i] as number));
const size = (p: Vector) => Math.sqrt(dot(p, p));
const row = (cells: readonly (string | number)[]) => cells.map((cell) => String(cell).padStart(9)).join("");

/** The worked example; returns its graph as DOT. */
function workedExample(): string {
  const a = new Value(2);
  const b = new Value(1);
  const c = a.add(b);
  const d = b.add(1);
  const e = c.mul(d);
  e.backward();
  const names = { a, b, c, d, e };
  const nodes = Object.values(names);
  console.log("1. e = (a + b)·(b + 1) at a = 2, b = 1, after one e.backward():\n");
  console.log(`              ${row(Object.keys(names))}`);
  console.log(`     value    ${row(nodes.map(({ data }) => data))}`);
  console.log(`     gradient ${row(nodes.map(({ grad }) => grad))}`);
  if (a.grad !== 2 || b.grad !== 5) throw new Error(`the gradients are ${a.grad} and ${b.grad}, not 2 and 5`);
  return toDot(e, { names });
}

/** A neuron, written out by hand, learns a curve. */
function neuron(): void {
  const truth = [2, 3, -1, 0.5];
  const [v0, w0, u0, t0] = truth as [number, number, number, number];
  const points = Array.from({ length: 40 }, (_, i): [number, number] => {
    const x = i / 10 - 2;
    return [x, v0 * Math.tanh(w0 * x + u0) + t0 + 0.1 * Math.sin(29 * i)];
  });
  const parameters = [1, 1, 0, 0].map((start) => new Value(start));
  const [v, w, u, t] = parameters as [Value, Value, Value, Value];
  const losses = Array.from({ length: 1001 }, () => {
    let loss = 0;
    zeroGrad(parameters);
    for (const [x, y] of points) {
      const error = v.mul(w.mul(x).add(u).tanh()).add(t).sub(y);
      const square = error.mul(error);
      // The gradient of the mean over all points adds up in the parameters, one backward after the other.
      square.backward(1 / points.length);
      loss += square.data / points.length;
    }
    for (const parameter of parameters) parameter.data -= 0.1 * parameter.grad;
    return loss;
  });
  console.log("\n2. A neuron, y = v·tanh(w·x + u) + t, learns 40 points by going downhill:\n");
  const shown = [0, 10, 100, 1000].map((step) => `${step}: ${losses[step]?.toFixed(4)}`);
  console.log(`     loss at step   ${shown.join("   ")}`);
  console.log(`     v, w, u, t  ${row(parameters.map(({ data }) => data.toFixed(2)))}`);
  console.log(`     made with   ${row(truth.map((x) => x.toFixed(2)))}`);
  const last = losses.at(-1) as number;
  if (!(last < 0.01)) throw new Error(`the neuron did not learn: loss ${last}`);
}

/** The price of a gradient: one sweep back, or one sweep forward for each input. */
function passes(): void {
  console.log("\n3. How often f runs for the gradient of f(x₁, ..., xₙ):\n");
  console.log(`  ${row(["n", "reverse", "forward"])}   largest difference`);
  for (const n of [4, 40, 400]) {
    let runs = 0;
    const f = <S extends Scalar>(...x: S[]): S => {
      runs++;
      const terms = x.map((xi, i) => xi.mul(x[(i + 1) % n] as S).sin());
      return terms.reduce((sum, term) => sum.add(term));
    };
    const x = Array.from({ length: n }, (_, i) => Math.cos(i));
    const reverse = grad(f)(x);
    const reverseRuns = runs;
    const forward = x.map((_, i) => {
      const unit = x.map((_, j) => (i === j ? 1 : 0));
      return jvp(f, x, unit)[1];
    });
    const difference = Math.max(...plus(reverse, -1, forward).map(Math.abs));
    console.log(`  ${row([n, reverseRuns, runs - reverseRuns])}   ${difference.toPrecision(1).padStart(18)}`);
    if (!(difference < 1e-12)) throw new Error(`reverse and forward mode differ by ${difference}`);
  }
}

/** Down a curved valley, with and without second derivatives; returns the heights along both paths. */
function valley(): { gradient: number[]; newton: number[] } {
  const rosenbrock = <S extends Scalar>(...[x, y]: S[]): S => {
    const [p, q] = [x as S, y as S];
    return p
      .sub(1)
      .pow(2)
      .add(q.sub(p.mul(p)).pow(2).mul(100));
  };
  const height = ([x, y]: [number, number]) => (x - 1) ** 2 + 100 * (y - x * x) ** 2;
  const slope = grad(rosenbrock) as (x: Vector) => [number, number];
  const walk = (step: (x: [number, number]) => Vector): number[] => {
    let x: [number, number] = [-1.2, 1];
    const heights = [height(x)];
    while ((heights.at(-1) as number) > 1e-12 && heights.length <= 50_000) {
      x = plus(x, -1, step(x)) as [number, number];
      heights.push(height(x));
    }
    return heights;
  };
  const gradient = walk((x) => slope(x).map((g) => 1e-3 * g));
  const newton = walk((x) => {
    const [g1, g2] = slope(x);
    const [[h11, h12], [, h22]] = hessian(rosenbrock, x) as [[number, number], [number, number]];
    const determinant = h11 * h22 - h12 * h12;
    return [(h22 * g1 - h12 * g2) / determinant, (h11 * g2 - h12 * g1) / determinant];
  });
  console.log("\n4. Rosenbrock's valley (1 - x)² + 100·(y - x²)², from (-1.2, 1) down to f < 1e-12:\n");
  console.log(`     gradient alone         ${(gradient.length - 1).toLocaleString("en")} steps`);
  console.log(`     gradient and Hessian   ${newton.length - 1} steps, f on the way:`);
  console.log(`     ${newton.map((f) => f.toPrecision(2)).join(", ")}`);
  if (!(newton.length < 10)) throw new Error(`Newton's method took ${newton.length - 1} steps`);
  return { gradient, newton };
}

/** Newton's method where the Hessian is too large to write down: conjugate gradients need only H·v. */
function springs(): void {
  const n = 200;
  const energy = <S extends Scalar>(...x: S[]): S => {
    const terms = x.map((xi, i) => {
      const stretch = xi.sub(x[(i + 1) % n] as S);
      const well = xi.exp().add(xi.neg().exp());
      return stretch
        .mul(stretch)
        .mul(2)
        .add(well)
        .sub(xi.mul(20 * Math.sin(i * i)));
    });
    return terms.reduce((sum, term) => sum.add(term));
  };
  const slope = grad(energy);
  let x = Array.from({ length: n }, () => 0);
  let products = 0;
  const sizes = [size(slope(x))];
  while ((sizes.at(-1) as number) > 1e-8 && sizes.length < 20) {
    // Solves H·p = -gradient (Hestenes and Stiefel 1952): r is what is still missing, s where to look for it.
    let p = x.map(() => 0);
    let r = slope(x).map((gi) => -gi);
    let s = r;
    for (const enough = 1e-3 * size(r); size(r) > enough; products++) {
      const hs = hvp(energy, x, s);
      const missing = dot(r, r);
      const step = missing / dot(s, hs);
      p = plus(p, step, s);
      r = plus(r, -step, hs);
      s = plus(r, dot(r, r) / missing, s);
    }
    x = plus(x, 1, p);
    sizes.push(size(slope(x)));
  }
  console.log(`\n5. ${n} coupled springs come to rest, by Newton steps that know H only as H·v:\n`);
  console.log(`     |gradient|     ${sizes.map((length) => length.toExponential(0)).join(", ")}`);
  console.log(`     products H·v   ${products} (H itself has ${(n * n).toLocaleString("en")} entries)`);
  const last = sizes.at(-1) as number;
  if (!(last < 1e-8)) throw new Error(`the springs did not come to rest: |gradient| = ${last}`);
}

const dotOfExample = workedExample();
neuron();
passes();
const { gradient, newton } = valley();
springs();

const { dotToSvg, lineChartSvg } = await import("@gradus/viz");
writeFileSync("worked-example.svg", await dotToSvg(dotOfExample));
// Steps count from 1 here, for a logarithmic axis has no 0.
const steps = gradient.map((_, i) => i + 1).filter((step) => step <= 20 || step % 100 === 0);
const svg = await lineChartSvg({
  title: "Down Rosenbrock's valley",
  x: steps,
  series: [
    { name: "gradient", values: steps.map((step) => gradient[step - 1] ?? Number.NaN) },
    { name: "with Hessian", values: steps.map((step) => newton[step - 1] ?? Number.NaN) },
  ],
  xLabel: "step",
  yLabel: "f",
  log: "xy",
});
writeFileSync("valley.svg", svg);
console.log("\nSaved worked-example.svg and valley.svg.");
