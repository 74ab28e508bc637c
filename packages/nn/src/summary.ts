/** A model as a table. */
import { noGrad, scope, Tensor } from "@gradus/tensor";
import type { AnyModule } from "./module.ts";
import { observe } from "./observe.ts";

/** A line of a summary: one module. */
export interface SummaryRow {
  /** As in `namedModules`. */
  readonly name: string;
  /** The name of its class. */
  readonly type: string;
  /** The shape of what it computed; `null` if it was not called, or gave something other than tensors. */
  readonly outputShape: readonly number[] | null;
  /** Numbers in its parameters, without those of the modules below. */
  readonly parameters: number;
  /** Of these, how many are trained. */
  readonly trainable: number;
}

/** A model as a table: a row for each module, and what they have together. `toString()` is for reading. */
export interface Summary {
  readonly rows: readonly SummaryRow[];
  readonly parameters: number;
  readonly trainable: number;
  toString(): string;
}

/**
 * Shapes and numbers of parameters of a module and all below it, found by calling it with `inputs`, in use (`eval`) and
 * without recording. The model is as before afterwards.
 */
export function summary<I extends readonly unknown[]>(
  module: AnyModule & { forward(...inputs: I): unknown },
  ...inputs: I
): Summary {
  const shapes = shapesOf(module, inputs);
  const seen = new Set<Tensor>();
  const rows = module.namedModules().map(([name, below]): SummaryRow => {
    const nested = new Set(
      below
        .namedModules()
        .slice(1)
        .flatMap(([, inner]) => inner.parameters()),
    );
    const own = below.parameters().filter((x) => !nested.has(x) && !seen.has(x));
    for (const x of own) seen.add(x);
    return {
      name,
      type: below.constructor.name,
      outputShape: shapes.get(below) ?? null,
      parameters: count(own),
      trainable: count(own.filter((x) => x.requiresGrad)),
    };
  });
  const total = (key: "parameters" | "trainable"): number => rows.reduce((sum, row) => sum + row[key], 0);
  const parameters = total("parameters");
  const trainable = total("trainable");
  return { rows, parameters, trainable, toString: () => asText(rows, parameters, trainable) };
}

function shapesOf(module: AnyModule, inputs: readonly unknown[]): Map<AnyModule, readonly number[]> {
  const shapes = new Map<AnyModule, readonly number[]>();
  const modes = module.namedModules().map(([, below]) => [below, below.training] as const);
  const end = observe(module, ({ module: below, output }) => {
    const first = Array.isArray(output) ? output[0] : output;
    if (first instanceof Tensor) shapes.set(below, first.shape);
  });
  try {
    module.eval();
    noGrad(() =>
      scope(() => {
        module.forward(...inputs);
      }),
    );
  } finally {
    end();
    for (const [below, training] of modes) below.training = training;
  }
  return shapes;
}

function count(tensors: readonly Tensor[]): number {
  return tensors.reduce((sum, { size }) => sum + size, 0);
}

function asText(rows: readonly SummaryRow[], parameters: number, trainable: number): string {
  const lines = [
    ["module", "type", "output", "parameters"],
    ...rows.map(({ name, type, outputShape, parameters: own, trainable: free }) => {
      const shape = outputShape === null ? "-" : `[${outputShape.join(", ")}]`;
      const frozen = own > 0 && free === 0 ? " (frozen)" : "";
      return [name === "" ? "(all)" : name, type, shape, own === 0 ? "-" : grouped(own) + frozen];
    }),
  ];
  const widths = [0, 1, 2].map((i) => Math.max(...lines.map((line) => (line[i] as string).length)));
  const text = lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const total = `${grouped(parameters)} parameters, ${grouped(trainable)} of them trained`;
  return [...text, total].join("\n");
}

function grouped(n: number): string {
  return n.toLocaleString("en-US");
}
