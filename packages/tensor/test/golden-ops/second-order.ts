/** The functions of `second_order.json`, each made of several ops; `attrs.formula` gives the equation. */
import {
  add,
  conv2d,
  div,
  exp,
  gelu,
  layerNorm,
  log,
  logsumexp,
  matmul,
  mean,
  mseLoss,
  mul,
  neg,
  pow,
  select,
  sigmoid,
  sin,
  slice,
  softmax,
  softplus,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
  transpose,
  vjp,
} from "@gradus/tensor";
import type { GoldenOp } from "../golden.ts";

/** `x·wᵀ + b`: weights are stored `[out, in]`. */
const linear = (x: Tensor, w: Tensor, b: Tensor): Tensor => add(matmul(x, transpose(w)), b);

export const secondOrderGolden: Readonly<Record<string, GoldenOp>> = {
  rosenbrock: ({ x }) => {
    const [left, right] = [slice(x!, 0, 0, -1), slice(x!, 0, 1)];
    const valley = mul(square(sub(right, square(left))), 100);
    return { y: sum(add(valley, square(sub(1, left)))) };
  },
  quadratic_form: ({ x, a, b }) => ({ y: add(mul(matmul(x!, matmul(a!, x!)), 0.5), matmul(b!, x!)) }),
  logsumexp_all: ({ x }) => ({ y: logsumexp(x!) }),
  weighted_tanh_squared: ({ x, w }) => ({ y: sum(mul(w!, square(tanh(x!)))) }),
  weighted_gelu: ({ x, w }, { approximate }) => ({ y: sum(mul(w!, gelu(x!, approximate))) }),
  softmax_entropy: ({ x }) => {
    const p = softmax(x!, -1);
    return { y: neg(sum(mul(p, log(p)))) };
  },
  rational_product: ({ x, y, z }) => ({ y: sum(div(mul(pow(x!, 3), y!), add(square(z!), 1))) }),
  sin_exp_broadcast: ({ x, y }) => ({ y: sum(mul(sin(x!), exp(y!))) }),
  norm_cubed: ({ x }) => ({ y: pow(sum(square(x!)), 1.5) }),
  weighted_layer_norm_squared: ({ x, w, gamma, beta }, { eps }) => ({
    y: sum(mul(w!, square(layerNorm(x!, x!.shape.at(-1)!, { weight: gamma!, bias: beta!, eps })))),
  }),
  mlp_mse: ({ x, w1, b1, w2, b2, target }) => ({
    y: mseLoss(linear(tanh(linear(x!, w1!, b1!)), w2!, b2!), target!),
  }),
  conv_softplus_sum: ({ x, weight, bias }, { stride, padding }) => ({
    y: sum(softplus(conv2d(x!, weight!, { bias: bias!, stride, padding }))),
  }),
  attention_weighted_sum: ({ query, key, value, w }) => {
    const scores = div(matmul(query!, transpose(key!)), Math.sqrt(query!.shape.at(-1)!));
    return { y: sum(mul(w!, matmul(softmax(scores, -1), value!))) };
  },
  lstm_cell_sum: ({ x, h0, c0, weight_ih, weight_hh, bias }) => {
    let [h, c] = [h0!, c0!];
    let total: Tensor | number = 0;
    const hidden = h.shape[1]!;
    for (let step = 0; step < x!.shape[0]!; step++) {
      const gates = add(linear(select(x!, 0, step), weight_ih!, bias!), matmul(h, transpose(weight_hh!)));
      const [i, f, g, o] = [0, 1, 2, 3].map((k) => slice(gates, 1, k * hidden, (k + 1) * hidden));
      c = add(mul(sigmoid(f!), c), mul(sigmoid(i!), tanh(g!)));
      h = mul(sigmoid(o!), tanh(c));
      total = add(sum(square(h)), total);
    }
    return { y: total as Tensor };
  },
  gradient_penalty: ({ x, w1, b1, w2, b2 }, { lambda, eps }) => {
    const critic = (z: Tensor) => sum(linear(tanh(linear(z, w1!, b1!)), w2!, b2!));
    const [slope] = vjp(critic, x!)[1]();
    const length = sqrt(add(sum(square(slope!), 1), eps));
    return { y: mul(mean(square(sub(length, 1))), lambda) };
  },
};
