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

const model = charLstm({ vocabulary: 64, embedding: 64, hidden: 128, steps: 64, batch: 32 }, 45);

export const workloads: readonly Workload[] = [
  model,
  { ...model, name: `${model.name}, untidy`, untidy: true },
];
