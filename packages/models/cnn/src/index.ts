export { type Architecture, architectures, build } from "./build.ts";
export { cnnDigits, cnnDrawn } from "./demo/digits.ts";
export { cnnTransfer } from "./demo/transfer.ts";
export {
  ConvNorm,
  Inception,
  type InceptionChannels,
  InceptionNet,
  type InceptionNetOptions,
} from "./inception.ts";
export { LeNet } from "./lenet.ts";
export { featureMapsOf, filtersOf, type Pictures } from "./look.ts";
export { ConvNet, type ConvNetOptions } from "./model.ts";
export { type Prediction, predict } from "./predict.ts";
export { ResidualBlock, ResNet, type ResNetOptions } from "./resnet.ts";
export { SmallCNN, type SmallCNNOptions } from "./small.ts";
export { type Batch, type TrainOptions, train } from "./train.ts";
export { freezeBody, swapHead } from "./transfer.ts";
export { VGG, type VGGOptions } from "./vgg.ts";
