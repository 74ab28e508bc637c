/** LeNet-5: the network that read cheques. */
import { Conv2d, Linear } from "@gradus/nn";
import { avgPool2d, flatten, type Tensor, tanh } from "@gradus/tensor";
import { ConvNet, type ConvNetOptions, layerOptions } from "./model.ts";

/**
 * LeCun, Bottou, Bengio and Haffner 1998, "Gradient-based learning applied to document recognition", section II.B:
 *
 *     x                        [N, C, 28, 28]
 *     C1, S2: avgPool₂(tanh(conv 5x5, margin 2))   [N, 6, 14, 14]
 *     C3, S4: avgPool₂(tanh(conv 5x5))             [N, 16, 5, 5]
 *     C5, F6: tanh(fc1), tanh(fc2)                 [N, 120], [N, 84]
 *     fc                                           [N, classes]
 *
 * Apart from the paper: all of S2 goes to all of C3, averages have no weights of their own, and softmax stands in the place of
 * the distances to drawn prototypes.
 */
export class LeNet extends ConvNet {
  readonly conv1: Conv2d;
  readonly conv2: Conv2d;
  readonly fc1: Linear;
  readonly fc2: Linear;
  fc: Linear;

  constructor(options: ConvNetOptions = {}) {
    super();
    const { inChannels = 1, classes = 10 } = options;
    const layer = layerOptions(options);
    this.conv1 = new Conv2d(inChannels, 6, 5, { ...layer, padding: 2 });
    this.conv2 = new Conv2d(6, 16, 5, layer);
    this.fc1 = new Linear(16 * 5 * 5, 120, { ...layer, activation: "tanh" });
    this.fc2 = new Linear(120, 84, { ...layer, activation: "tanh" });
    this.fc = new Linear(84, classes, layer);
  }

  body(x: Tensor): Tensor {
    const h = avgPool2d(tanh(this.conv1.forward(x)), 2);
    return this.fc2.forward(this.fc1.forward(flatten(avgPool2d(tanh(this.conv2.forward(h)), 2), 1)));
  }
}
