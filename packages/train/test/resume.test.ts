/** Going on is the same as never having stopped: to the last bit, wherever it stopped. */
import { Tensor, tensor } from "@gradus/tensor";
import { type Callback, decodeState, fit, loadCheckpoint } from "@gradus/train";
import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { EPOCHS, STEPS, type TinyOptions, tinyRun } from "./tiny-run.ts";

// Many runs in one test.
vi.setConfig({ testTimeout: 60_000 });

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes as Uint8Array).toString("hex");

/** Trains to the end, or until `stopAfter` steps are made. Everything that there is to know then. */
async function train(
  seed: number,
  options: Omit<TinyOptions, "store">,
  stopAfter = Infinity,
  store = new Map<string, Uint8Array>(),
): Promise<{
  last: string;
  best: string;
  weights: unknown;
  stopped: string | null;
  store: Map<string, Uint8Array>;
}> {
  const abort = new AbortController();
  const stop: Callback = {
    name: "stop",
    onStepEnd: ({ step }) => {
      if (step === stopAfter) abort.abort();
    },
  };
  const { model, loader, options: given } = tinyRun(seed, { ...options, store, callbacks: [stop] });
  const history = await fit(model, loader, { ...given, signal: abort.signal });
  const weights = Object.fromEntries(
    Object.entries(model.stateDict()).map(([name, x]) => [name, x.toArray()]),
  );
  return {
    last: hex(store.get("last")),
    best: hex(store.get("best") ?? new Uint8Array()),
    weights,
    stopped: history.stopped,
    store,
  };
}

describe.each([
  { loaderHasState: true, every: { steps: 1 } },
  { loaderHasState: true, every: { epochs: 1 } },
  { loaderHasState: false, every: { steps: 1 } },
])("$loaderHasState $every", (options) => {
  test("stopped after any step, in a new process's state, training ends with the same bytes", async () => {
    const whole = await train(1, options);
    expect(whole.stopped).toBeNull();
    expect(whole.best).not.toBe(whole.last);
    for (let stopAfter = 1; stopAfter <= STEPS; stopAfter++) {
      const first = await train(1, options, stopAfter);
      expect(first.stopped).toBe("aborted");
      const resume = await loadCheckpoint(first.store);
      const rest = await train(77, { ...options, resume }, Infinity, first.store);
      expect(rest.last).toBe(whole.last);
      expect(rest.best).toBe(whole.best);
      expect(rest.weights).toEqual(whole.weights);
    }
  });
});

test("stopped again and again, training ends with the same bytes", async () => {
  const whole = await train(5, {});
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: STEPS }), { maxLength: 5 }), async (stops) => {
      let resume: unknown;
      for (const stopAfter of stops.sort((a, b) => a - b))
        resume = await loadCheckpoint((await train(5, { resume }, stopAfter)).store);
      expect((await train(5, { resume })).last).toBe(whole.last);
    }),
    { numRuns: 4 },
  );
});

test("patience and best weights are taken up: it stops where it would have stopped, with the same weights", async () => {
  const whole = await train(3, { minDelta: 1e6 });
  // The first epoch improves on nothing; no other does.
  expect(whole.stopped).toMatch(/^no better valLoss than .* of epoch 1 in 2 epochs$/);
  const first = await train(3, { minDelta: 1e6 }, (STEPS / EPOCHS) * 2 - 1);
  const rest = await train(8, { minDelta: 1e6, resume: await loadCheckpoint(first.store) });
  expect(rest.stopped).toBe(whole.stopped);
  expect(rest.last).toBe(whole.last);
  expect(rest.weights).toEqual(whole.weights);
  const again = await train(9, { minDelta: 1e6, resume: await loadCheckpoint(whole.store) });
  expect(again.weights).toEqual(whole.weights);
});

test("a state is a copy: training on does not change it", async () => {
  const store = new Map<string, Uint8Array>();
  const states: unknown[] = [];
  const { model, loader, options } = tinyRun(1, {
    store,
    callbacks: [{ name: "copy", onCheckpoint: (run) => void states.push(run.stateDict()) }],
  });
  await fit(model, loader, options);
  const rest = await train(2, { resume: states[2] });
  expect(rest.last).toBe(hex(store.get("last")));
});

test("whatever a state holds in the place of anything, it is taken or refused in a sentence", async () => {
  const { store } = await train(1, { every: { epochs: 1 } }, 6);
  const bytes = store.get("last") as Uint8Array;
  const places: (readonly (string | number)[])[] = [];
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    if (path.length > 0) places.push(path);
    if (typeof value !== "object" || value === null || value instanceof Tensor) return;
    for (const key of Object.keys(value)) visit((value as Record<string, unknown>)[key], [...path, key]);
  };
  visit(await decodeState(bytes), []);
  const anything = fc.oneof(
    fc.constantFrom<unknown>(null, undefined, NaN, Infinity, -1, 0.5, 1e300, "x", true, [], {}),
    fc.constantFrom([1, 2], { a: 1 }, tensor([1, 2]), tensor(new Float64Array(4))),
  );
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), anything, async (path, value) => {
      const state = (await decodeState(bytes)) as Record<string | number, unknown>;
      const owner = path.slice(0, -1).reduce((at, key) => at[key] as typeof state, state);
      owner[path.at(-1) as string] = value;
      const { model, loader, options } = tinyRun(1, { store: new Map(), resume: state });
      const error = await fit(model, loader, options).then(
        () => null,
        (error: Error) => error,
      );
      if (error === null) return;
      refused++;
      expect(error.message).toMatch(/^fit: the (checkpoint|loss)|: (lr|momentum|betas|eps|weightDecay)/);
      expect(error.message).not.toMatch(/Cannot|not a function|not iterable|\n/);
    }),
    { numRuns: 100 },
  );
  expect(refused).toBeGreaterThan(30);
});

test("what of the state is wrong is named", async () => {
  const { store } = await train(1, {}, 2);
  const saved = (await decodeState(store.get("last") as Uint8Array)) as Record<string, unknown>;
  const resume = async (state: unknown): Promise<unknown> => {
    const { model, loader, options } = tinyRun(1, { store: new Map(), resume: state });
    return fit(model, loader, options);
  };
  await expect(resume({ ...saved, epoch: "one" })).rejects.toThrow(/checkpoint at epoch: .*number/);
  await expect(
    resume({ ...saved, optimizer: { ...(saved["optimizer"] as object), name: "SGD" } }),
  ).rejects.toThrow(
    "the checkpoint is of another run: Adam.loadStateDict: the optimizer differs: saved SGD, here Adam",
  );
  await expect(resume({ ...saved, ema: null })).rejects.toThrow("ema: saved no, here yes");
  await expect(resume({ ...saved, loader: null })).rejects.toThrow(
    "loader: saved without state, here with state",
  );
  await expect(resume({ ...saved, callbacks: {} })).rejects.toThrow(
    "callbacks with a state: saved , here checkpoints, earlyStopping",
  );
  await expect(resume({ ...saved, schedules: [] })).rejects.toThrow("0 schedules are saved, here are 2");
  const options = { params: [] };
  const paramGroups = [{ options, params: [] }];
  await expect(
    resume({ ...saved, optimizer: { ...(saved["optimizer"] as object), paramGroups } }),
  ).rejects.toThrow(/checkpoint at optimizer.paramGroups.0.options/);
  const other = {
    ...(saved["model"] as object),
    "first.weight": (saved["model"] as Record<string, unknown>)["last.weight"],
  };
  await expect(resume({ ...saved, model: other })).rejects.toThrow(
    "first.weight is [2,4] in the state, [4,3] in the module",
  );
});
