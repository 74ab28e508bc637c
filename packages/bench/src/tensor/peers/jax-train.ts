/** Training with jax-js: the whole step, gradients and Adam, in one `jit`; in parts it is four times slower. */
import { blockUntilReady, jit, nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import { ADAM, adamNumbers, type Contestant, training } from "../contestant.ts";
import type { Given } from "../data.ts";

export type Forward = (parameters: np.Array[], x: np.Array) => np.Array;

export function trainMlp([x, labels, ...initial]: readonly Given[]): Contestant {
  const forward: Forward = (parameters, images) => {
    let h = images;
    for (let i = 0; i < parameters.length; i += 2) {
      h = np.dot(h, parameters[i] as np.Array).add(parameters[i + 1] as np.Array);
      if (i + 2 < parameters.length) h = nn.relu(h);
    }
    return h;
  };
  return train(forward, array(x as Given), labels as Given, initial.map(array));
}

/** By im2col, several times faster there than its own convolution: shifted images side by side, times all weights of a filter. */
export function trainCnn([x, labels, ...initial]: readonly Given[]): Contestant {
  const [n, c, height, width] = (x as Given).shape as [number, number, number, number];
  const images = np.array((x as Given).elements, { shape: [n, height, width, c] }); // c is 1
  const parameters = initial.map((given, i) =>
    given.shape.length === 4
      ? filterMatrix(given)
      : i === 4
        ? placesFirst(given, (initial[2] as Given).shape[0] as number, [height / 4, width / 4])
        : array(given),
  );
  const forward: Forward = ([w1, b1, w2, b2, w3, b3], h) => {
    const first = pool(nn.relu(convolve(h, w1 as np.Array, b1 as np.Array)));
    const second = pool(nn.relu(convolve(first, w2 as np.Array, b2 as np.Array)));
    return np.dot(second.reshape([n, -1]), w3 as np.Array).add(b3 as np.Array);
  };
  return train(forward, images, labels as Given, parameters, "convolution by im2col");
}

export function array({ shape, elements }: Given): np.Array {
  return np.array(elements, { shape: [...shape] });
}

/** `[K, C, h, w]` as `[h·w·C, K]`. */
function filterMatrix(given: Given): np.Array {
  const k = given.shape[0] as number;
  return np.transpose(array(given), [2, 3, 1, 0]).reshape([given.elements.length / k, k]);
}

/** Rows that count channels before places, in the order of images that have their channels last. */
function placesFirst(given: Given, channels: number, [height, width]: readonly number[]): np.Array {
  const [rows, columns] = given.shape as [number, number];
  return np
    .transpose(array(given).reshape([channels, height as number, width as number, columns]), [1, 2, 0, 3])
    .reshape([rows, columns]);
}

/** 5x5, keeps the size. */
function convolve(x: np.Array, w: np.Array, b: np.Array): np.Array {
  const [n, height, width, c] = x.shape as [number, number, number, number];
  const k = w.shape[1] as number;
  const padded = np.pad(x, [
    [0, 0],
    [2, 2],
    [2, 2],
    [0, 0],
  ]);
  const shifted = Array.from({ length: 25 }, (_, i) => {
    const [row, column] = [Math.floor(i / 5), i % 5];
    return padded.ref.slice([], [row, row + height], [column, column + width], []);
  });
  padded.dispose();
  const columns = np.concatenate(shifted, 3).reshape([n * height * width, 25 * c]);
  return np.dot(columns, w).add(b).reshape([n, height, width, k]);
}

function pool(x: np.Array): np.Array {
  const [n, height, width, c] = x.shape as [number, number, number, number];
  return np.max(x.reshape([n, height / 2, 2, width / 2, 2, c]), [2, 4]);
}

/** `labels` as rows with a one. */
export function oneHot({ elements }: Given, classes: number): np.Array {
  return nn.oneHot(np.array(Int32Array.from(elements), { dtype: np.int32 }), classes);
}

/** Adam on the mean cross entropy of what `forward` gives. */
export function train(
  forward: Forward,
  x: np.Array,
  labels: Given,
  initial: np.Array[],
  note?: string,
  classes = 10,
): Contestant {
  const target = oneHot(labels, classes);
  const loss = (parameters: np.Array[], images: np.Array, classes: np.Array) =>
    nn
      .logSoftmax(forward(parameters, images), -1)
      .mul(classes)
      .sum()
      .mul(-1 / labels.elements.length);
  const step = jit(
    (
      p: np.Array[],
      m: np.Array[],
      v: np.Array[],
      rate: np.Array,
      epsilon: np.Array,
      images: np.Array,
      classes: np.Array,
    ) => {
      const [value, gradients] = valueAndGrad(loss)(
        p.map((each) => each.ref),
        images,
        classes,
      );
      return [value, ...adam(p, gradients as np.Array[], m, v, rate, epsilon)] as const;
    },
  );
  let p = initial;
  let m = p.map((each) => np.zeros(each.shape));
  let v = p.map((each) => np.zeros(each.shape));
  let t = 0;
  return training(async () => {
    const { rate, epsilon } = adamNumbers(++t);
    const results = step(p, m, v, np.array(rate), np.array(epsilon), x.ref, target.ref);
    const [value, ...state] = results as unknown as [np.Array, np.Array[], np.Array[], np.Array[]];
    [p, m, v] = state;
    await blockUntilReady([...p, ...m, ...v]);
    return (await value.data())[0] as number;
  }, note);
}

function adam(
  p: readonly np.Array[],
  gradients: readonly np.Array[],
  m: readonly np.Array[],
  v: readonly np.Array[],
  rate: np.Array,
  epsilon: np.Array,
): [p: np.Array[], m: np.Array[], v: np.Array[]] {
  const { beta1, beta2 } = ADAM;
  const next: [np.Array[], np.Array[], np.Array[]] = [[], [], []];
  for (const [i, gradient] of gradients.entries()) {
    const mean = (m[i] as np.Array).mul(beta1).add(gradient.ref.mul(1 - beta1));
    const square = (v[i] as np.Array).mul(beta2).add(np.square(gradient).mul(1 - beta2));
    next[0].push((p[i] as np.Array).sub(mean.ref.div(np.sqrt(square.ref).add(epsilon.ref)).mul(rate.ref)));
    next[1].push(mean);
    next[2].push(square);
  }
  rate.dispose();
  epsilon.dispose();
  return next;
}
