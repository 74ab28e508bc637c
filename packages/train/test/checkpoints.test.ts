/** Which states are written, where, and that each of them is whole. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Linear } from "@gradus/nn";
import { tensor } from "@gradus/tensor";
import {
  Checkpoints,
  type CheckpointsOptions,
  decodeState,
  fit,
  loadCheckpoint,
  type Store,
} from "@gradus/train";
import { directory, loadFile, saveFile } from "@gradus/train/node";
import { afterAll, describe, expect, test } from "vitest";
import { STEPS, tinyRun } from "./tiny-run.ts";

const root = mkdtempSync(join(tmpdir(), "gradus-checkpoints-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Saved {
  readonly epoch: number;
  readonly history: {
    readonly losses: readonly number[];
    readonly epochs: readonly Record<"valLoss" | "lr", number>[];
  };
}

describe("names", () => {
  async function written(
    options: CheckpointsOptions,
  ): Promise<{ names: string[]; sets: string[]; store: Store }> {
    const [map, sets] = [new Map<string, Uint8Array>(), [] as string[]];
    const store: Store = {
      set: (name, bytes) => {
        sets.push(name);
        map.set(name, bytes);
      },
      get: (name) => map.get(name),
      delete: (name) => map.delete(name),
      keys: () => map.keys(),
    };
    const { model, loader, options: given } = tinyRun(1, { store });
    await fit(model, loader, { ...given, callbacks: [new Checkpoints(store, options)] });
    return { names: [...map.keys()].sort(), sets, store };
  }
  const stepsOf = async (store: Store, name: string): Promise<number> =>
    ((await loadCheckpoint(store, name)) as Saved).history.losses.length;

  test("last, after each epoch; once at the end, not twice", async () => {
    const { names, sets, store } = await written({});
    expect([names, sets.length]).toEqual([["last"], 4]);
    expect(await stepsOf(store, "last")).toBe(STEPS);
  });

  test("last, every so many epochs or steps, and at the end", async () => {
    expect((await written({ every: { epochs: 3 } })).sets.length).toBe(2);
    const { sets, store } = await written({ every: { steps: 5 } });
    expect(sets.length).toBe(Math.floor(STEPS / 5) + 1);
    expect(await stepsOf(store, "last")).toBe(STEPS);
  });

  test("the newest of those that are kept", async () => {
    const { names, store } = await written({ every: { steps: 3 }, keep: 2 });
    expect(names).toEqual(["last", "step-15", "step-16"]);
    expect(await stepsOf(store, "step-15")).toBe(15);
    const all = await written({ every: { steps: 4 }, keep: Infinity });
    expect(all.names).toEqual(["last", "step-12", "step-16", "step-4", "step-8"]);
  });

  test.each([
    ["valLoss", "min", Math.min],
    ["lr", "max", Math.max],
  ] as const)("best, when %s is better", async (monitor, mode, best) => {
    const { store } = await written({ best: { monitor, mode } });
    const { history } = (await loadCheckpoint(store)) as Saved;
    const figures = history.epochs.map((epoch) => epoch[monitor]);
    const saved = (await loadCheckpoint(store, "best")) as Saved;
    expect(saved.history.epochs.length).toBe(figures.indexOf(best(...figures)) + 1);
  });

  test("options out of range are refused", () => {
    expect(() => new Checkpoints(new Map(), { every: { steps: 0 } })).toThrow("every 0 steps");
    expect(() => new Checkpoints(new Map(), { keep: -1 })).toThrow("keep is -1");
    expect(() => new Checkpoints(new Map(), { best: { monitor: "valF1" } })).toThrow(
      'mode is undefined for "valF1"',
    );
  });
});

describe("a directory", () => {
  test("holds a file for each name, and nothing else", async () => {
    const path = join(root, "new", "run");
    const store = directory(path);
    expect([await store.get("last"), [...(await store.keys())]]).toEqual([undefined, []]);
    await store.set("last", Uint8Array.of(1, 2));
    await store.set("last", Uint8Array.of(3));
    await store.set("step-1", Uint8Array.of(4));
    expect(readdirSync(path).sort()).toEqual(["last.safetensors", "step-1.safetensors"]);
    expect([...((await store.get("last")) as Uint8Array)]).toEqual([3]);
    await store.delete("step-1");
    await store.delete("step-1");
    expect([...(await store.keys())]).toEqual(["last"]);
  });

  test("keeps the old file while the new one is being written, and takes no notice of what a crash has left", async () => {
    const path = join(root, "crashed");
    const store = directory(path);
    await store.set("last", Uint8Array.of(1));
    writeFileSync(join(path, "last.safetensors.tmp"), "half");
    expect([...((await store.get("last")) as Uint8Array)]).toEqual([1]);
    expect([...(await store.keys())]).toEqual(["last"]);
    await store.set("last", Uint8Array.of(2));
    expect(readdirSync(path)).toEqual(["last.safetensors"]);
  });

  test.each(["../up", "a/b", "", ".hidden", "-x/../y"])("has no file %j", async (name) => {
    await expect(directory(root).set(name, Uint8Array.of(1))).rejects.toThrow("names are letters");
  });

  test("says so when a checkpoint is damaged", async () => {
    const store = directory(join(root, "damaged"));
    const { model, loader, options } = tinyRun(1, { store, every: { epochs: 4 } });
    await fit(model, loader, options);
    const file = join(root, "damaged", "last.safetensors");
    const bytes = readFileSync(file);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(file, bytes);
    await expect(loadCheckpoint(store)).rejects.toThrow("the file is damaged: take an older checkpoint");
    await expect(decodeState(bytes.subarray(0, -1))).rejects.toThrow("the file is cut off");
  });
});

describe("weights", () => {
  test("go into a file and come back", async () => {
    const path = join(root, "weights", "model.safetensors");
    const [model, other] = [new Linear(2, 3), new Linear(2, 3)];
    await saveFile(model.stateDict(), path, { format: "pt" });
    const { tensors, metadata } = await loadFile(path);
    other.loadStateDict(tensors);
    expect(other.weight.toArray()).toEqual(model.weight.toArray());
    expect(metadata).toEqual({ format: "pt" });
    expect((await loadFile(path, { device: "cpu" })).tensors["bias"]?.device).toBe("cpu");
  });

  test("of another model, and a file that is none, are refused with the file's name", async () => {
    const path = join(root, "other.safetensors");
    await saveFile({ weight: tensor([[1]]) }, path);
    const { tensors } = await loadFile(path);
    expect(() => new Linear(2, 3).loadStateDict(tensors)).toThrow(
      "weight is [1,1] in the state, [3,2] in the module; the state lacks bias",
    );
    writeFileSync(path, "nothing like it");
    await expect(loadFile(path)).rejects.toThrow(`${path}: safetensors: a header of`);
    await expect(loadFile(join(root, "none"))).rejects.toThrow("ENOENT");
  });
});
