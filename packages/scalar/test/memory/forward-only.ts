/** A program: a million forward passes that nobody ever runs backward, in one loop that never yields. */
import { Value } from "@gradus/scalar";

const [w, b] = [new Value(0.5), new Value(-0.25)];
let total = 0;
for (let step = 0; step < 1_000_000; step++) {
  total += w
    .mul(step % 10)
    .add(b)
    .tanh().data;
}
console.log(total.toFixed(3));
