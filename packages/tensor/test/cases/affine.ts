/** The dense layer, with each end it can have; samples keep relu off its kink. */
import { type LinearActivation, linear, mul } from "@gradus/tensor";
import * as fc from "fast-check";
import { type Input, input, type OpCase, opCase, type Sample } from "../op-case.ts";

const extent = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 3 }), weight: 12 },
  { arbitrary: fc.constant(0), weight: 1 },
);

/** Sums stay where no activation is so flat that differences drown in rounding. */
const tame = { min: -0.7, max: 0.7 };

/** x `[...lead, in]`, weight `[out, in]`, bias `[out]`. */
function layer(lead: number): fc.Arbitrary<Sample<null>> {
  return fc
    .tuple(fc.array(extent, { minLength: lead, maxLength: lead }), extent, extent)
    .chain(([batch, inputs, outputs]) =>
      fc
        .tuple(input([...batch, inputs], tame), input([outputs, inputs], tame), input([outputs], tame))
        .map((given) => ({ inputs: given, attrs: null })),
    );
}

/** Whether no sum lies near 0, where relu has its kink. */
function isSmooth([x, weight, bias]: readonly Input[]): boolean {
  const [outputs, inputs] = weight!.shape as [number, number];
  const rows = x!.data.length / Math.max(inputs, 1);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < outputs; j++) {
      let sum = bias!.data[j]!;
      for (let k = 0; k < inputs; k++) sum += x!.data[i * inputs + k]! * weight!.data[j * inputs + k]!;
      if (Math.abs(sum) < 0.02) return false;
    }
  return true;
}

const smooth = layer(1).filter(({ inputs }) => isSmooth(inputs));

function line(activation: LinearActivation): OpCase {
  return opCase({
    name: `linear, ${activation}`,
    f: ([x, w, b]) => linear(x!, w!, b!, { activation }),
    samples: activation === "relu" ? smooth : layer(1),
  });
}

export const affineCases: readonly OpCase[] = [
  line("none"),
  line("relu"),
  line("tanh"),
  line("sigmoid"),
  line("gelu"),
  line("silu"),
  opCase({
    name: "linear, without a bias, of several axes",
    f: ([x, w]) => linear(x!, w!),
    samples: layer(2).map(({ inputs, attrs }) => ({ inputs: inputs.slice(0, 2), attrs })),
  }),
  opCase({
    name: "linear, of a vector, twice",
    f: ([x, w, b]) => mul(linear(x!, w!, b!, { activation: "tanh" }), b!),
    samples: layer(0),
  }),
];
