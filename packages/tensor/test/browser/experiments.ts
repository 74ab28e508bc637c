/** What Node and the browser both compute, so that their numbers can be laid side by side: plain data, fit for JSON. */
import {
  bceWithLogitsLoss,
  bernoulli,
  conv2d,
  crossEntropy,
  type Device,
  type DType,
  grad,
  hvp,
  jvp,
  layerNorm,
  noGrad,
  rand,
  randint,
  randn,
  randperm,
  type Tensor,
  tensor,
  zeros,
} from "@gradus/tensor";

type Numbers = readonly number[];

/** What a page shows. */
export interface Report {
  /** The devices that are ready once the library is imported. */
  readonly devices: readonly Device[];
  /** Draws of seeded streams. */
  readonly random: { readonly [name: string]: Numbers };
  /** Values and derivatives by device. */
  readonly values: { readonly [device: string]: { readonly [name: string]: Numbers } };
  /** The loss at each step of a training, by device. */
  readonly losses: { readonly [device: string]: Numbers };
}

/** What a page shows that asked for threads. */
export interface ThreadsReport {
  readonly resolved: number;
  readonly threads: number;
  /** Elements of large results, before and after. */
  readonly alone: Numbers;
  readonly together: Numbers;
}

/** Every hundredth element of results that are large enough to be shared between threads. */
export function largeValues(): Numbers {
  const [x, images] = [randn([300, 400], { seed: 1 }), randn([8, 4, 24, 24], { seed: 2 })];
  const filters = randn([16, 4, 3, 3], { seed: 3 });
  const [gradient] = grad((f) => conv2d(images, f, { padding: 1 }).square().sum())(filters);
  const results = [
    x.matmul(x.transpose()),
    x.tanh(),
    x.softmax(-1),
    conv2d(images, filters),
    gradient as Tensor,
  ];
  return results.flatMap((y) => numbers(y).filter((_, i) => i % 100 === 0));
}

/** Runs everything on every device that is ready. */
export function runExperiments(): Report {
  const devices = (["cpu", "wasm"] as const).filter(isReady);
  return {
    devices,
    random: draws(),
    values: Object.fromEntries(devices.map((device) => [device, valuesOn(device, "float32")])),
    losses: Object.fromEntries(devices.map((device) => [device, train(device)])),
  };
}

function isReady(device: Device): boolean {
  try {
    return zeros([1], { device }).device === device;
  } catch {
    return false;
  }
}

const numbers = (x: Tensor): number[] => Array.from(x.dataSync());

function draws(): Report["random"] {
  const float64 = { seed: 7, dtype: "float64" } as const;
  return {
    uniform: numbers(rand([200], float64)),
    normal: numbers(randn([200], float64)),
    integers: numbers(randint(-5, 1000, [200], { seed: 2 ** 40 + 1 })),
    booleans: numbers(bernoulli(0.3, [200], { seed: 8 })),
    permutation: numbers(randperm(100, { seed: 9 })),
  };
}

/** A few ops with kernels of their own, on sizes that fill no vector evenly, and derivatives of each kind. */
export function valuesOn(device: Device, dtype: DType): { readonly [name: string]: Numbers } {
  // Rounded to float32 in either type, so that only the arithmetic differs.
  const normal = (seed: number, ...shape: number[]): Tensor => randn(shape, { seed, device }).cast(dtype);
  const [x, w] = [normal(1, 65, 33), normal(2, 33, 17)];
  const classes = randint(0, 17, [65], { seed: 3, device });
  const loss = (v: Tensor): Tensor => crossEntropy(x.matmul(v).tanh(), classes);
  const [images, filters] = [normal(4, 2, 3, 9, 10), normal(5, 4, 3, 3, 3)];
  const [filterGradient] = grad((f) => conv2d(images, f, { padding: 1 }).square().mean())(filters);
  return {
    created: numbers(
      tensor(
        [
          [1.5, -2],
          [0, 3],
        ],
        { device, dtype },
      ).transpose(0, 1),
    ),
    matmul: numbers(x.matmul(w)),
    product: numbers(
      x
        .slice([[null, null, 2]])
        .mul(x.select(0, 1))
        .exp(),
    ),
    softmax: numbers(x.softmax(-1)),
    norm: numbers(layerNorm(x, [33])),
    sorted: numbers(x.sort(0).values),
    gradient: numbers(grad(loss)(w)[0] as Tensor),
    filterGradient: numbers(filterGradient as Tensor),
    tangent: numbers(jvp(loss, [w], [normal(6, 33, 17)])[1]),
    curvature: numbers(hvp(loss, w, normal(7, 33, 17))),
  };
}

/** A perceptron learns which points lie in a ring: plain gradient descent, 2-32-1. */
function train(device: Device): Numbers {
  const x = randn([128, 2], { seed: 1, device });
  const inside = x.square().sum(1, true).less(1).cast("float32");
  const weights = [
    randn([2, 32], { seed: 2, device, requiresGrad: true }),
    zeros([32], { device, requiresGrad: true }),
    randn([32, 1], { seed: 3, std: 0.2, device, requiresGrad: true }),
    zeros([1], { device, requiresGrad: true }),
  ] as const;
  const [w1, b1, w2, b2] = weights;
  return Array.from({ length: 100 }, () => {
    const loss = bceWithLogitsLoss(x.matmul(w1).add(b1).tanh().matmul(w2).add(b2), inside);
    loss.backward();
    noGrad(() => {
      for (const w of weights) {
        w.assign(w.sub((w.grad as Tensor).mul(0.5)));
        w.grad = null;
      }
    });
    return loss.item();
  });
}
