import * as t from "@gradus/tensor";
import { ADAM, adamNumbers, type Contestant, training } from "../contestant.ts";

/** `[w₁, b₁, w₂, b₂, ...]` as dense layers, relu between them. */
export function trainMlp([x, labels, ...initial]: readonly t.Tensor[], untidy: boolean): Contestant {
  const forward = (parameters: readonly t.Tensor[]) => {
    let h = x as t.Tensor;
    for (let i = 0; i < parameters.length; i += 2) {
      const activation = i + 2 < parameters.length ? "relu" : "none";
      h = t.linear(h, parameters[i] as t.Tensor, parameters[i + 1] as t.Tensor, { activation });
    }
    return h;
  };
  return train(forward, initial, labels as t.Tensor, untidy);
}

/** Two convolutions and a dense layer. */
export function trainCnn([x, labels, ...initial]: readonly t.Tensor[], untidy: boolean): Contestant {
  const layer = (h: t.Tensor, weight: t.Tensor, bias: t.Tensor) =>
    t.maxPool2d(t.conv2d(h, weight, { bias, padding: "same", activation: "relu" }), 2);
  const forward = ([w1, b1, w2, b2, w3, b3]: readonly t.Tensor[]) => {
    const h = layer(layer(x as t.Tensor, w1 as t.Tensor, b1 as t.Tensor), w2 as t.Tensor, b2 as t.Tensor);
    return t.linear(t.flatten(h, 1), w3 as t.Tensor, b3 as t.Tensor);
  };
  return train(forward, initial, labels as t.Tensor, untidy);
}

function train(
  forward: (parameters: readonly t.Tensor[]) => t.Tensor,
  initial: readonly t.Tensor[],
  labels: t.Tensor,
  untidy: boolean,
): Contestant {
  // Weights of dense layers come as [in, out]; here they lie as [out, in].
  const laidOut = initial.map((p) => (p.rank === 2 ? t.transpose(p) : p));
  const parameters = laidOut.map((p) =>
    t.tensor(p.dataSync(), { shape: p.shape, device: p.device, requiresGrad: true }),
  );
  const target = t.cast(labels, "int32");
  const update = adam(parameters);
  const step = () => {
    const loss = t.crossEntropy(forward(parameters), target);
    loss.backward();
    update();
    t.zeroGrad(parameters);
    return loss.item();
  };
  return training(untidy ? step : () => t.scope(step));
}

/** Adam, a kernel for each parameter; few elements are a loop, as in the optimizers' package. */
function adam(parameters: readonly t.Tensor[]): () => void {
  const { beta1, beta2 } = ADAM;
  const state = parameters.map((p) => ({ p, m: t.zerosLike(p), v: t.zerosLike(p) }));
  let step = 0;
  return () => {
    const { rate, epsilon: eps } = adamNumbers(++step);
    for (const { p, m, v } of state) {
      const tensors = [p, p.grad as t.Tensor, m, v] as const;
      const numbers = { rate, correction: 1, shrink: 1, decay: 0, beta1, beta2, eps };
      if (t.updateInPlace("adam", tensors, numbers)) continue;
      const [x, g, mean, square] = t.elementsOf(...tensors);
      for (let i = 0; i < x.length; i++) {
        const gradient = g[i] as number;
        mean[i] = beta1 * (mean[i] as number) + (1 - beta1) * gradient;
        square[i] = beta2 * (square[i] as number) + (1 - beta2) * gradient * gradient;
        x[i] = (x[i] as number) - (rate * (mean[i] as number)) / (Math.sqrt(square[i] as number) + eps);
      }
    }
  };
}
