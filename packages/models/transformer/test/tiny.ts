/** Models so small that a law about them takes milliseconds. */
import { functionalCall, type Module } from "@gradus/nn";
import { Generator, randn, type Tensor, tensor } from "@gradus/tensor";
import { EncoderDecoder, type EncoderDecoderOptions, Gpt, type GptOptions } from "@gradus/transformer";

export const float64 = { dtype: "float64", device: "cpu" } as const;

/** Parameters that are all random: at 0 and 1 a missing factor would not show. */
export function shaken<M extends Module<never, unknown>>(module: M, seed = 1, std = 0.3): M {
  const generator = new Generator(seed);
  for (const x of module.parameters())
    x.assign(x.detach().add(randn(x.shape, { ...float64, std, generator })));
  return module;
}

export const tinyOptions: GptOptions = {
  ...float64,
  vocabSize: 7,
  blockSize: 6,
  nLayer: 2,
  nHead: 2,
  nEmbd: 8,
  nInner: 12,
};

export function tinyGpt(options: Partial<GptOptions> = {}): Gpt {
  return shaken(new Gpt({ ...tinyOptions, ...options }));
}

export function tinyTranslator(options: Partial<EncoderDecoderOptions> = {}): EncoderDecoder {
  const sizes = { vocabSize: 6, dModel: 4, nhead: 2, numLayers: 1, dimFeedforward: 6, maxLength: 8 };
  return shaken(new EncoderDecoder({ ...float64, ...sizes, ...options }));
}

/** Texts as numbers, `[B, T]`. */
export function texts(...rows: readonly (readonly number[])[]): Tensor {
  return tensor(Int32Array.from(rows.flat()), { shape: [rows.length, rows[0]?.length ?? 0] });
}

/** The model as a function of all its parameters, and where they stand. */
export function ofParameters<I extends readonly unknown[]>(
  module: Module<I>,
  ...inputs: I
): { f: (...x: Tensor[]) => Tensor; at: Tensor[] } {
  const named = module.namedParameters();
  const f = (...x: Tensor[]) =>
    functionalCall(module, Object.fromEntries(named.map(([name], i) => [name, x[i] as Tensor])), ...inputs);
  return { f, at: named.map(([, x]) => x.detach().clone()) };
}

export function maxDifference(a: Tensor, b: Tensor): number {
  return a.sub(b).abs().max().item();
}
