/**
 * The finale of lesson 01: your derivatives at work. First the price of every step, then a curve fitted to points by
 * going downhill, with nothing but values of functions.
 */
import { writeFileSync } from "node:fs";
import {
  bestStep,
  centralDifference,
  derivative,
  forwardDifference,
  numericGradient,
  observedOrder,
  relativeError,
} from "@gradus/scalar";

const x = 1;
const exact = Math.cos(x);
const errorOf = (method: typeof forwardDifference, h: number) => relativeError(method(Math.sin, x, h), exact);

console.log("The slope of sin at 1, by a chord of width h. Its error:\n");
console.log("      h      forward    central");
const steps = Array.from({ length: 13 }, (_, i) => 10 ** -i);
for (const h of steps) {
  const row = [forwardDifference, centralDifference].map((method) => errorOf(method, h).toExponential(1));
  console.log(`  ${h.toExponential(0).padStart(6)}   ${row.map((error) => error.padStart(8)).join("   ")}`);
}
const order = (method: typeof forwardDifference) =>
  observedOrder(1e-2, errorOf(method, 1e-2), 1e-3, errorOf(method, 1e-3));
console.log(
  `\nObserved order: forward ${order(forwardDifference).toFixed(2)}, central ${order(centralDifference).toFixed(2)}.`,
);
console.log(
  `The best step at 1 is ${bestStep(1).toExponential(2)}; there derivative() errs by ${relativeError(derivative(Math.sin, x), exact).toExponential(1)}.\n`,
);

// Points near y = 0.5·x² - x + 2, and a parabola with three unknown coefficients.
const points = Array.from({ length: 21 }, (_, i): [number, number] => {
  const t = -2 + i / 5;
  return [t, 0.5 * t * t - t + 2 + 0.2 * Math.sin(17 * t)];
});
const loss = ([a = 0, b = 0, c = 0]: number[]) =>
  points.reduce((sum, [t, y]) => sum + (a * t * t + b * t + c - y) ** 2, 0) / points.length;

let w = [0, 0, 0];
const losses = [loss(w)];
for (let step = 1; step <= 300; step++) {
  const slope = numericGradient(loss, w);
  w = w.map((wi, i) => wi - 0.1 * (slope[i] as number));
  losses.push(loss(w));
}
const before = losses[0] as number;
const after = losses.at(-1) as number;
console.log(`A parabola fitted by 300 steps downhill: loss ${before.toFixed(3)} -> ${after.toFixed(4)}`);
console.log(`y = ${w.map((wi) => wi.toFixed(2)).join(", ")}   (the points were made with 0.50, -1.00, 2.00)`);
if (!(after < 0.05)) throw new Error(`the fit did not succeed: loss ${after}`);

const { lineChartSvg } = await import("@gradus/viz");
const svg = await lineChartSvg({
  title: "Error of a difference quotient against its step",
  x: steps,
  series: [
    { name: "forward", values: steps.map((h) => errorOf(forwardDifference, h)) },
    { name: "central", values: steps.map((h) => errorOf(centralDifference, h)) },
  ],
  xLabel: "step h",
  yLabel: "relative error",
  log: "xy",
});
writeFileSync("error-against-step.svg", svg);
console.log("\nSaved error-against-step.svg: two valleys, one lower than the other.");
