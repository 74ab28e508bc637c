/** Our own models, of the layers that users have. */
import { Embedding, Linear, LSTM, Module } from "@gradus/nn";
import { Adam } from "@gradus/optim";
import * as t from "@gradus/tensor";
import { ADAM, type Contestant, training } from "../tensor/contestant.ts";

class CharLstm extends Module {
  readonly embedding: Embedding;
  readonly lstm: LSTM;
  readonly head: Linear;

  constructor(vocabulary: number, embedding: number, hidden: number, device: t.Device) {
    super();
    this.embedding = new Embedding(vocabulary, embedding, { device });
    this.lstm = new LSTM(embedding, hidden, { device });
    this.head = new Linear(hidden, vocabulary, { device });
  }

  /** `[T, B]` → `[T, B, V]`. */
  forward(text: t.Tensor): t.Tensor {
    const [output] = this.lstm.forward(this.embedding.forward(text));
    return this.head.forward(output);
  }
}

/** Characters and labels `[T, B]`, then the parameters. */
export function trainCharLstm([text, labels, ...initial]: readonly t.Tensor[], untidy: boolean): Contestant {
  const [x, y] = [text, labels].map((each) => t.cast(each as t.Tensor, "int32")) as [t.Tensor, t.Tensor];
  const [vocabulary, embedding] = (initial[0] as t.Tensor).shape as [number, number];
  const hidden = (initial[2] as t.Tensor).shape[1] as number;
  const model = new CharLstm(vocabulary, embedding, hidden, x.device);
  const parameters = model.parameters();
  for (const [i, p] of parameters.entries()) p.assign(initial[i] as t.Tensor);
  const { rate: lr, beta1, beta2, epsilon: eps } = ADAM;
  const optimizer = new Adam(parameters, { lr, betas: [beta1, beta2], eps });
  const classes = t.reshape(y, [-1]);
  const step = () => {
    const loss = t.crossEntropy(t.reshape(model.forward(x), [-1, vocabulary]), classes);
    loss.backward();
    optimizer.step();
    // A scope spares gradients, since they are left on tensors from outside.
    if (!untidy) for (const { grad } of parameters) t.dispose(grad as t.Tensor);
    optimizer.zeroGrad();
    return loss.item();
  };
  return training(untidy ? step : () => t.scope(step));
}
