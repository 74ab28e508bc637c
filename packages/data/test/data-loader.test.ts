import { ArrayDataset, DataLoader, mapDataset, type Random, Subset, TensorDataset } from "@gradus/data";
import { arange, scope, type Tensor, tensor } from "@gradus/tensor";
import fc from "fast-check";
import { expect, test } from "vitest";

const numbered = (length: number) => new ArrayDataset(Array.from({ length }, (_, i) => i));
const later = (length: number) => mapDataset(numbered(length), async (i) => i);
const plain = { collate: (samples: number[]) => samples };

const shapes = fc.record({
  length: fc.nat(40),
  batchSize: fc.integer({ min: 1, max: 45 }),
  shuffle: fc.boolean(),
  dropLast: fc.boolean(),
  seed: fc.nat(),
  prefetch: fc.nat(4),
});

async function collect<B>(batches: AsyncIterable<B>): Promise<B[]> {
  const all: B[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

test("an epoch holds each sample exactly once, for any batch size; only a rest is dropped", async () => {
  await fc.assert(
    fc.asyncProperty(shapes, async ({ length, ...options }) => {
      const loader = new DataLoader(later(length), { ...options, ...plain });
      for (let epoch = 0; epoch < 2; epoch++) {
        const batches = await collect(loader);
        const rest = length % options.batchSize;
        const dropped = options.dropLast ? rest : 0;
        expect(batches.length).toBe(loader.length);
        expect(batches.slice(0, -1).every((batch) => batch.length === options.batchSize)).toBe(true);
        expect(batches.flat().length).toBe(length - dropped);
        expect(new Set(batches.flat()).size).toBe(length - dropped);
        if (!options.shuffle) expect(batches.flat()).toEqual(batches.flat().toSorted((a, b) => a - b));
      }
    }),
  );
});

test("the synchronous loop gives what the asynchronous one gives", async () => {
  await fc.assert(
    fc.asyncProperty(shapes, async ({ length, ...options }) => {
      const make = () => new DataLoader(numbered(length), { ...options, ...plain });
      const [one, other] = [make(), make()];
      for (let epoch = 0; epoch < 2; epoch++) expect([...one.sync()]).toEqual(await collect(other));
      expect(one.stateDict()).toEqual(other.stateDict());
    }),
  );
});

test("the same seed gives the same orders, another epoch or seed another", () => {
  const order = (seed: number, epochs: number) => {
    const loader = new DataLoader(numbered(50), { batchSize: 7, shuffle: true, seed, ...plain });
    return Array.from({ length: epochs }, () => [...loader.sync()].flat());
  };
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const [first, second] = order(seed, 2);
      expect(order(seed, 2)).toEqual([first, second]);
      expect(second).not.toEqual(first);
      expect(order(seed + 1, 1)[0]).not.toEqual(first);
    }),
  );
});

/** Draws from the batch's own stream, so that a wrong stream shows. */
const noisy = (batch: number[], random: Random) => batch.map((sample) => sample + random.uniform() / 2);

test("a loop continued from a saved state gives what the uninterrupted one gives, random transforms included", async () => {
  await fc.assert(
    fc.asyncProperty(shapes, fc.nat(30), async ({ length, ...options }, stop) => {
      const make = () => new DataLoader(later(length), { ...options, ...plain, transform: noisy });
      const whole = make();
      const expected = [await collect(whole), await collect(whole)].flat();

      const interrupted = make();
      const before: number[][] = [];
      for (let epoch = 0; epoch < 2 && before.length < stop; epoch++) {
        for await (const batch of interrupted) {
          before.push(batch);
          if (before.length === stop) break;
        }
      }
      const continued = make();
      continued.loadStateDict(JSON.parse(JSON.stringify(interrupted.stateDict())));
      const after: number[][] = [];
      while (continued.epoch < 2) after.push(...(await collect(continued)));
      expect([...before, ...after]).toEqual(expected);
    }),
  );
});

test("what was loaded ahead does not count as handed out", async () => {
  const loader = new DataLoader(later(10), { batchSize: 2, prefetch: 3 });
  expect(loader.stateDict()).toEqual({ epoch: 0, position: 0, seed: 0, length: 10 });
  let batches = 0;
  for await (const _ of loader) expect(loader.stateDict().position).toBe(2 * ++batches);
  expect(loader.stateDict()).toEqual({ epoch: 1, position: 0, seed: 0, length: 10 });
});

test("a state saved after the last batch continues with an empty rest of the epoch", () => {
  const states = [];
  const loader = new DataLoader(numbered(4), { batchSize: 2, ...plain });
  for (const _ of loader.sync()) states.push(loader.stateDict());
  const continued = new DataLoader(numbered(4), { batchSize: 2, ...plain });
  continued.loadStateDict(states[1]!);
  expect([...continued.sync()]).toEqual([]);
  expect(continued.epoch).toBe(1);
});

test("a loop that was left begins the next epoch afresh", () => {
  const loader = new DataLoader(numbered(6), { batchSize: 2, ...plain });
  for (const _ of loader.sync()) break;
  expect(loader.stateDict()).toMatchObject({ epoch: 0, position: 2 });
  expect([...loader.sync()].flat()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(loader.epoch).toBe(2);
});

test("of two loops at once, the state follows the one begun last", () => {
  const loader = new DataLoader(numbered(6), { batchSize: 2, ...plain });
  const first = loader.sync();
  first.next();
  const second = loader.sync();
  second.next();
  expect(first.next().value).toEqual([2, 3]);
  expect(loader.stateDict()).toMatchObject({ epoch: 1, position: 2 });
});

test("a slow consumer stops the loading: at most prefetch batches are ahead", async () => {
  let asked = 0;
  const counted = mapDataset(numbered(100), async (i) => {
    asked++;
    return i;
  });
  const loader = new DataLoader(counted, { batchSize: 5, prefetch: 3 });
  let taken = 0;
  for await (const _ of loader) {
    taken += 5;
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toBe(Math.min(100, taken + 15));
  }
});

test("batches are handed out in order, however long each takes", async () => {
  const uneven = mapDataset(numbered(8), async (i) => {
    for (let turns = 0; turns < (8 - i) * 5; turns++) await null;
    return i;
  });
  const loader = new DataLoader(uneven, { prefetch: 4, ...plain });
  expect((await collect(loader)).flat()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test("a sample that fails ends the loop in its turn, and the state stays before it", async () => {
  const broken = mapDataset(numbered(10), async (i) => {
    if (i === 5) throw new Error("sample 5 is broken");
    return i;
  });
  const loader = new DataLoader(broken, { batchSize: 2, prefetch: 4 });
  let batches = 0;
  const loop = async () => {
    for await (const _ of loader) batches++;
  };
  await expect(loop()).rejects.toThrow("sample 5 is broken");
  expect(batches).toBe(2);
  expect(loader.stateDict()).toMatchObject({ epoch: 0, position: 4 });
});

test("tensors are gathered as stacking them one by one would, through subsets too", () => {
  const dataset = new TensorDataset(arange(24).reshape([8, 3]).cast("float32"), arange(8));
  const subset = new Subset(new Subset(dataset, [7, 5, 3, 1]), [3, 0, 1]);
  const gathered = new DataLoader(subset, { batchSize: 2 });
  const stacked = new DataLoader(
    mapDataset(subset, (sample) => sample),
    { batchSize: 2 },
  );
  const show = (batches: Iterable<Tensor[]>) =>
    [...batches].map((batch) => batch.map((part) => [part.dtype, part.toArray()]));
  expect(show(gathered.sync())).toEqual(show(stacked.sync()));
  expect(show(gathered.sync())[1]).toEqual([
    ["float32", [[15, 16, 17]]],
    ["int32", [5]],
  ]);
});

test("a synchronous loop stands inside of a scope", () => {
  const loader = new DataLoader(new TensorDataset(tensor([1, 2, 3, 4])), { batchSize: 2 });
  const total = scope(() => {
    let sum = 0;
    for (const [x] of loader.sync()) sum += x!.sum().item();
    return sum;
  });
  expect(total).toBe(10);
});

test("what does not fit is refused with both values", async () => {
  const loader = new DataLoader(numbered(6), { batchSize: 2, seed: 3 });
  const state = loader.stateDict();
  expect(() => loader.loadStateDict({ ...state, seed: 4 })).toThrow("seed 4, this loader of seed 3");
  expect(() => loader.loadStateDict({ ...state, length: 7 })).toThrow("0 of 7 samples, this loader has 6");
  expect(() => loader.loadStateDict({ ...state, position: 7 })).toThrow("7 of 6 samples");
  expect(() => loader.loadStateDict({ ...state, epoch: -1 })).toThrow("epoch is -1");
  expect(() => new DataLoader(numbered(6), { batchSize: 0 })).toThrow("batchSize is 0");
  expect(() => [...new DataLoader(later(6)).sync()]).toThrow("write `for await");
  expect(() => new TensorDataset(arange(3), arange(4))).toThrow("shapes [3] and [4]");
  expect(() => numbered(3).get(3)).toThrow("no sample 3; there are 3");
});
