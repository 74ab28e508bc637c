/** A program: thousands of steps on the wasm backend in one loop that never yields, and nothing is ever given back. */
import type { Backend, Storage, View } from "@gradus/tensor/backend/backend";
import { poolUsage, setBudget, wasm } from "@gradus/tensor/backend/wasm/index";

const backend = wasm as Backend;
const [steps, length, budget] = [6000, 2 ** 18, 32 * 2 ** 20];
setBudget(budget);

const seen = (storage: Storage): View => ({
  storage,
  dtype: storage.dtype,
  shape: [storage.length],
  strides: [1],
  offset: 0,
});
const first = (storage: Storage): number => backend.download(seen(storage))[0] as number;

const one = backend.fill("float32", length, 1);
let weights = backend.fill("float32", length, 0);
/** Looked at again only at the very end. */
const kept: Storage[] = [];
let [largestPool, largestResident] = [0, 0];
for (let step = 0; step < steps; step++) {
  const change = backend.binary("mul", seen(one), seen(one), "float32");
  weights = backend.binary("add", seen(weights), seen(change), "float32");
  if (step % 400 === 0) kept.push(weights);
  largestPool = Math.max(largestPool, poolUsage().taken);
  if (step % 50 === 0) largestResident = Math.max(largestResident, process.memoryUsage.rss());
}
console.log(
  JSON.stringify({
    weights: first(weights),
    kept: kept.map(first),
    budget,
    allocated: steps * 2 * length * 4,
    largestPool,
    largestResident,
  }),
);
