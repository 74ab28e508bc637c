/** This library on the default device. */
import { Adam } from "@gradus/optim";
import * as t from "@gradus/tensor";
import { type Contestant, type GpuWork, labels, numbers, sizes } from "./work.ts";

const tensor = (shape: readonly number[], scale = 1): t.Tensor =>
  t.tensor(
    numbers(
      shape.reduce((a, b) => a * b, 1),
      scale,
    ),
    { shape },
  );

/** Sets a workload up. */
export function enterOurs({ task }: GpuWork): Contestant {
  if (task.op === "mlp") return mlp();
  if (task.op === "cnn") return cnn();
  const compute = computation(task);
  return { step: () => first(t.scope(compute)) };
}

/** Reads one number, and gives the rest back. */
async function first(y: t.Tensor): Promise<number> {
  const one = y.flatten().narrow(0, 0, 1).contiguous();
  const [value] = await one.data();
  t.dispose(one);
  t.dispose(y);
  return value as number;
}

function computation(task: GpuWork["task"]): () => t.Tensor {
  if (task.op === "matmul") {
    const [a, b] = [tensor([task.n, task.n]), tensor([task.n, task.n])];
    return () => t.matmul(a, b);
  }
  if (task.op !== "conv2d") {
    const [x, y] = [tensor([sizes.chain]), tensor([sizes.chain])];
    return () => x.mul(y).add(x).tanh().mul(0.5).add(y).relu().exp();
  }
  const [x, w] = [tensor(sizes.images), tensor(sizes.filters, 0.1)];
  if (task.part === "forward") return () => t.conv2d(x, w, { padding: 1 });
  const g = tensor([8, 32, 28, 28]);
  const [, pull] = t.vjp((a: t.Tensor, b: t.Tensor) => t.conv2d(a, b, { padding: 1 }), x, w);
  return () => {
    const [gx, gw] = t.noGrad(() => pull(g)) as [t.Tensor, t.Tensor];
    return t.concat([gx.flatten(), gw.flatten()]);
  };
}

function parameter(shape: readonly number[], fanIn: number): t.Tensor {
  const x = tensor(shape, Math.sqrt(3 / fanIn));
  return t.tensor(numbers(x.size, Math.sqrt(3 / fanIn)), { shape, requiresGrad: true });
}

const zeros = (n: number): t.Tensor => t.zeros([n], { requiresGrad: true });

function mlp(): Contestant {
  const x = tensor([sizes.batch, 784]);
  const layers = sizes.mlp
    .slice(1)
    .map((n, i) => [parameter([n, sizes.mlp[i] as number], sizes.mlp[i] as number), zeros(n)] as const);
  const forward = (): t.Tensor =>
    layers.reduce((h, [w, b], i) => t.linear(h, w, b, { activation: i < 2 ? "relu" : "none" }), x);
  return training(forward, layers.flat());
}

function cnn(): Contestant {
  const x = tensor([sizes.batch, 1, 28, 28]);
  const [w1, b1] = [parameter([16, 1, 5, 5], 25), zeros(16)];
  const [w2, b2] = [parameter([32, 16, 5, 5], 400), zeros(32)];
  const [w3, b3] = [parameter([10, 1568], 1568), zeros(10)];
  const layer = (h: t.Tensor, weight: t.Tensor, bias: t.Tensor): t.Tensor =>
    t.maxPool2d(t.conv2d(h, weight, { bias, padding: "same", activation: "relu" }), 2);
  const forward = (): t.Tensor => t.linear(t.flatten(layer(layer(x, w1, b1), w2, b2), 1), w3, b3);
  return training(forward, [w1, b1, w2, b2, w3, b3]);
}

function training(forward: () => t.Tensor, parameters: readonly t.Tensor[]): Contestant {
  const target = t.tensor(labels());
  const optimizer = new Adam([...parameters], { lr: 1e-3 });
  return {
    async step() {
      const loss = t.scope(() => {
        const value = t.crossEntropy(forward(), target);
        value.backward();
        optimizer.step();
        t.zeroGrad(parameters);
        return value.detach();
      });
      const [value] = await loss.data();
      t.dispose(loss);
      return value as number;
    },
  };
}
