/**
 * The finale of lesson 02: exact slopes at work. First Newton's method, where every step needs one; then a damped
 * oscillation fitted to measurements, with a gradient made of one forward pass for each unknown.
 */
import { writeFileSync } from "node:fs";
import { type Dual, jvp } from "@gradus/scalar";

// Each equation as f(x) = 0, and where to begin.
const equations: { name: string; f: (x: Dual) => Dual; start: number }[] = [
  { name: "x³ - 2x - 5 = 0       (Newton)", f: (x) => x.mul(x).mul(x).sub(x.mul(2)).sub(5), start: 2 },
  { name: "E - 0.6·sin E = 1     (Kepler)", f: (E) => E.sub(E.sin().mul(0.6)).sub(1), start: 1 },
  { name: "x / (1 - e⁻ˣ) = 5     (Wien)", f: (x) => x.div(x.neg().exp().neg().add(1)).sub(5), start: 5 },
  { name: "cos x = x             (Dottie)", f: (x) => x.cos().sub(x), start: 1 },
];

console.log("Newton's method: x ← x - f(x) / f'(x), value and slope from one jvp.\n");
console.log("  equation                       root               digits after each step");
for (const { name, f, start } of equations) {
  const path = [start];
  for (let step = 0; step < 7; step++) {
    const x = path[step] as number;
    const [value, slope] = jvp(f, [x], [1]);
    path.push(x - value / slope);
  }
  const root = path.at(-1) as number;
  if (!(Math.abs(jvp(f, [root], [1])[0]) < 1e-14))
    throw new Error(`Newton's method did not solve ${name}: ${root}`);
  const digits = path
    .slice(1, 6)
    .map((x) => Math.min(16, Math.round(-Math.log10(Math.abs(x - root) / root))));
  console.log(
    `  ${name.padEnd(30)} ${root.toFixed(14)}   ${digits.map((d) => String(d).padStart(2)).join("  ")}`,
  );
}
console.log("\nThe number of right digits doubles, up to the 16 there are.\n");

// Measurements of a damped oscillation, y = A·e^(-k·t)·sin(w·t), with A = 2, k = 0.3, w = 2.
const curve = (A: number, k: number, w: number) => (t: number) => A * Math.exp(-k * t) * Math.sin(w * t);
const times = Array.from({ length: 41 }, (_, i) => i / 5);
const measured = times.map((t) => curve(2, 0.3, 2)(t) + 0.08 * Math.sin(17 * t));

/** The mean squared error of the curve with these three parameters. */
const loss = (A: Dual, k: Dual, w: Dual): Dual => {
  const errors = times.map((t, i) =>
    A.mul(k.mul(-t).exp())
      .mul(w.mul(t).sin())
      .sub(measured[i] as number),
  );
  return errors
    .map((error) => error.mul(error))
    .reduce((sum, square) => sum.add(square))
    .div(times.length);
};

let passes = 0;
/** One forward pass for each parameter: along the direction in which it alone moves. */
const gradient = (p: number[]): number[] =>
  p.map((_, i) => {
    passes++;
    return jvp(
      loss,
      p,
      p.map((_, j) => (j === i ? 1 : 0)),
    )[1];
  });

const first = [1, 0.1, 1.6];
let p = first;
const losses: number[] = [];
const steps = 400;
for (let step = 0; step <= steps; step++) {
  losses.push(jvp(loss, p, [0, 0, 0])[0]);
  if (step === steps) break;
  const slope = gradient(p);
  p = p.map((pi, i) => pi - 0.2 * (slope[i] as number));
}
const [before, after] = [losses[0] as number, losses.at(-1) as number];
console.log(`A damped oscillation, A·e^(-k·t)·sin(w·t), fitted to ${times.length} noisy measurements`);
console.log(`by ${steps} steps downhill:\n`);
console.log("              A       k       w       loss");
const line = (name: string, q: number[], end: string) =>
  console.log(`  ${name.padEnd(8)}${q.map((x) => x.toFixed(3).padStart(8)).join("")}${end.padStart(11)}`);
line("start", first, before.toFixed(4));
line("fitted", p, after.toFixed(4));
line("truth", [2, 0.3, 2], "");
if (!(after < 0.005)) throw new Error(`the fit did not succeed: loss ${after}`);
console.log(`\nThree parameters took ${passes} forward passes. With a million parameters it would have been`);
console.log(`${(steps * 1e6).toLocaleString("en")}: lesson 04 needs ${steps}, and ${steps} backward.`);

const { lineChartSvg } = await import("@gradus/viz");
const values = (q: number[]) => times.map(curve(q[0] as number, q[1] as number, q[2] as number));
const svg = await lineChartSvg({
  title: "A damped oscillation, fitted by forward mode",
  x: times,
  series: [
    { name: "measured", values: measured },
    { name: "start", values: values(first) },
    { name: "fitted", values: values(p) },
  ],
  xLabel: "t",
  yLabel: "y",
});
writeFileSync("oscillation.svg", svg);
console.log("\nSaved oscillation.svg: the measurements, and the curve before and after.");
