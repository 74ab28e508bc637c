/** A bar where there is a terminal, silence where there is none. */

import { Writable } from "node:stream";
import type { WriteStream } from "node:tty";
import { stripVTControlCharacters } from "node:util";
import { Linear } from "@gradus/nn";
import { SGD } from "@gradus/optim";
import { mseLoss, tensor } from "@gradus/tensor";
import { fit, type Loader } from "@gradus/train";
import { Progress } from "@gradus/train/node";
import { expect, test } from "vitest";

const batch = [tensor([[1]]), tensor([[2]])] as const;

async function output(isTTY: boolean, loader: Loader<typeof batch> = [batch, batch]): Promise<string> {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  Object.assign(stream, { isTTY, columns: 200 });
  const model = new Linear(1, 1);
  const progress = new Progress({ stream: stream as WriteStream });
  const optimizer = new SGD(model.parameters());
  await fit(model, loader, {
    loss: mseLoss,
    optimizer,
    epochs: 3,
    validation: [batch],
    callbacks: [progress],
  });
  return stripVTControlCharacters(text);
}

test("a terminal sees a bar with epoch, step, loss, figures and the time left", async () => {
  const text = await output(true);
  expect(text).toMatch(/epoch 1\/3, step 0\/6, loss -, .* left/);
  expect(text).toMatch(/█{24} epoch 3\/3, step 6\/6, loss \d\.\d+, valLoss \d\.\d+, \d+s left/);
});

test("a loader that does not say how long it is has no bar, but all the rest", async () => {
  const loader = { [Symbol.iterator]: () => [batch, batch].values() };
  const text = await output(true, loader);
  expect(text).toMatch(/epoch 3\/3, step 6, loss \d\.\d+, valLoss/);
  expect(text).not.toMatch(/left|█/);
});

test("without a terminal nothing is written", async () => {
  expect(await output(false)).toBe("");
});
