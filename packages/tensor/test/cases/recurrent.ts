/** Recurrent layers: all results together, so that gradients arrive at every state at once. */
import { concat, gru, lstm, type RecurrentOptions, reshape, rnn, type Tensor } from "@gradus/tensor";
import * as fc from "fast-check";
import { type Domain, input, type OpCase, opCase, type Sample } from "../op-case.ts";

interface Attrs {
  readonly reverse: boolean;
  readonly lengths: number[] | null;
}

/** Gates far from saturation: there second derivatives vanish, and differences of them are noise. */
const moderate: Domain = { min: -1, max: 1 };

/** x, then `states` initial states, the weight and the bias. */
function layers(gates: number, states: number, domain = moderate): fc.Arbitrary<Sample<Attrs>> {
  const small = fc.integer({ min: 1, max: 2 });
  return fc
    .record({ steps: fc.integer({ min: 1, max: 3 }), batch: small, hidden: small, reverse: fc.boolean() })
    .chain(({ steps, batch, hidden, reverse }) => {
      const state = Array.from({ length: states }, () => input([batch, hidden], domain));
      const shares = input([steps, batch, gates * hidden], domain);
      const weight = input([gates * hidden, hidden], domain);
      const lengths = fc.array(fc.integer({ min: 0, max: steps }), { minLength: batch, maxLength: batch });
      return fc
        .tuple(fc.tuple(shares, ...state, weight, input([gates * hidden], domain)), fc.option(lengths))
        .map(([inputs, ends]) => ({ inputs, attrs: { reverse, lengths: ends } }));
    });
}

/** Side by side, flat. */
function together(...parts: readonly Tensor[]): Tensor {
  return concat(
    parts.map((part) => reshape(part, [-1])),
    0,
  );
}

const options = (bias: Tensor | undefined, attrs: Attrs): RecurrentOptions => ({ bias: bias!, ...attrs });
/** Sums stay above the rectifier's kink. */
const positive: Domain = { min: 0.1, max: 1 };

export const recurrentCases: readonly OpCase[] = [
  opCase({
    name: "lstm",
    f: ([x, h, c, weight, bias], attrs) => {
      const { output, hidden, cell } = lstm(x!, h!, c!, weight!, options(bias, attrs));
      return together(output, hidden, cell);
    },
    samples: layers(4, 2),
  }),
  opCase({
    name: "lstm, output only, without bias, one state for both",
    f: ([x, h, , weight], { reverse }) => lstm(x!, h!, h!, weight!, { reverse }).output,
    samples: layers(4, 2),
  }),
  opCase({
    name: "gru",
    f: ([x, h, weight, bias], attrs) => {
      const { output, hidden } = gru(x!, h!, weight!, options(bias, attrs));
      return together(output, hidden);
    },
    samples: layers(3, 1),
  }),
  opCase({
    name: "rnn, tanh",
    f: ([x, h, weight, bias], attrs) => {
      const { output, hidden } = rnn(x!, h!, weight!, options(bias, attrs));
      return together(output, hidden);
    },
    samples: layers(1, 1),
  }),
  opCase({
    name: "rnn, relu",
    f: ([x, h, weight, bias], attrs) => {
      const { output, hidden } = rnn(x!, h!, weight!, { ...options(bias, attrs), nonlinearity: "relu" });
      return together(output, hidden);
    },
    samples: layers(1, 1, positive),
  }),
];
