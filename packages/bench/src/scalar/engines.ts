/** Both engines behind one face, so that whatever is done with one is done with the other. */
import { ancestors, MLP, mseLoss, SGD, trainStep } from "@gradus/scalar";
import * as micrograd from "./micrograd-shape.ts";
import { LEARNING_RATE, type Workload, weightSource } from "./workloads.ts";

/** One engine with a network of its own, ready to work. */
export interface Engine {
  /** The loss on the current weights. */
  forward(): number;
  /** Forward, backward, SGD. Returns the loss before the step. */
  trainStep(): number;
  /** The gradients of the latest step, in the order of the parameters. */
  gradients(): number[];
  /** The nodes in the graph of the loss. */
  countNodes(): number;
}

export function ours({ sizes, inputs, targets }: Workload): Engine {
  const network = new MLP(sizes, weightSource());
  const parameters = network.parameters();
  const optimizer = new SGD(parameters, LEARNING_RATE);
  const loss = () =>
    mseLoss(
      inputs.flatMap((x) => network.forward(x)),
      targets,
    );
  return {
    forward: () => loss().data,
    trainStep: () => trainStep(loss, optimizer),
    gradients: () => parameters.map(({ grad }) => grad),
    countNodes: () => ancestors(loss()).length,
  };
}

export function theirs({ sizes, inputs, targets }: Workload): Engine {
  const initial = new MLP(sizes, weightSource()).parameters().map(({ data }) => data);
  const network = new micrograd.MLP(sizes, initial);
  const parameters = network.parameters();
  const loss = () =>
    micrograd.mseLoss(
      inputs.flatMap((x) => network.forward(x)),
      targets,
    );
  const step = () => {
    const value = loss();
    for (const parameter of parameters) parameter.grad = 0;
    value.backward();
    for (const parameter of parameters) parameter.data -= LEARNING_RATE * parameter.grad;
    return value.data;
  };
  return {
    forward: () => loss().data,
    trainStep: step,
    gradients: () => parameters.map(({ grad }) => grad),
    countNodes: () => micrograd.topologicalOrder(loss()).length,
  };
}
