/**
 * The lesson's classes as functions with plain data in and out. A neuron travels as a row `[w₁, ..., wₙ, bias]`, a layer
 * as an array of rows, a network as an array of layers.
 */
import {
  hingeLoss,
  Layer,
  MLP,
  mseLoss,
  Neuron,
  perceptronUpdate,
  relu,
  SGD,
  tanh,
  trainStep,
  Value,
} from "@gradus/scalar";

export { perceptronUpdate };

type Activation = "tanh" | "relu" | null;
type Row = readonly number[];

const half = (): number => 0.5;

/** What the array given as `w` holds after the update: what it held before. */
export function perceptronInputAfterwards(w: Row, x: Row, y: number): number[] {
  const given = [...w];
  perceptronUpdate(given, x, y);
  return given;
}

/** Goes through all examples, again and again, until a round has no mistakes; says how many each round had. */
export function perceptronTrain(points: readonly Row[], labels: readonly number[], rounds: number): number[] {
  let w: number[] = [...(points[0] as Row).map(() => 0), 0];
  const mistakes: number[] = [];
  while (mistakes.at(-1) !== 0 && mistakes.length < rounds) {
    let wrong = 0;
    for (const [i, x] of points.entries()) {
      const next = perceptronUpdate(w, x, labels[i] as number);
      if (next.some((wi, k) => wi !== w[k])) wrong++;
      w = next;
    }
    mistakes.push(wrong);
  }
  return mistakes;
}

/** What `backward` leaves in the parameters and in the inputs. */
interface Gradients {
  readonly parameters: number[];
  readonly x: number[];
}

/** `Neuron.forward` */
export function neuron(row: Row, activation: Activation, x: Row): number {
  return value(makeNeuron(row, activation).forward(x), "Neuron.forward").data;
}

/** What `backward` leaves in the weights, the bias and the inputs of a neuron. */
export function neuronGradients(row: Row, activation: Activation, x: Row): Gradients {
  const made = makeNeuron(row, activation);
  const inputs = leaves(x);
  value(made.forward(inputs), "Neuron.forward").backward();
  return { parameters: gradients(made.parameters()), x: gradients(inputs) };
}

/** `Layer.forward` */
export function layer(rows: readonly Row[], activation: Activation, x: Row): number[] {
  return outputs(makeLayer(rows, activation).forward(x), "Layer.forward").map(({ data }) => data);
}

/** What `backward` leaves in the parameters and the inputs of a layer whose outputs count `g` each. */
export function layerGradients(rows: readonly Row[], activation: Activation, x: Row, g: Row): Gradients {
  const made = makeLayer(rows, activation);
  const inputs = leaves(x);
  weighted(outputs(made.forward(inputs), "Layer.forward"), g).backward();
  return { parameters: gradients(made.parameters()), x: gradients(inputs) };
}

/** `MLP.forward` of a network with tanh */
export function mlp(layers: readonly (readonly Row[])[], x: Row): number[] {
  return outputs(makeMLP(layers).forward(x), "MLP.forward").map(({ data }) => data);
}

/** What `backward` leaves in the parameters and the inputs of a network whose outputs count `g` each. */
export function mlpGradients(layers: readonly (readonly Row[])[], x: Row, g: Row): Gradients {
  const made = makeMLP(layers);
  const inputs = leaves(x);
  weighted(outputs(made.forward(inputs), "MLP.forward"), g).backward();
  return { parameters: gradients(made.parameters()), x: gradients(inputs) };
}

/** The message of the RangeError that a network throws for `x`; empty if it throws none. */
export function mlpComplaint(layers: readonly (readonly Row[])[], x: Row): string {
  return complaint(() => makeMLP(layers).forward(x));
}

/** Whether a network throws a RangeError for `x`. */
export function mlpRefuses(layers: readonly (readonly Row[])[], x: Row): boolean {
  return mlpComplaint(layers, x) !== "";
}

/** The loss, and what `backward` leaves in the predictions. */
interface Loss {
  readonly loss: number;
  readonly gradient: number[];
}

/** `mseLoss` */
export function mse(predictions: Row, targets: Row): Loss {
  const inputs = leaves(predictions);
  return withGradient(mseLoss(inputs, [...targets]), inputs, "mseLoss");
}

/** `hingeLoss` */
export function hinge(scores: Row, labels: Row): Loss {
  const inputs = leaves(scores);
  return withGradient(hingeLoss(inputs, [...labels]), inputs, "hingeLoss");
}

/** Whether the losses throw a RangeError. */
export function mseRefuses(predictions: Row, targets: Row): boolean {
  return complaint(() => mseLoss(leaves(predictions), targets)) !== "";
}

export function hingeRefuses(scores: Row, labels: Row): boolean {
  return complaint(() => hingeLoss(leaves(scores), labels)) !== "";
}

/** One `SGD.step` on parameters with these values and gradients. */
export function sgdStep(
  data: Row,
  slopes: Row,
  learningRate: number,
): { data: number[]; gradients: number[] } {
  const parameters = leaves(data, slopes);
  new SGD(parameters, learningRate).step();
  return { data: parameters.map((parameter) => parameter.data), gradients: gradients(parameters) };
}

/** What happened while `trainStep` ran a number of times. */
interface Course {
  /** What it returned each time. */
  readonly returned: number[];
  /** The parameters' gradients whenever the optimizer was asked to step. */
  readonly seen: number[][];
  /** The parameters at the end. */
  readonly data: number[];
  /** Their gradients at the end. */
  readonly gradients: number[];
  /** How often the loss was computed. */
  readonly computed: number;
}

/**
 * Runs `trainStep` with the loss `Σᵢ (wᵢ - targetᵢ)²/2`, whose gradient is `w - target`, and an optimizer that takes notes.
 *
 * @param stale the gradients that the parameters have before the first step
 */
export function train(start: Row, stale: Row, target: Row, learningRate: number, steps: number): Course {
  const parameters = leaves(start, stale);
  const seen: number[][] = [];
  // Steps by itself, so that trainStep is judged alone.
  class NoteTaker extends SGD {
    override step(): void {
      seen.push(gradients(parameters));
      for (const parameter of parameters) parameter.data -= learningRate * parameter.grad;
    }
  }
  let computed = 0;
  const loss = (): Value => {
    computed++;
    return parameters
      .map((parameter, i) => parameter.sub(target[i] as number).pow(2))
      .reduce((sum, square) => sum.add(square))
      .div(2);
  };
  const optimizer = new NoteTaker(parameters, learningRate);
  const returned = Array.from({ length: steps }, () => trainStep(loss, optimizer));
  const data = parameters.map((parameter) => parameter.data);
  return { returned, seen, data, gradients: gradients(parameters), computed };
}

function makeNeuron(row: Row, activation: Activation): Neuron {
  return withParameters(new Neuron(row.length - 1, opOf(activation), half), row);
}

function makeLayer(rows: readonly Row[], activation: Activation): Layer {
  return withParameters(new Layer(inputsOf(rows), rows.length, opOf(activation), half), rows.flat());
}

function inputsOf(rows: readonly Row[]): number {
  return (rows[0] as Row).length - 1;
}

function makeMLP(layers: readonly (readonly Row[])[]): MLP {
  const inputs = inputsOf(layers[0] as readonly Row[]);
  return withParameters(new MLP([inputs, ...layers.map((rows) => rows.length)], half), layers.flat(2));
}

function withParameters<Model extends { parameters(): Value[] }>(model: Model, numbers: Row): Model {
  model.parameters().forEach((parameter, i) => {
    parameter.data = numbers[i] as number;
  });
  return model;
}

function opOf(activation: Activation): typeof tanh | null {
  return activation === null ? null : { tanh, relu }[activation];
}

function leaves(data: Row, slopes: Row = []): Value[] {
  return Array.from(data, (x, i) => Object.assign(new Value(x), { grad: slopes[i] ?? 0 }));
}

function gradients(values: readonly Value[]): number[] {
  return values.map(({ grad }) => grad);
}

function weighted(values: readonly Value[], g: Row): Value {
  return values.map((y, i) => y.mul(g[i] as number)).reduce((sum, y) => sum.add(y));
}

function withGradient(loss: unknown, inputs: readonly Value[], what: string): Loss {
  const result = value(loss, what);
  result.backward();
  return { loss: result.data, gradient: gradients(inputs) };
}

function complaint(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    // What trips over the missing entry deep inside has not refused.
    if (error instanceof TypeError) return "";
    throw error;
  }
  return "";
}

function value(result: unknown, what: string): Value {
  if (result instanceof Value) return result;
  throw new TypeError(`${what} should return a Value, but returned ${describe(result)}`);
}

function outputs(result: unknown, what: string): Value[] {
  if (Array.isArray(result))
    return result.map((entry, i) => value(entry, `entry ${i} of what ${what} returns`));
  throw new TypeError(`${what} should return an array of Values, but returned ${describe(result)}`);
}

function describe(x: unknown): string {
  if (typeof x === "number") return `the number ${x}`;
  return typeof x === "object" && x !== null ? `a ${x.constructor.name}` : String(x);
}
