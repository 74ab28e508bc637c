/** Every model learns one batch by heart, and what it learns follows from the seed. */
import { Adam } from "@gradus/optim";
import type { Tensor } from "@gradus/tensor";
import { expect, test } from "vitest";
import { type Line, lines } from "./models.ts";

function train(
  { make, inputs, loss }: Line,
  steps: number,
  seed: number,
): { loss: number; weights: Tensor[] } {
  const model = make(seed);
  const optimizer = new Adam(model.parameters(), { lr: 0.05 });
  let value = Infinity;
  for (let step = 0; step < steps; step++) {
    optimizer.zeroGrad();
    const now = loss(model.forward(...inputs));
    now.backward();
    optimizer.step();
    value = now.item();
  }
  return { loss: value, weights: model.parameters() };
}

test.each(lines.map((line) => [line.name, line] as const))("%s learns a batch by heart", (_, line) => {
  expect(train(line, 250, 1).loss).toBeLessThan(0.01);
});

test.each(lines.map((line) => [line.name, line] as const))("%s follows from the seed", (_, line) => {
  const data = (seed: number) => train(line, 3, seed).weights.map((each) => [...each.dataSync()]);
  expect(data(1)).toEqual(data(1));
  expect(data(1)).not.toEqual(data(2));
});
