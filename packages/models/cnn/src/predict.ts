/** A trained network, put to use. */
import { narrow, noGrad, scope, softmax, type Tensor, to } from "@gradus/tensor";
import type { ConvNet } from "./model.ts";

/** What a network takes an image for. */
export interface Prediction {
  readonly class: number;
  /** Of that class. */
  readonly probability: number;
}

/** What the network takes each image `[N, C, H, W]` for, wherever it computes; in batches, so that memory does not matter. */
export async function predict(model: ConvNet, images: Tensor, batchSize = 250): Promise<Prediction[]> {
  const count = images.shape[0] ?? 0;
  const { device } = model.fc.weight;
  const predictions: Prediction[] = [];
  const training = model.training;
  model.eval();
  for (let start = 0; start < count; start += batchSize) {
    const probabilities = noGrad(() =>
      scope(() => {
        const batch = narrow(images, 0, start, Math.min(batchSize, count - start));
        return softmax(model.forward(to(batch, device)), 1);
      }),
    );
    const data = Array.from(await probabilities.data());
    const classes = model.fc.outFeatures;
    for (let i = 0; i < data.length; i += classes) {
      const row = data.slice(i, i + classes);
      const probability = Math.max(...row);
      predictions.push({ class: row.indexOf(probability), probability });
    }
  }
  model.train(training);
  return predictions;
}
