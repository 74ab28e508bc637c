/** Training, transfer, and looking on. */
import {
  type Batch,
  build,
  featureMapsOf,
  filtersOf,
  freezeBody,
  predict,
  SmallCNN,
  swapHead,
  train,
} from "@gradus/cnn";
import { randomAffine, strokeDigits, TensorDataset } from "@gradus/data";
import { randn, tensor } from "@gradus/tensor";
import { Checkpoints, loadCheckpoint } from "@gradus/train";
import { expect, test } from "vitest";

function drawn(count: number, seed: number): TensorDataset<Batch> {
  const { images, labels, shape } = strokeDigits({ count, seed });
  return new TensorDataset(tensor(images, { shape }), tensor(Int32Array.from(labels)));
}

const model = (channels: readonly [number, number] = [4, 4]) =>
  new SmallCNN({ channels, kernelSize: 3, grid: 4 });
const state = (x: SmallCNN) => Object.entries(x.stateDict()).map(([name, { shape }]) => `${name} ${shape}`);
const bits = (x: { stateDict(): Readonly<Record<string, { dataSync(): ArrayLike<number> }>> }) =>
  Object.values(x.stateDict()).flatMap((each) => Array.from(each.dataSync()));

test("a seed decides everything: order, augmentation, first values", async () => {
  const run = async (seed: number) => {
    const network = build("small", { seed });
    const augment = randomAffine({ degrees: 10 });
    await train(network, drawn(60, 1), { epochs: 1, batchSize: 20, augment, labelSmoothing: 0.1, seed });
    return bits(network);
  };
  const first = await run(1);
  expect(await run(1)).toEqual(first);
  expect(await run(2)).not.toEqual(first);
});

test("it learns to read digits that it has not seen", async () => {
  const network = build("small");
  const history = await train(network, drawn(1000, 1), {
    epochs: 2,
    batchSize: 25,
    validation: drawn(200, 2),
  });
  expect(history.column("valAccuracy").at(-1)).toBeGreaterThan(0.8);
  const test = drawn(200, 2);
  const guesses = await predict(network, test.tensors[0], 60);
  const labels = test.tensors[1].dataSync();
  const right = guesses.filter((guess, i) => guess.class === labels[i]).length;
  expect(right / 200).toBeCloseTo(history.column("valAccuracy").at(-1) as number, 12);
  expect(guesses.every(({ probability }) => probability > 0.1 && probability <= 1)).toBe(true);
});

test("frozen convolutions and their statistics stay; the new head learns; unfrozen, all of it does", async () => {
  const network = model();
  const data = drawn(40, 1);
  await train(network, data, { epochs: 1 });
  const before = network.stateDict();
  swapHead(network, 10);
  expect(state(network)).toEqual(Object.entries(before).map(([name, { shape }]) => `${name} ${shape}`));
  const head = Array.from(network.fc.weight.dataSync());

  await train(network, data, { epochs: 2, callbacks: [freezeBody(network)] });
  for (const [name, x] of Object.entries(network.stateDict()))
    if (!name.startsWith("fc."))
      expect(Array.from(x.dataSync()), name).toEqual(Array.from(before[name]!.dataSync()));
  expect(Array.from(network.fc.weight.dataSync())).not.toEqual(head);

  network.unfreeze();
  await train(network, data, { epochs: 1 });
  expect(network.conv1.weight.dataSync()).not.toEqual(before["conv1.weight"]!.dataSync());
  expect(network.bn1.runningMean?.dataSync()).not.toEqual(before["bn1.running_mean"]!.dataSync());
});

test("a head for other classes", () => {
  const network = model();
  swapHead(network, 3);
  expect(network.forward(randn([2, 1, 28, 28])).shape).toEqual([2, 3]);
  expect(() => swapHead(network, 0)).toThrow("outFeatures is 0");
});

test("filters and feature maps are the network's own", async () => {
  const network = model([3, 2]);
  const { images, width, height } = await filtersOf(network);
  expect([images.length, width, height]).toEqual([3, 3, 3]);
  expect(images.flatMap((image) => [...image])).toEqual([...network.conv1.weight.dataSync()]);

  const x = randn([1, 1, 8, 8], { seed: 1 });
  const maps = await featureMapsOf(network, x);
  expect(maps.map(({ name, images, width, height }) => [name, images.length, width, height])).toEqual([
    ["conv1", 3, 8, 8],
    ["conv2", 2, 4, 4],
  ]);
  expect(maps[0]?.images.flatMap((image) => [...image])).toEqual([...network.conv1.forward(x).dataSync()]);
  expect(network.training).toBe(true);
  await expect(featureMapsOf(network, randn([2, 1, 8, 8]))).rejects.toThrow("it must be [1, C, H, W]");
});

test("a checkpoint of another network is refused in a line", async () => {
  const store = new Map<string, Uint8Array>();
  const options = { epochs: 1, callbacks: [new Checkpoints(store)] };
  await train(model([4, 4]), drawn(10, 1), options);
  const resume = await loadCheckpoint(store);
  await expect(train(model([4, 5]), drawn(10, 1), { ...options, epochs: 2, resume })).rejects.toThrow(
    "conv2.weight",
  );
});
