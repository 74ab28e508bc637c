export { hingeLoss, Layer, MLP, mseLoss, Neuron, perceptronUpdate, SGD, trainStep } from "@gradus/scalar";
