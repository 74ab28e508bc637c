/** Threads change nothing but the time that it takes. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import {
  conv2d,
  crossEntropy,
  randint,
  randn,
  setThreads,
  type Tensor,
  threads,
  where,
} from "@gradus/tensor";
import type { Backend } from "@gradus/tensor/backend/backend";
import { shareAll, wasm } from "@gradus/tensor/backend/wasm/index";
import { ThreadPool } from "@gradus/tensor/backend/wasm/thread-pool";
import * as fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { methodCases, results } from "./backends-agree/laws.ts";

const RUNS = Math.round(12 * Number(process.env["GRADUS_RUNS"] ?? 1));

afterEach(async () => {
  shareAll(false);
  await setThreads(1);
});

/** Bytes: so -0 is not 0, and NaN is NaN. */
const bytesOf = (x: ArrayBufferView): Buffer => Buffer.from(x.buffer, x.byteOffset, x.byteLength);

// First of all: the first threads are what makes memory move.
test("tensors, and what they were computed from, survive that memory moves", async () => {
  const images = randn([4, 3, 16, 16], { seed: 1 });
  const w = randn([8, 3, 3, 3], { seed: 2, std: 0.2, requiresGrad: true });
  const v = randn([8 * 16 * 16, 10], { seed: 3, std: 0.1, requiresGrad: true });
  const few = randn([3], { seed: 4 });
  const lossOf = () =>
    crossEntropy(
      conv2d(images, w, { padding: 1 }).relu().flatten(1).matmul(v),
      randint(0, 10, [4], { seed: 5 }),
    );
  lossOf().backward();
  const gradients = [w, v].map((x) => (x.grad as Tensor).toArray());
  const [column, loss] = [images.select(3, 7), lossOf()];
  const held = images.dataSync();
  const all = [images, w, v, few, column, loss, w.grad as Tensor];
  const before = all.map((x) => x.dataSync());

  expect(threads()).toBe(1);
  expect(await setThreads(2)).toBe(2);
  expect(threads()).toBe(2);

  all.forEach((x, i) => {
    expect(x.dataSync()).toEqual(before[i]);
  });
  expect(held).toEqual(before[0]);
  for (const x of [w, v]) x.grad = null;
  loss.backward();
  expect([w, v].map((x) => (x.grad as Tensor).toArray())).toEqual(gradients);
  const read = randn([2000], { seed: 6 }).dataSync();
  expect(read.buffer).toBeInstanceOf(ArrayBuffer);
});

/** What is computed by several threads. */
const shared = [
  ...[
    "matmul",
    "matvecRows",
    "matvecColumns",
    "multiplyImages",
    "multiplyImagesBack",
    "maxPool",
    "finishChannels",
    "copyMatrix",
  ],
  ...[
    "sumRows",
    "maxRows",
    "minRows",
    "argRows",
    "cumsumRows",
    "softmaxRows",
    "logSoftmaxRows",
    "layerNormRows",
  ],
  ...["exp", "tanh", "gelu", "relu", "add", "mul", "reluVjp", "less", "where"],
];

/** Shapes with more rows and columns than the suite's, where those are cut. */
const largerCases = fc
  .record({
    m: fc.integer({ min: 1, max: 90 }),
    n: fc.oneof(
      fc.integer({ min: 1, max: 25 }).map((x) => 4 * x),
      fc.integer({ min: 1, max: 90 }),
    ),
    seed: fc.nat(),
  })
  .map(({ m, n, seed }) => {
    const x = randn([m, n], { seed });
    const [row, column, right] = [
      randn([n], { seed: 1 }),
      randn([m, 1], { seed: 2 }),
      randn([m], { seed: 3 }),
    ];
    return {
      name: `[${m}, ${n}]`,
      compute: (): Tensor[] => [
        x.matmul(row),
        right.matmul(x),
        x.transpose().matmul(right),
        x.add(row).mul(column).less(x),
        where(x.greater(row), x, column),
        x.transpose().contiguous(),
        x.mul(2),
        x.sum(0),
      ],
    };
  });

test("every method gives the same bytes on one, two and three threads", async () => {
  const run = vi.spyOn(ThreadPool.prototype, "run");
  const methods = methodCases.flatMap(({ name, calls, runs = RUNS }) =>
    fc.sample(calls, { seed: 17, numRuns: Math.min(runs, RUNS) }).map((call) => ({
      name: `${name} of ${call.blocks.map(({ shape }) => `[${shape}]`).join(", ")}`,
      compute: async () => (await results(wasm as Backend, call, "float32")).map(({ data }) => data),
    })),
  );
  const larger = fc.sample(largerCases, { seed: 18, numRuns: 2 * RUNS }).map(({ name, compute }) => ({
    name,
    compute: async () => compute().map((x) => x.dataSync()),
  }));
  const cases = [...methods, ...larger];
  const resultsOn = async (n: number) => {
    expect(await setThreads(n)).toBe(n);
    shareAll();
    const found: Buffer[][] = [];
    for (const { compute } of cases) found.push((await compute()).map(bytesOf));
    return found;
  };
  const alone = await resultsOn(1);
  expect(run).not.toHaveBeenCalled();
  for (const n of [2, 3]) {
    const together = await resultsOn(n);
    cases.forEach(({ name }, i) => {
      expect(together[i], name).toEqual(alone[i]);
    });
  }
  const used = new Set(run.mock.calls.map(([kernel]) => kernel));
  expect(shared.filter((kernel) => !used.has(kernel))).toEqual([]);
  run.mockRestore();
}, 60_000);

test("small work stays on one thread, large work does not", async () => {
  await setThreads(2);
  const run = vi.spyOn(ThreadPool.prototype, "run");
  const [x, y] = [randn([64, 64]), randn([512, 512])];
  x.matmul(x).add(x).relu().softmax(-1).sum();
  expect(run).not.toHaveBeenCalled();
  y.matmul(y);
  expect(run).toHaveBeenCalled();
  run.mockRestore();
});

test("calls one after the other, not awaited, are done in their order", async () => {
  expect(await Promise.all([2, 2, 3, 1, 2].map(setThreads))).toEqual([2, 2, 3, 1, 2]);
  expect(threads()).toBe(2);
});

test.each([0, -1, 1.5, Number.NaN, Infinity, 65])("%d threads are refused", async (n) => {
  await setThreads(2);
  const refused = setThreads(n);
  await expect(refused).rejects.toThrow(RangeError);
  await expect(refused).rejects.toThrow(
    `setThreads: ${n} is no number of threads; write a whole number from 1 to 64`,
  );
  expect(threads()).toBe(2);
});

test("an idle program takes no processor time, and ends", () => {
  const file = fileURLToPath(new URL("./threads/program.ts", import.meta.url));
  // Node below 22.18 strips types only when asked to
  const types = process.features.typescript === false ? ["--experimental-strip-types"] : [];
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--conditions=@gradus/source", ...types, file],
    { encoding: "utf8", timeout: 60_000 },
  );
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const { busy, ...rest } = JSON.parse(stdout) as { busy: number };
  expect(rest).toEqual({ threads: 2, product: 512 ** 3 });
  expect(busy).toBeLessThan(0.5);
}, 60_000);
