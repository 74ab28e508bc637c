/** Activation functions, off their kinks. */
import { elu, gelu, leakyRelu, mul, relu, sigmoid, silu, softplus, type Tensor } from "@gradus/tensor";
import { anyInput, type Domain, type OpCase, opCase, samples } from "../op-case.ts";

function line(name: string, f: (x: Tensor) => Tensor, domain: Domain = { min: -4, max: 4 }): OpCase {
  return opCase({ name, f: ([x]) => f(x!), samples: samples(anyInput(domain)) });
}

const offZero: Domain = { avoid: [0] };

export const activationCases: readonly OpCase[] = [
  line("sigmoid", sigmoid),
  line("relu", (x) => mul(relu(x), x), offZero),
  line("leakyRelu", (x) => mul(leakyRelu(x, 0.2), x), offZero),
  line("elu", (x) => elu(x, 1.5), offZero),
  line("gelu", (x) => gelu(x)),
  line("gelu, tanh", (x) => gelu(x, "tanh")),
  line("silu", silu),
  line("softplus", (x) => softplus(x)),
  line("softplus, beta", (x) => softplus(x, 2.5)),
];
