/** The range test finds the rates that the problem has, and leaves no trace. */
import { DataLoader, TensorDataset } from "@gradus/data";
import { BatchNorm1d, Dropout, Linear, Sequential } from "@gradus/nn";
import { Adam, SGD } from "@gradus/optim";
import { getRngState, mseLoss, randn, type Tensor, tensor } from "@gradus/tensor";
import { encodeState, findLearningRate } from "@gradus/train";
import { expect, test } from "vitest";

/** `½·L·(w - 1)²`: gradient descent converges for rates below 2/L. */
async function parabola(curvature: number) {
  const model = new Linear(1, 1, { bias: false, dtype: "float64" });
  model.weight.assign(tensor([[0]]));
  const x = tensor([[Math.sqrt(curvature)]], { dtype: "float64" });
  const loss = (y: Tensor, t: Tensor): Tensor => mseLoss(y, t).div(2);
  const optimizer = new SGD(model.parameters());
  return findLearningRate(model, [[x, x]], {
    loss,
    optimizer,
    from: 1e-4,
    to: 100,
    steps: 120,
    smoothing: 0,
  });
}

test.each([1, 10, 100])(
  "a parabola of curvature %i: a rate below 2/L is suggested, and it ends soon above",
  async (curvature) => {
    const { rates, losses, smoothed, suggestion } = await parabola(curvature);
    expect(suggestion).toBeLessThan(2 / curvature);
    expect(suggestion).toBeGreaterThan(0.001 / curvature);
    expect(rates.at(-1)).toBeGreaterThan(2 / curvature);
    expect(rates.at(-1)).toBeLessThan(100);
    expect(smoothed).toEqual(losses);
    expect(rates[0]).toBe(1e-4);
    expect((rates[1] as number) / 1e-4).toBeCloseTo(1e6 ** (1 / 119), 12);
  },
);

test("afterwards everything is as before: weights, buffers, optimizer, modes, random numbers, the place in the data", async () => {
  const model = new Sequential(new Linear(2, 4), new BatchNorm1d(4), new Dropout(0.5), new Linear(4, 1));
  (model.steps[2] as Dropout).training = false;
  const optimizer = new Adam(model.parameters(), { lr: 0.123 });
  const x = randn([10, 2], { seed: 1 });
  const loader = new DataLoader(new TensorDataset(x, x.sum(1, true)), { batchSize: 4, shuffle: true });
  const state = async (): Promise<Uint8Array> =>
    encodeState({
      model: model.stateDict(),
      optimizer: optimizer.stateDict(),
      rng: getRngState(),
      loader: loader.stateDict(),
    });
  const before = await state();
  const { rates, losses } = await findLearningRate(model, loader, { loss: mseLoss, optimizer, steps: 20 });
  // More steps than an epoch has.
  expect([rates.length, losses.length]).toEqual([20, 20]);
  expect(await state()).toEqual(before);
  expect((model.steps[2] as Dropout).training).toBe(false);
  expect((model.steps[1] as BatchNorm1d).training).toBe(true);
  expect(model.parameters().every(({ grad }) => grad === null)).toBe(true);
});

test("a loss that is no number ends it; what is wrong is said", async () => {
  const model = new Linear(1, 1);
  const optimizer = new SGD(model.parameters());
  const batch = [tensor([[1]]), tensor([[1]])] as const;
  let calls = 0;
  const loss = (y: Tensor): Tensor => y.sum().add(calls++ === 5 ? NaN : 0);
  const options = { loss, optimizer };
  expect((await findLearningRate(model, [batch], options)).rates.length).toBe(5);
  await expect(findLearningRate(model, [], options)).rejects.toThrow("the loader gave 0 batches");
  await expect(findLearningRate(model, [batch], { ...options, from: 1, to: 1 })).rejects.toThrow(
    "100 steps from 1 to 1",
  );
  await expect(findLearningRate(model, [batch], { ...options, smoothing: 1 })).rejects.toThrow(
    "smoothing is 1",
  );
});
