/** A program: a million training steps, in one loop that never yields. Fits y = w·x + b to y = 3x - 1. */
import { mseLoss, SGD, trainStep, Value } from "@gradus/scalar";

const [w, b] = [new Value(0), new Value(0)];
const optimizer = new SGD([w, b], 0.1);
for (let step = 0; step < 1_000_000; step++) {
  const x = (step % 5) / 4;
  trainStep(() => mseLoss([w.mul(x).add(b)], [3 * x - 1]), optimizer);
}
console.log(`w ${w.data.toFixed(6)} b ${b.data.toFixed(6)}`);
