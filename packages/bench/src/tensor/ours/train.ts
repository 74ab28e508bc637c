import * as t from "@gradus/tensor";
import { ADAM, adamNumbers, type Contestant, training } from "../contestant.ts";

/** `[w₁, b₁, w₂, b₂, ...]` as dense layers, relu between them. */
export function trainMlp([x, labels, ...initial]: readonly t.Tensor[], untidy: boolean): Contestant {
  const forward = (parameters: readonly t.Tensor[]) => {
    let h = x as t.Tensor;
    for (let i = 0; i < parameters.length; i += 2) {
      h = dense(h, parameters[i] as t.Tensor, parameters[i + 1] as t.Tensor);
      if (i + 2 < parameters.length) h = t.relu(h);
    }
    return h;
  };
  return train(forward, initial, labels as t.Tensor, untidy);
}

/** Two convolutions and a dense layer. */
export function trainCnn([x, labels, ...initial]: readonly t.Tensor[], untidy: boolean): Contestant {
  const layer = (h: t.Tensor, weight: t.Tensor, bias: t.Tensor) =>
    t.maxPool2d(t.relu(t.conv2d(h, weight, { bias, padding: "same" })), 2);
  const forward = ([w1, b1, w2, b2, w3, b3]: readonly t.Tensor[]) => {
    const h = layer(layer(x as t.Tensor, w1 as t.Tensor, b1 as t.Tensor), w2 as t.Tensor, b2 as t.Tensor);
    return dense(t.flatten(h, 1), w3 as t.Tensor, b3 as t.Tensor);
  };
  return train(forward, initial, labels as t.Tensor, untidy);
}

function dense(x: t.Tensor, weight: t.Tensor, bias: t.Tensor): t.Tensor {
  return t.add(t.matmul(x, weight), bias);
}

function train(
  forward: (parameters: readonly t.Tensor[]) => t.Tensor,
  initial: readonly t.Tensor[],
  labels: t.Tensor,
  untidy: boolean,
): Contestant {
  const parameters = initial.map((p) =>
    t.tensor(p.dataSync(), { shape: p.shape, device: p.device, requiresGrad: true }),
  );
  const target = t.cast(labels, "int32");
  const update = adam(parameters);
  const step = () => {
    const loss = t.crossEntropy(forward(parameters), target);
    loss.backward();
    t.noGrad(update);
    // A scope spares gradients, since they are left on tensors from outside.
    if (!untidy) for (const { grad } of parameters) t.dispose(grad as t.Tensor);
    t.zeroGrad(parameters);
    return loss.item();
  };
  return training(untidy ? step : () => t.scope(step));
}

/** Adam in tensor ops, one parameter after the other. */
function adam(parameters: readonly t.Tensor[]): () => void {
  const { beta1, beta2 } = ADAM;
  const state = parameters.map((p) => ({ p, m: t.zerosLike(p), v: t.zerosLike(p) }));
  let step = 0;
  return () => {
    const { rate, epsilon } = adamNumbers(++step);
    for (const { p, m, v } of state) {
      const g = p.grad as t.Tensor;
      m.assign(m.mul(beta1).add(g.mul(1 - beta1)));
      v.assign(v.mul(beta2).add(g.square().mul(1 - beta2)));
      p.assign(p.sub(m.div(v.sqrt().add(epsilon)).mul(rate)));
    }
  };
}
