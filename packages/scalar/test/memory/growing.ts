/** A program whose graph really grows: each step builds on the one before, so nothing may be collected. */
import { Value } from "@gradus/scalar";

let y = new Value(0);
for (let step = 0; step < 2_000_000; step++) y = y.add(1);
console.log(y.data);
