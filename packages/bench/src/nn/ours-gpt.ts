/** Our GPT, as it is trained. */
import { Adam } from "@gradus/optim";
import * as t from "@gradus/tensor";
import { Gpt, tokenLoss } from "@gradus/transformer";
import { ADAM, type Contestant, training } from "../tensor/contestant.ts";

/** Characters and labels `[B, T]`, then the parameters. */
export function trainGpt(
  [text, labels, ...initial]: readonly t.Tensor[],
  heads: number,
  untidy: boolean,
): Contestant {
  const [x, y] = [text, labels].map((each) => t.cast(each as t.Tensor, "int32")) as [t.Tensor, t.Tensor];
  const [vocabSize, nEmbd] = (initial[0] as t.Tensor).shape as [number, number];
  const blockSize = (initial[1] as t.Tensor).shape[0] as number;
  // Two tables, two numbers at the end, the head; twelve for each block.
  const nLayer = (initial.length - 5) / 12;
  const model = new Gpt({ vocabSize, blockSize, nLayer, nHead: heads, nEmbd, device: x.device });
  const parameters = model.parameters();
  for (const [i, p] of parameters.entries()) p.assign(initial[i] as t.Tensor);
  const { rate: lr, beta1, beta2, epsilon: eps } = ADAM;
  const optimizer = new Adam(parameters, { lr, betas: [beta1, beta2], eps });
  const step = () => {
    const loss = tokenLoss(model.forward(x), y);
    loss.backward();
    optimizer.step();
    // A scope spares gradients, since they are left on tensors from outside.
    if (!untidy) for (const { grad } of parameters) t.dispose(grad as t.Tensor);
    optimizer.zeroGrad();
    return loss.item();
  };
  return training(untidy ? step : () => t.scope(step));
}
