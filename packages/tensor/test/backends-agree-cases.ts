/** Every method of a backend, on random shapes and layouts. */
import type {
  Backend,
  BinaryKernel,
  Conv2dDims,
  ReduceKernel,
  Storage,
  UnaryKernel,
  View,
} from "@gradus/tensor/backend/backend";
import type { DType } from "@gradus/tensor/dtype";
import { sizeOf } from "@gradus/tensor/shape";
import * as fc from "fast-check";
import {
  type Bound,
  binaryBounds,
  logSoftmaxBound,
  productSum,
  rounded,
  rowProduct,
  rowSum,
  softmaxBound,
  unaryBounds,
} from "./backends-agree-bounds.ts";
import {
  anyFloat,
  type Block,
  dense,
  shapes,
  stretched,
  strided,
  tameFloat,
} from "./backends-agree-views.ts";

/** A call of one method. */
export interface Call {
  readonly blocks: readonly Block[];
  /** Types of the blocks that do not have the type under test: indices, conditions. */
  readonly types?: readonly (DType | undefined)[];
  readonly run: Run;
  /** Where a bound is a fraction of something else than 1: what of, from the absolute values of the blocks. */
  readonly scale?: Run;
}

type Run = (backend: Backend, views: readonly View[], dtype: DType) => readonly Storage[];

/** A method, or one of its kernels. */
export interface MethodCase {
  readonly name: string;
  readonly calls: fc.Arbitrary<Call>;
  readonly bound: Bound;
  /** Whether the bound is a fraction of what comes out when all inputs are positive. */
  readonly scaled?: boolean;
  /** Types that it is for, beside float32. */
  readonly others?: readonly DType[];
  /** How often it is called at most, where calls are large. */
  readonly runs?: number;
}

const everyType: readonly DType[] = ["float64", "int32", "bool"];
const numbers: readonly DType[] = ["float64", "int32"];
const floats: readonly DType[] = ["float64"];

const unaryCases = (Object.keys(unaryBounds) as UnaryKernel[]).map(
  (kernel): MethodCase => ({
    name: `unary ${kernel}`,
    bound: unaryBounds[kernel],
    calls: shapes(0, 3)
      .chain((shape) => dense(shape))
      .map((block) => ({
        blocks: [block],
        run: (backend, [x], dtype) => [
          backend.unary(kernel, x as View, kernel === "not" || kernel === "isnan" ? "bool" : dtype, 0.25),
        ],
      })),
    others: floats,
  }),
);

const toBool: readonly BinaryKernel[] = [
  "equal",
  "notEqual",
  "less",
  "lessEqual",
  "greater",
  "greaterEqual",
  "and",
  "or",
];

/** What the second operand can be: the result of tanh, of sigmoid, or anything. */
function domainOf(kernel: BinaryKernel, anything: fc.Arbitrary<number>): fc.Arbitrary<number> {
  if (kernel === "tanhVjp") return fc.integer({ min: -64, max: 64 }).map((n) => n / 64);
  return kernel === "sigmoidVjp" ? fc.integer({ min: 0, max: 64 }).map((n) => n / 64) : anything;
}

/** Which axes of an operand are stretched. */
const stretches = (rank: number): fc.Arbitrary<boolean[]> =>
  fc.oneof(
    fc.constant(new Array<boolean>(rank).fill(false)),
    fc.array(fc.boolean(), { minLength: rank, maxLength: rank }),
  );

const binaryCases = (Object.keys(binaryBounds) as BinaryKernel[]).map(
  (kernel): MethodCase => ({
    name: `binary ${kernel}`,
    bound: binaryBounds[kernel],
    calls: shapes(0, 4)
      .chain((shape) =>
        fc.tuple(
          strided(shape),
          strided(shape, domainOf(kernel, anyFloat)),
          stretches(shape.length),
          stretches(shape.length),
        ),
      )
      .map(([a, b, aAxes, bAxes]) => ({
        blocks: [a, b],
        run: (backend, [x, y], dtype) => [
          backend.binary(
            kernel,
            stretched(x as View, a.shape, aAxes),
            stretched(y as View, a.shape, bAxes),
            toBool.includes(kernel) ? "bool" : dtype,
          ),
        ],
        ...(kernel.endsWith("Vjp") && {
          scale: (backend: Backend, [g]: readonly View[]) => [
            backend.contiguous(stretched(g as View, a.shape, aAxes)),
          ],
        }),
      })),
    others: toBool.includes(kernel) ? everyType : numbers,
  }),
);

const whereCase: MethodCase = {
  name: "where",
  bound: rounded,
  calls: shapes(0, 3)
    .chain((shape) => {
      const axes = stretches(shape.length);
      return fc.tuple(strided(shape, fc.nat(1)), strided(shape), strided(shape), axes, axes, axes);
    })
    .map(([c, a, b, ...axes]) => ({
      blocks: [c, a, b],
      types: ["bool"],
      run: (backend, views) => {
        const [condition, x, y] = views.map((view, i) => stretched(view, a.shape, axes[i] as boolean[]));
        return [backend.where(condition as View, x as View, y as View)];
      },
    })),
  others: everyType,
};

/** `[outer, n]`, with rows short and long. */
const rows: fc.Arbitrary<[outer: number, n: number]> = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 40 })),
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 2500 })),
);

function rowCase(
  name: string,
  bound: Bound,
  run: (backend: Backend, x: View, outer: number, n: number) => Storage,
  options: { each?: fc.Arbitrary<number>; scaled?: boolean; others?: readonly DType[] } = {},
): MethodCase {
  const calls = rows.chain(([outer, n]) =>
    dense([outer, n], options.each ?? tameFloat).map(
      (block): Call => ({ blocks: [block], run: (backend, [x]) => [run(backend, x as View, outer, n)] }),
    ),
  );
  return { name, bound, calls, scaled: options.scaled === true, others: options.others ?? numbers };
}

/** Few different values, so that there are ties; NaN among them. */
const withTies = fc.oneof({ arbitrary: fc.integer({ min: -3, max: 3 }), weight: 30 }, fc.constant(NaN));
const nearOne = fc.integer({ min: 900, max: 1100 }).map((n) => Math.fround(n / 1000));

const reduceCase = (kernel: ReduceKernel, bound: Bound, each: fc.Arbitrary<number>): MethodCase =>
  rowCase(`reduce ${kernel}`, bound, (backend, x, outer, n) => backend.reduce(kernel, x, outer, n), {
    each,
    scaled: kernel === "sum",
    others: kernel === "max" || kernel === "min" ? floats : everyType,
  });

const rowCases: MethodCase[] = [
  reduceCase("sum", rowSum, tameFloat),
  reduceCase("prod", rowProduct, nearOne),
  reduceCase("max", rounded, withTies),
  reduceCase("min", rounded, withTies),
  rowCase("argReduce max", rounded, (backend, x, outer, n) => backend.argReduce("max", x, outer, n), {
    each: withTies,
  }),
  rowCase("argReduce min", rounded, (backend, x, outer, n) => backend.argReduce("min", x, outer, n), {
    each: withTies,
  }),
  rowCase("cumsum", rowSum, (backend, x, outer, n) => backend.cumsum(x, outer, n), { scaled: true }),
  rowCase("softmax", softmaxBound, (backend, x, outer, n) => backend.softmax(x, outer, n, false), {
    others: floats,
  }),
  rowCase("logSoftmax", logSoftmaxBound, (backend, x, outer, n) => backend.softmax(x, outer, n, true), {
    others: floats,
  }),
  rowCase("argsort up", rounded, (backend, x, outer, n) => backend.argsort(x, outer, n, false), {
    each: withTies,
  }),
  rowCase("argsort down", rounded, (backend, x, outer, n) => backend.argsort(x, outer, n, true), {
    each: withTies,
  }),
];

const matmulCase: MethodCase = {
  name: "matmul",
  bound: productSum,
  scaled: true,
  calls: fc
    .record({
      batch: fc.integer({ min: 1, max: 3 }),
      m: fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 20 })),
      n: fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 40 })),
      k: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 250, max: 270 })),
      same: fc.tuple(fc.boolean(), fc.boolean()),
    })
    .chain(({ batch, m, n, k, same }) =>
      fc.tuple(strided([batch, m, k], tameFloat), strided([batch, k, n], tameFloat)).map(
        ([a, b]): Call => ({
          blocks: [a, b],
          run: (backend, [x, y]) => [
            backend.matmul(
              stretched(x as View, a.shape, [same[0]]),
              stretched(y as View, b.shape, [same[1]]),
              { batch, m, n, k },
            ),
          ],
        }),
      ),
    ),
  others: floats,
};

/** More than one block of everything: rows, columns and depth. */
const largeMatmulCase: MethodCase = {
  ...matmulCase,
  name: "matmul of several blocks",
  runs: 4,
  others: [],
  calls: fc.tuple(strided([1, 101, 261], tameFloat), strided([1, 261, 1027], tameFloat)).map(
    ([a, b]): Call => ({
      blocks: [a, b],
      run: (backend, [x, y]) => [backend.matmul(x as View, y as View, { batch: 1, m: 101, n: 1027, k: 261 })],
    }),
  ),
};

const indexDims = fc.record({
  outer: fc.integer({ min: 1, max: 4 }),
  n: fc.integer({ min: 1, max: 9 }),
  inner: fc.integer({ min: 1, max: 20 }),
  count: fc.integer({ min: 0, max: 12 }),
});

type Indexing = "indexSelect" | "indexAdd" | "gather";

function indexCase(method: Indexing): MethodCase {
  const calls = indexDims.chain(({ outer, n, inner, count }) => {
    const whole = method === "gather" ? [outer, count, inner] : [count];
    const from = method === "indexAdd" ? [outer, count, inner] : [outer, n, inner];
    return fc.tuple(dense(from, tameFloat), dense(whole, fc.nat(n - 1))).map(
      ([x, index]): Call => ({
        blocks: [x, index],
        types: [undefined, "int32"],
        run: (backend, [view, at]) => [backend[method](view as View, at as View, { outer, n, inner, count })],
      }),
    );
  });
  return { name: method, bound: rowSum, scaled: true, calls, others: numbers };
}

const scatterCase: MethodCase = {
  name: "scatterAdd",
  bound: rowSum,
  scaled: true,
  calls: indexDims.chain((dims) => {
    const { outer, n, inner, count } = dims;
    const source = [outer, count, inner];
    return fc
      .tuple(dense([outer, n, inner], tameFloat), dense(source, fc.nat(n - 1)), dense(source, tameFloat))
      .map(
        (blocks): Call => ({
          blocks,
          types: [undefined, "int32"],
          run: (backend, [x, index, add]) => [
            backend.scatterAdd(x as View, index as View, add as View, dims),
          ],
        }),
      );
  }),
  others: numbers,
};

const concatCase: MethodCase = {
  name: "concat",
  bound: rounded,
  calls: fc
    .tuple(
      fc.integer({ min: 0, max: 8 }),
      fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 4 }),
    )
    .chain(([outer, widths]) =>
      fc.tuple(...widths.map((width) => dense([outer, width]))).map(
        (blocks): Call => ({
          blocks,
          run: (backend, views) => [backend.concat(views, outer, widths)],
        }),
      ),
    ),
  others: everyType,
};

const moveCases: MethodCase[] = [
  {
    name: "contiguous",
    bound: rounded,
    calls: shapes(0, 4)
      .chain((shape) => fc.tuple(strided(shape), stretches(shape.length)))
      .map(([block, axes]) => ({
        blocks: [block],
        run: (backend, [x]) => [backend.contiguous(stretched(x as View, block.shape, axes))],
      })),
    others: everyType,
  },
  {
    name: "assign",
    bound: rounded,
    calls: shapes(0, 3)
      .chain((shape) => strided(shape))
      .map((block) => ({
        blocks: [block],
        run: (backend, [x], dtype) => {
          const target = backend.fill(dtype, sizeOf(block.shape), 7);
          backend.assign(target, x as View);
          return [target];
        },
      })),
    others: everyType,
  },
  {
    name: "fill",
    bound: rounded,
    calls: fc.tuple(fc.nat(300), fc.integer({ min: -5, max: 5 })).map(([length, value]) => ({
      blocks: [],
      run: (backend, _views, dtype) => [backend.fill(dtype, length, value)],
    })),
    others: numbers,
  },
  ...(["bool", "int32", "float32", "float64"] as const).map((to) => ({
    name: `cast to ${to}`,
    bound: rounded,
    calls: shapes(0, 3)
      .chain((shape) => dense(shape, to === "int32" ? tameFloat : anyFloat))
      .map((block): Call => ({ blocks: [block], run: (backend, [x]) => [backend.cast(x as View, to)] })),
    others: everyType,
  })),
];

const pair = (min: number, max: number): fc.Arbitrary<[number, number]> =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

/** Windows with stride, padding and dilation, in groups. */
const convDims: fc.Arbitrary<Conv2dDims> = fc
  .record({
    batch: fc.integer({ min: 1, max: 2 }),
    groups: fc.constantFrom(1, 1, 2, 3),
    inPerGroup: fc.integer({ min: 1, max: 4 }),
    outPerGroup: fc.integer({ min: 1, max: 8 }),
    outSize: pair(1, 9),
    kernel: pair(1, 3),
    stride: fc.oneof(fc.constant<[number, number]>([1, 1]), pair(1, 3)),
    padding: pair(0, 2),
    dilation: fc.oneof(fc.constant<[number, number]>([1, 1]), pair(1, 2)),
    slack: pair(0, 2),
  })
  .map(({ batch, groups, inPerGroup, outPerGroup, slack, ...window }) => {
    const { outSize, kernel, stride, padding, dilation } = window;
    const extent = (i: 0 | 1): number =>
      Math.max(
        1,
        (outSize[i] - 1) * stride[i] +
          dilation[i] * (kernel[i] - 1) +
          1 -
          2 * padding[i] +
          Math.min(slack[i], stride[i] - 1),
      );
    const inSize: [number, number] = [extent(0), extent(1)];
    const out = (i: 0 | 1): number =>
      Math.floor((inSize[i] + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1) / stride[i]) + 1;
    return {
      ...window,
      batch,
      groups,
      inChannels: groups * inPerGroup,
      outChannels: groups * outPerGroup,
      inSize,
      outSize: [out(0), out(1)] as const,
    };
  });

/** More than one block of everything: rows, taps and pixels. */
const largeConvDims: fc.Arbitrary<Conv2dDims> = fc
  .constantFrom(
    { inChannels: 30, outChannels: 100, outSize: [9, 29] as const, stride: [1, 1] as const },
    { inChannels: 116, outChannels: 7, outSize: [5, 6] as const, stride: [1, 1] as const },
    { inChannels: 31, outChannels: 31, outSize: [12, 13] as const, stride: [2, 2] as const },
  )
  .map(({ outSize, stride, ...channels }) => ({
    ...channels,
    outSize,
    stride,
    batch: 1,
    groups: 1,
    inSize: [outSize[0] * stride[0], outSize[1] * stride[1]] as const,
    kernel: [3, 3] as const,
    padding: [1, 1] as const,
    dilation: [1, 1] as const,
  }));

type ConvMethod = "conv2d" | "conv2dInputGrad" | "conv2dWeightGrad";

function convCase(method: ConvMethod, size?: "large"): MethodCase {
  const calls = (size === undefined ? convDims : largeConvDims).chain((dims) => {
    const { batch, inChannels, outChannels, groups, inSize, outSize, kernel } = dims;
    const x = [batch, inChannels, ...inSize];
    const w = [outChannels, inChannels / groups, ...kernel];
    const g = [batch, outChannels, ...outSize];
    const shapesOf = { conv2d: [x, w], conv2dInputGrad: [g, w], conv2dWeightGrad: [g, x] }[method];
    return fc.tuple(...shapesOf.map((shape) => dense(shape, tameFloat))).map(
      (blocks): Call => ({
        blocks,
        run: (backend, [a, b]) => [backend[method](a as View, b as View, dims)],
      }),
    );
  });
  const few = size === undefined ? {} : { runs: 6, others: [] };
  return { name: [method, size].join(" "), bound: productSum, scaled: true, calls, others: floats, ...few };
}

/** Whether no window lies in the padding altogether, as the op sees to. */
function everyWindowSees({ inSize, outSize, kernel, stride, padding, dilation }: Conv2dDims): boolean {
  const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
  return ([0, 1] as const).every((axis) =>
    range(outSize[axis]).every((i) =>
      range(kernel[axis]).some((p) => {
        const at = i * stride[axis] - padding[axis] + p * dilation[axis];
        return at >= 0 && at < inSize[axis];
      }),
    ),
  );
}

const poolCase: MethodCase = {
  name: "maxPool2d",
  bound: rounded,
  calls: convDims
    .map((dims) => ({ ...dims, groups: 1, outChannels: dims.inChannels }))
    .filter(everyWindowSees)
    .chain((dims) =>
      dense([dims.batch, dims.inChannels, ...dims.inSize], withTies).map(
        (block): Call => ({
          blocks: [block],
          run: (backend, [x]) => {
            const { values, indices } = backend.maxPool2d(x as View, dims);
            return [values, indices];
          },
        }),
      ),
    ),
  others: floats,
};

/** All methods. */
export const methodCases: readonly MethodCase[] = [
  ...unaryCases,
  ...binaryCases,
  whereCase,
  ...rowCases,
  matmulCase,
  largeMatmulCase,
  indexCase("indexSelect"),
  indexCase("indexAdd"),
  indexCase("gather"),
  scatterCase,
  concatCase,
  ...moveCases,
  convCase("conv2d"),
  convCase("conv2dInputGrad"),
  convCase("conv2dWeightGrad"),
  convCase("conv2d", "large"),
  convCase("conv2dInputGrad", "large"),
  convCase("conv2dWeightGrad", "large"),
  poolCase,
];

/** What IEEE 754 makes special, more often than kernels have lanes. */
const special = fc.constantFrom(
  ...[NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 88.5, -88.5, 104, -104, 1000, -1000],
  ...[1e-45, -1e-45, 1.2e-38, 3e38, -3e38, 1e-10, -1e-10, 8388609, -8388609].map(Math.fround),
);
const specialBlock = dense([194], special);

/** Functions of one number and of two at special values. */
export const specialCases: readonly MethodCase[] = [
  ...unaryCases.map((line) => ({
    ...line,
    calls: fc.tuple(line.calls, specialBlock).map(([call, x]) => ({ ...call, blocks: [x] })),
  })),
  ...(Object.keys(binaryBounds) as BinaryKernel[]).map(
    (kernel): MethodCase => ({
      name: `binary ${kernel}`,
      bound: binaryBounds[kernel],
      // An infinite cotangent times a slope that underflows has no value worth a name.
      calls: fc
        .tuple(
          kernel.endsWith("Vjp") ? dense([194], special.filter(Number.isFinite)) : specialBlock,
          dense([194], domainOf(kernel, special)),
        )
        .map((blocks) => ({
          blocks,
          run: (backend, [x, y], dtype) => [
            backend.binary(kernel, x as View, y as View, toBool.includes(kernel) ? "bool" : dtype),
          ],
          ...(kernel.endsWith("Vjp") && {
            scale: (backend: Backend, [g]: readonly View[]) => [backend.contiguous(g as View)],
          }),
        })),
    }),
  ),
];
