/** What the compiled kernels take. Pointers, and strides in bytes unless named otherwise; sizes in elements. */
import type { BinaryKernel, UnaryKernel, UpdateRules } from "../backend.ts";
import type { RecurrentKernel } from "../recurrent.ts";
import { compile, createMemory, instantiate, type LinearMemory, PAGE } from "./engine.ts";
import { plain } from "./generated/plain.ts";
import { relaxed } from "./generated/relaxed.ts";

/** `y = f(x)`; a slope or the like where the function has one. */
export type Map1 = (n: number, x: number, y: number, parameter: number) => void;

/** `y[o, i] = f(a[o, i], b[o, i])`; a step is 1 or, for a number that stays, 0. */
export type Zip = (
  outer: number,
  inner: number,
  a: number,
  aRow: number,
  aStep: number,
  b: number,
  bRow: number,
  bStep: number,
  y: number,
) => void;

/** `[outer, n]` → rows of whatever length. */
export type Rows = (outer: number, n: number, x: number, y: number) => void;

/** Slices by index. */
export type Indexing = (
  outer: number,
  n: number,
  inner: number,
  count: number,
  x: number,
  index: number,
  y: number,
) => void;

/** Update rules: n, then pointers, then numbers. */
type Updates = { readonly [rule in keyof UpdateRules]: (n: number, ...given: number[]) => void };

/** The steps of a recurrent layer; `lengths` is 0 where all sequences have all steps. */
export type Recurrent = (
  steps: number,
  batch: number,
  hidden: number,
  reverse: boolean,
  lengths: number,
  x: number,
  initial: number,
  packed: number,
  bias: number,
  trace: number,
  workspace: number,
) => void;

/** Their way back. */
export type RecurrentVjp = (
  steps: number,
  batch: number,
  hidden: number,
  reverse: boolean,
  lengths: number,
  g: number,
  trace: number,
  initial: number,
  packed: number,
  dx: number,
  workspace: number,
) => void;

/** The exports; see the files of the same names in kernels/assembly. */
export interface Kernels
  extends Updates,
    Readonly<Partial<Record<UnaryKernel, Map1>>>,
    Readonly<Partial<Record<BinaryKernel, Zip>>>,
    Readonly<Record<RecurrentKernel, Recurrent>>,
    Readonly<Record<`${RecurrentKernel}Vjp`, RecurrentVjp>> {
  readonly where: (
    outer: number,
    inner: number,
    condition: number,
    conditionRow: number,
    conditionStep: number,
    a: number,
    aRow: number,
    aStep: number,
    b: number,
    bRow: number,
    bStep: number,
    y: number,
  ) => void;
  readonly sumRows: Rows;
  /** `[n, inner]` → `[inner]`. */
  readonly sumColumns: (
    n: number,
    columns: number,
    x: number,
    row: number,
    y: number,
    workspace: number,
  ) => void;
  readonly maxRows: Rows;
  readonly minRows: Rows;
  readonly cumsumRows: Rows;
  readonly softmaxRows: Rows;
  readonly logSoftmaxRows: Rows;
  readonly layerNormRows: (
    outer: number,
    n: number,
    x: number,
    weight: number,
    bias: number,
    eps: number,
    y: number,
  ) => void;
  readonly layerNormVjp: (
    outer: number,
    n: number,
    g: number,
    x: number,
    weight: number,
    eps: number,
    gx: number,
    gw: number,
    gb: number,
    sums: number,
  ) => void;
  readonly crossEntropyRows: (outer: number, n: number, x: number, index: number, y: number) => void;
  readonly crossEntropyVjp: (
    outer: number,
    n: number,
    g: number,
    x: number,
    index: number,
    y: number,
  ) => void;
  readonly softmaxVjp: (outer: number, n: number, g: number, y: number, out: number) => void;
  readonly logSoftmaxVjp: (outer: number, n: number, g: number, y: number, out: number) => void;
  readonly argRows: (outer: number, n: number, x: number, sign: number, y: number) => void;
  readonly copyMatrix: (
    rows: number,
    columns: number,
    x: number,
    rowStride: number,
    columnStride: number,
    y: number,
  ) => void;
  readonly copyBlock: (rows: number, width: number, x: number, xRow: number, y: number, yRow: number) => void;
  readonly indexSelect: Indexing;
  readonly indexAdd: Indexing;
  readonly gather: Indexing;
  readonly scatterAdd: Indexing;
  readonly matmul: (
    count: number,
    m: number,
    n: number,
    k: number,
    a: number,
    aBatch: number,
    aRow: number,
    aColumn: number,
    b: number,
    bBatch: number,
    bRow: number,
    bColumn: number,
    c: number,
    cRow: number,
    workspace: number,
  ) => void;
  /** `f(A·B + bias)`; a bias of 0 is none. */
  readonly linear: (
    m: number,
    n: number,
    k: number,
    a: number,
    aRow: number,
    aColumn: number,
    b: number,
    bRow: number,
    bColumn: number,
    c: number,
    cRow: number,
    bias: number,
    f: number,
    workspace: number,
  ) => void;
  readonly finish: (rows: number, columns: number, c: number, cRow: number, bias: number, f: number) => void;
  readonly matvecRows: (rows: number, k: number, matrix: number, row: number, v: number, y: number) => void;
  readonly matvecColumns: (
    columns: number,
    k: number,
    matrix: number,
    row: number,
    v: number,
    y: number,
  ) => void;
  readonly workspaceBytes: () => number;
  /** In place; a bias of 0 is none. */
  readonly finishChannels: (
    batch: number,
    channels: number,
    inner: number,
    y: number,
    bias: number,
    f: number,
  ) => void;
  readonly packedWeightSize: (rows: number, taps: number) => number;
  readonly packWeight: (rows: number, taps: number, weight: number, out: number) => void;
  readonly flipWeight: (k: number, c: number, size: number, weight: number, out: number) => void;
  readonly multiplyImages: (
    images: number,
    firstPixel: number,
    pixelCount: number,
    plan: number,
    x: number,
    weight: number,
    weightBytes: number,
    y: number,
    workspace: number,
  ) => void;
  readonly multiplyImagesBack: (
    images: number,
    firstGroup: number,
    groups: number,
    rows: number,
    firstTap: number,
    tapCount: number,
    plan: number,
    g: number,
    x: number,
    gw: number,
    workspace: number,
  ) => void;
  readonly offsets: (
    channels: number,
    rows: number,
    columns: number,
    plane: number,
    row: number,
    column: number,
    out: number,
  ) => void;
  readonly packedMatrixSize: (k: number, n: number) => number;
  readonly packMatrix: (k: number, n: number, b: number, bRow: number, bColumn: number, out: number) => void;
  readonly maxPool: (planes: number, window: number, x: number, values: number, indices: number) => void;
}

/** Builds from the best on: on a memory of their own, and on one that threads share. */
const builds = [
  { own: relaxed, shared: async () => (await import("./generated/relaxed-shared.ts")).relaxedShared },
  { own: plain, shared: async () => (await import("./generated/plain-shared.ts")).plainShared },
];

interface Running {
  readonly module: object;
  readonly shared: () => Promise<string>;
}

const running = ((): Running | undefined => {
  for (const { own, shared } of builds) {
    const module = compile(own);
    if (module !== undefined) return { module, shared };
  }
  return undefined;
})();

/** Whether the engine has SIMD and may use it: else nothing else in this folder may be called. */
export const supported: boolean = running !== undefined;

/** The memory that the kernels work on. */
export let memory: LinearMemory = (running && createMemory((16 * 2 ** 20) / PAGE)) as LinearMemory;

/** The kernels. */
export let kernels: Kernels = (running && instantiate(running.module, memory)) as unknown as Kernels;

/** The same build for memory that threads share, compiled; nothing where the engine has no such memory. */
export async function compileShared(): Promise<object | undefined> {
  return compile(await (running as Running).shared());
}

/** Runs a build's kernels on another memory from now on. What lies in memory is the caller's business. */
export function runOn(module: object, other: LinearMemory): void {
  kernels = instantiate(module, other) as unknown as Kernels;
  memory = other;
}
