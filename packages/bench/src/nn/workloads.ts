/** What is measured, and what we want to reach. Targets hold for one thread of an AMD EPYC. */
import { milliseconds } from "../tensor/builders.ts";
import type { Input, Workload } from "../tensor/workload.ts";

export interface CharLstmSizes {
  readonly vocabulary: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly steps: number;
  readonly batch: number;
}

/** A model that names the next character: embedding, LSTM, dense layer. */
export function charLstm(sizes: CharLstmSizes, target?: number): Workload {
  const { vocabulary, embedding, hidden, steps, batch } = sizes;
  const text: Input = { shape: [steps, batch], values: "integers", scale: vocabulary };
  // Like uniform numbers in ±1/√H, which layers begin with.
  const scale = 1 / Math.sqrt(3 * hidden);
  const weight = (...shape: number[]): Input => ({ shape, values: "normal", scale });
  const inputs: Input[] = [
    text,
    text,
    { shape: [vocabulary, embedding], values: "normal" },
    weight(4 * hidden, embedding),
    weight(4 * hidden, hidden),
    weight(4 * hidden),
    weight(4 * hidden),
    weight(vocabulary, hidden),
    weight(vocabulary),
  ];
  const name = `train LSTM ${vocabulary}-${embedding}-${hidden}, ${steps} steps, batch ${batch}`;
  return milliseconds(name, { op: "charLstm" }, inputs, target);
}

export interface GptSizes {
  readonly vocabulary: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly context: number;
  readonly batch: number;
}

/** A model that names the next character by attention. */
export function gpt(sizes: GptSizes, target?: number): Workload {
  const { vocabulary, width, layers, heads, context, batch } = sizes;
  const text: Input = { shape: [batch, context], values: "integers", scale: vocabulary };
  const table = (rows: number, columns: number): Input => ({
    shape: [rows, columns],
    values: "normal",
    scale: 0.02,
  });
  const vector = (values: "ones" | "zeros", length = width): Input => ({ shape: [length], values });
  const norm = [vector("ones"), vector("zeros")];
  const dense = (outputs: number, inputs: number) => [table(outputs, inputs), vector("zeros", outputs)];
  const block = [
    ...[...norm, ...dense(3 * width, width), ...dense(width, width)],
    ...[...norm, ...dense(4 * width, width), ...dense(width, 4 * width)],
  ];
  const inputs: Input[] = [
    ...[text, text, table(vocabulary, width), table(context, width)],
    ...Array.from({ length: layers }, () => block).flat(),
    ...[...norm, table(vocabulary, width)],
  ];
  const name = `train GPT ${layers}x${width}, vocabulary ${vocabulary}, context ${context}, batch ${batch}`;
  return milliseconds(name, { op: "gpt", heads }, inputs, target);
}

const model = charLstm({ vocabulary: 64, embedding: 64, hidden: 128, steps: 64, batch: 32 }, 45);

const small = { vocabulary: 65, width: 128, layers: 4, heads: 4, context: 64, batch: 16 };

export const workloads: readonly Workload[] = [
  model,
  { ...model, name: `${model.name}, untidy`, untidy: true },
  gpt(small, 125),
  { ...gpt(small, 75), name: `${gpt(small).name}, 2 threads`, threads: 2 },
];
