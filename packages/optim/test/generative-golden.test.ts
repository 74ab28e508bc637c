/** A variational autoencoder and both halves of a GAN, in plain functions: loss, gradients and five steps of Adam are PyTorch's. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Adam } from "@gradus/optim";
import {
  bceWithLogitsLoss,
  leakyRelu,
  linear,
  noGrad,
  onesLike,
  relu,
  type Tensor,
  tanh,
  tensor,
  zerosLike,
} from "@gradus/tensor";
import { expect, test } from "vitest";

interface Stored {
  readonly shape: number[];
  readonly data: number[];
}

interface Case {
  readonly name: string;
  readonly attrs: {
    readonly params: string[];
    readonly beta: number;
    readonly train: { lr: number; steps: number };
  };
  readonly inputs: Readonly<Record<string, Stored>>;
  readonly outputs: Readonly<Record<string, Stored>>;
  readonly grads: Readonly<Record<string, Stored>>;
  readonly loss_curve: Stored;
}

type Tensors = Readonly<Record<string, Tensor>>;

const file = join(import.meta.dirname, "golden/generative.json");
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: Case[] };

/** What a case computes, under the names that its file gives to outputs. */
const models: Readonly<Record<string, (x: Tensors, attrs: Case["attrs"]) => Tensors>> = {
  "model_vae/small"(x, { beta }) {
    const layer = (name: string, input: Tensor) => linear(input, x[`${name}.weight`]!, x[`${name}.bias`]);
    const h = tanh(layer("enc", x.x!));
    const [mu, logvar] = [layer("mu", h), layer("logvar", h)];
    const z = mu.add(logvar.div(2).exp().mul(x.noise!));
    const logits = layer("dec2", tanh(layer("dec1", z)));
    const count = x.x!.shape[0]!;
    const reconstruction = bceWithLogitsLoss(logits, x.x!, { reduction: "sum" }).div(count);
    const kl = logvar
      .add(1)
      .sub(mu.square())
      .sub(logvar.exp())
      .sum()
      .mul(-0.5 / count);
    return { loss: reconstruction.add(kl.mul(beta)), reconstruction, kl, mu, logvar, z, logits };
  },
  "model_gan_discriminator/step"(x) {
    const fake = noGrad(() => generator(x));
    const [real_logits, fake_logits] = [discriminator(x, x.real!), discriminator(x, fake)];
    const loss = bceWithLogitsLoss(real_logits, onesLike(real_logits)).add(
      bceWithLogitsLoss(fake_logits, zerosLike(fake_logits)),
    );
    return { loss, fake, real_logits, fake_logits };
  },
  "model_gan_generator/step"(x) {
    const fake_logits = discriminator(x, generator(x));
    return { loss: bceWithLogitsLoss(fake_logits, onesLike(fake_logits)), fake_logits };
  },
};

function generator(x: Tensors): Tensor {
  const h = relu(linear(x.z!, x["g.fc1.weight"]!, x["g.fc1.bias"]));
  return tanh(linear(h, x["g.fc2.weight"]!, x["g.fc2.bias"]));
}

function discriminator(x: Tensors, sample: Tensor): Tensor {
  const h = leakyRelu(linear(sample, x["d.fc1.weight"]!, x["d.fc1.bias"]), 0.2);
  return linear(h, x["d.fc2.weight"]!, x["d.fc2.bias"]);
}

function expectClose(actual: ArrayLike<number>, expected: Stored, what: string): void {
  expect(actual.length, what).toBe(expected.data.length);
  expected.data.forEach((wanted, i) => {
    expect(Math.abs(actual[i]! - wanted), `${what}[${i}]`).toBeLessThanOrEqual(
      1e-12 + 1e-9 * Math.abs(wanted),
    );
  });
}

test("every case of the file is computed", () => {
  expect(cases.map(({ name }) => name)).toEqual(Object.keys(models));
});

test.each(cases.map((each) => [each.name, each] as const))(
  "%s",
  (name, { attrs, inputs, outputs, grads, ...rest }) => {
    const x = Object.fromEntries(
      Object.entries(inputs).map(([key, { shape, data }]) => [
        key,
        tensor(data, { shape, dtype: "float64", device: "cpu", requiresGrad: attrs.params.includes(key) }),
      ]),
    );
    const compute = () => models[name]!(x, attrs);
    const first = compute();
    for (const [key, wanted] of Object.entries(outputs)) expectClose(first[key]!.dataSync(), wanted, key);
    first.loss!.backward();
    for (const [key, wanted] of Object.entries(grads))
      expectClose(x[key]!.grad!.dataSync(), wanted, `gradient of ${key}`);

    const optimizer = new Adam(
      attrs.params.map((key) => x[key]!),
      { lr: attrs.train.lr },
    );
    const losses = [first.loss!.item()];
    for (let step = 0; step < attrs.train.steps; step++) {
      optimizer.zeroGrad();
      compute().loss!.backward();
      optimizer.step();
      losses.push(compute().loss!.item());
    }
    expectClose(losses, rest.loss_curve, "loss");
  },
);
