/** The forward pass of a model as an ONNX file. */
import { Tensor } from "@gradus/tensor";
import { type BatchAxes, batchAxesOf, examplesOf } from "./examples.ts";
import { encode, lower } from "./lower.ts";
import { batchAttrs } from "./rules/table.ts";
import { programOf } from "./trace/program.ts";
import { type Forward, type NamedTensor, type Outputs, record } from "./trace/record.ts";

/** What has parameters under names: a module of `@gradus/nn`, or something like it. */
export interface ModuleLike {
  forward(...inputs: never[]): Outputs;
  namedParameters(): Iterable<NamedTensor>;
  namedBuffers?(): Iterable<NamedTensor>;
  /** Itself and all below, which train or not. */
  namedModules?(): Iterable<readonly [name: string, module: { training: boolean }]>;
}

/** Options of {@link exportOnnx}. */
export interface ExportOptions {
  /** One for each input; "input", or "input0", "input1", ... */
  readonly inputNames?: readonly string[];
  /** One for each tensor that forward returns, lists from left to right; "output", or "output0", "output1", ... */
  readonly outputNames?: readonly string[];
  /** Whose parameters `forward` uses, if it is a function: they get names, and the module is switched to use meanwhile. */
  readonly module?: ModuleLike;
  /**
   * Whether the model is to take batches of any size: axis 0 of each input, or the axes that are named, `null` for an input
   * without a batch. Yes by default.
   */
  readonly dynamicBatch?: boolean | BatchAxes;
  /** The version of ONNX's operators: 17 by default, up to 21. */
  readonly opset?: number;
  /** The name of the graph: "gradus" by default. */
  readonly name?: string;
}

const OPSETS = { least: 17, most: 21 };

/**
 * The forward pass of a model as the bytes of an ONNX file.
 *
 * `forward` is called twice, in use (`eval`) and without gradients, with batches of two and three rows of `inputs`. What it
 * computes from inputs and parameters becomes nodes, all else constants; what follows the batch follows it in the graph too.
 * Parameters and buffers keep their names. Nothing but the batch may vary: other extents are those of `inputs`.
 *
 * @param forward a module, or a function of the inputs that returns a tensor or a list of tensors
 * @param inputs examples, with two different rows at least: elements that are read, not computed with, are noticed by what changes
 * @throws Error if an op has no counterpart in ONNX (it is named), or the way through the program depends on the input
 * @throws RangeError if names, batches or the opset do not fit
 */
export function exportOnnx(
  forward: Forward | ModuleLike,
  inputs: readonly Tensor[],
  options: ExportOptions = {},
): Uint8Array {
  const module = typeof forward === "function" ? options.module : forward;
  const call = typeof forward === "function" ? forward : (forward.forward.bind(forward) as Forward);
  const { opset = OPSETS.least, name = "gradus", dynamicBatch = true } = options;
  check(inputs, opset);
  const axes = batchAxesOf(inputs, dynamicBatch);
  const parameters =
    module === undefined ? [] : [...module.namedParameters(), ...(module.namedBuffers?.() ?? [])];
  const { first, second, batches } = examplesOf(inputs, axes);
  const [one, other] = inUse(
    module,
    () => [record(call, first, parameters), record(call, second, parameters)] as const,
  );
  const program = programOf(one, other, { batches, free: batchAttrs });
  const names = {
    inputs: namesOf("input", inputs.length, options.inputNames),
    outputs: namesOf("output", program.outputs.length, options.outputNames),
  };
  checkNames([...names.inputs, ...names.outputs, ...parameters.map(([each]) => each)]);
  const at = axes.findIndex((axis) => axis !== null);
  const batch = at < 0 ? null : { input: names.inputs[at] as string, axis: axes[at] as number };
  return encode(lower(program, { ...names, graph: name, opset, batch }));
}

function check(inputs: readonly Tensor[], opset: number): void {
  if (!Number.isInteger(opset) || opset < OPSETS.least || opset > OPSETS.most)
    throw new RangeError(
      `exportOnnx: opset is ${opset}; it must be a whole number from ${OPSETS.least} to ${OPSETS.most}`,
    );
  const stranger = inputs.findIndex((x) => !(x instanceof Tensor));
  if (inputs.length === 0 || stranger >= 0)
    throw new TypeError(
      `exportOnnx: ${inputs.length === 0 ? "there are no inputs" : `input ${stranger} is no tensor`}; give an example of each: ` +
        "exportOnnx(model, [x])",
    );
}

/** Runs `f` while the module and all below it are in use, not in training. */
function inUse<T>(module: ModuleLike | undefined, f: () => T): T {
  const modules = [...(module?.namedModules?.() ?? [])].map(([, each]) => ({
    each,
    training: each.training,
  }));
  try {
    for (const { each } of modules) each.training = false;
    return f();
  } finally {
    for (const { each, training } of modules) each.training = training;
  }
}

function namesOf(stem: string, count: number, given: readonly string[] | undefined): readonly string[] {
  const names = given ?? Array.from({ length: count }, (_, i) => (count === 1 ? stem : `${stem}${i}`));
  if (names.length === count) return names;
  throw new RangeError(
    `exportOnnx: ${names.length} ${stem} names (${names.join(", ")}) for ${count} ${stem}${count === 1 ? "" : "s"}; give one for each`,
  );
}

function checkNames(names: readonly string[]): void {
  const twice = names.find((name, i) => name === "" || names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new RangeError(
      `exportOnnx: the name "${twice}" is ${twice === "" ? "empty" : "taken twice"}; inputs, outputs and parameters need names of ` +
        "their own: inputNames, outputNames",
    );
}
