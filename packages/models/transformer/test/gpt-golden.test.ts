/** PyTorch's figures of a GPT: logits, loss, every gradient, and five steps of Adam. */
import { readFileSync } from "node:fs";
import { Adam } from "@gradus/optim";
import { setDefaultDevice, type Tensor, tensor } from "@gradus/tensor";
import { Gpt, tokenLoss } from "@gradus/transformer";
import { describe, expect, test } from "vitest";

setDefaultDevice("cpu");

interface Stored {
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly dtype?: string;
}

const file = JSON.parse(readFileSync(new URL("./golden/gpt.json", import.meta.url), "utf8"));

interface Golden {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: as in the file
  readonly [part: string]: any;
}

const cases: Golden[] = file.cases;

describe.each(cases.map((golden) => [golden.name, golden] as const))("%s", (_, golden) => {
  const { attrs, inputs, outputs, grads, loss_curve: curve } = golden;
  const given = (name: string): Tensor => {
    const { shape, data, dtype } = inputs[name] as Stored;
    return tensor(Float64Array.from(data), { shape, dtype: dtype === "int64" ? "int32" : "float64" });
  };

  function made(): Gpt {
    const [vocabSize, nEmbd] = inputs["tok_emb.weight"].shape;
    const model = new Gpt({
      vocabSize,
      nEmbd,
      blockSize: inputs["pos_emb.weight"].shape[0],
      nLayer: attrs.n_layer,
      nHead: attrs.n_head,
      nInner: inputs["blocks.0.mlp.fc.bias"].shape[0],
      tieWeights: attrs.tie_weights,
      dtype: "float64",
    });
    model.loadStateDict(Object.fromEntries(attrs.params.map((name: string) => [name, given(name)])));
    return model;
  }

  test("names and shapes are PyTorch's", () => {
    const named = made().namedParameters();
    expect(named.map(([name, { shape }]) => `${name} [${shape}]`).sort()).toEqual(
      attrs.params.map((name: string) => `${name} [${inputs[name].shape}]`).sort(),
    );
  });

  test("logits, loss and gradients", () => {
    const model = made();
    const logits = model.forward(given("index"));
    const loss = tokenLoss(logits, given("target"));
    loss.backward();
    expectClose(logits, outputs.logits, "logits");
    expectClose(loss, outputs.loss, "loss");
    for (const [name, x] of model.namedParameters()) expectClose(x.grad as Tensor, grads[name], name);
  });

  test("five steps of Adam", () => {
    const model = made();
    const { lr, betas, eps, steps } = attrs.train;
    const optimizer = new Adam(model.parameters(), { lr, betas, eps });
    const losses = [];
    for (let step = 0; step <= steps; step++) {
      const loss = tokenLoss(model.forward(given("index")), given("target"));
      losses.push(loss.item());
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    }
    expectClose(tensor(losses, { dtype: "float64" }), curve, "losses");
  });
});

/** `|got - expected| <= 1e-12 + 1e-9·|expected|`. */
function expectClose(got: Tensor, expected: Stored, what: string): void {
  expect(got.shape, what).toEqual(expected.shape);
  const found = got.dataSync();
  expected.data.forEach((value, i) => {
    const error = Math.abs((found[i] as number) - value);
    expect(error <= 1e-12 + 1e-9 * Math.abs(value), `${what}[${i}]: ${found[i]}, not ${value}`).toBe(true);
  });
}
