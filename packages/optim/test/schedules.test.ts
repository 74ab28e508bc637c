/** Schedules beyond the reference figures: shapes, state, and what they do to momentum. */
import * as optim from "@gradus/optim";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parameter } from "./every-optimizer.ts";

const adam = (): optim.Adam => new optim.Adam([parameter([1, 2, 3, 4])], { lr: 0.1 });

type Make = (optimizer: optim.Schedulable) => optim.LRScheduler;
const schedules: Readonly<Record<string, Make>> = {
  StepLR: (o) => new optim.StepLR(o, { stepSize: 3, gamma: 0.5 }),
  ExponentialLR: (o) => new optim.ExponentialLR(o, { gamma: 0.9 }),
  LinearLR: (o) => new optim.LinearLR(o, { totalIters: 7 }),
  CosineAnnealingLR: (o) => new optim.CosineAnnealingLR(o, { tMax: 11, etaMin: 0.01 }),
  CosineAnnealingWarmRestarts: (o) => new optim.CosineAnnealingWarmRestarts(o, { t0: 3, tMult: 2 }),
  OneCycleLR: (o) => new optim.OneCycleLR(o, { maxLr: 1, totalSteps: 40, threePhase: true }),
  SequentialLR: (o) =>
    new optim.SequentialLR(
      o,
      [(each) => new optim.LinearLR(each), (each) => new optim.ExponentialLR(each, { gamma: 0.5 })],
      [5],
    ),
  CyclicLR: (o) => new optim.CyclicLR(o, { baseLr: 0.1, maxLr: 1, stepSizeUp: 3, mode: "triangular2" }),
};

function rates(scheduler: optim.LRScheduler, steps: number): number[] {
  return Array.from({ length: steps }, () => {
    const [lr] = scheduler.getLastLr();
    scheduler.step();
    return lr as number;
  });
}

describe.each(Object.entries(schedules))("%s", (_name, make) => {
  test("a restored schedule goes on bit for bit", () => {
    fc.assert(
      fc.property(fc.nat(20), (before) => {
        const optimizer = adam();
        const scheduler = make(optimizer);
        rates(scheduler, before);
        const [options, state] = [optimizer.stateDict(), scheduler.stateDict()];
        const other = adam();
        const restored = make(other);
        other.loadStateDict(options);
        restored.loadStateDict(state);
        expect(other.paramGroups[0]!.betas).toEqual(optimizer.paramGroups[0]!.betas);
        expect(rates(restored, 15)).toEqual(rates(scheduler, 15));
      }),
    );
  });

  test("rates are positive and finite", () => {
    for (const lr of rates(make(adam()), 40)) expect(lr > 0 && Number.isFinite(lr)).toBe(true);
  });

  test("state for another number of groups is refused", () => {
    const two = new optim.Adam([
      { params: [parameter([1, 2, 3, 4])] },
      { params: [parameter([1, 2, 3, 4])] },
    ]);
    expect(() => make(adam()).loadStateDict(make(two).stateDict())).toThrow(
      "saved for 2 parameter groups, here are 1",
    );
  });
});

test("warm restarts: full rate at 0, 3, 3 + 6, 3 + 6 + 12", () => {
  const all = rates(schedules["CosineAnnealingWarmRestarts"]!(adam()), 30);
  expect(all.flatMap((lr, k) => (lr === 0.1 ? [k] : []))).toEqual([0, 3, 9, 21]);
});

test("CyclicLR goes up and down, by half as much each time, and momentum the other way round", () => {
  const optimizer = adam();
  const scheduler = new optim.CyclicLR(optimizer, {
    baseLr: 0,
    maxLr: 1,
    stepSizeUp: 2,
    stepSizeDown: 4,
    mode: "triangular2",
  });
  const seen = Array.from({ length: 10 }, () => {
    const { lr, betas } = optimizer.paramGroups[0]!;
    scheduler.step();
    expect(betas[0]).toBeCloseTo(0.9 - 0.1 * lr, 12);
    return lr;
  });
  expect(seen).toEqual([0, 0.5, 1, 0.75, 0.5, 0.25, 0, 0.25, 0.5, 0.375]);
  const shrinking = new optim.CyclicLR(adam(), {
    baseLr: 1,
    maxLr: 3,
    stepSizeUp: 2,
    mode: "exp_range",
    gamma: 0.5,
  });
  expect(rates(shrinking, 4)).toEqual([1, 1 + 2 * 0.5 * 0.5, 1 + 2 * 0.25, 1 + 2 * 0.5 * 0.125]);
});

test("OneCycleLR in three phases: up, as far down, then to almost nothing; then it is over", () => {
  const optimizer = adam();
  const scheduler = new optim.OneCycleLR(optimizer, {
    maxLr: 1,
    totalSteps: 20,
    pctStart: 0.3,
    threePhase: true,
    annealStrategy: "linear",
  });
  const all = rates(scheduler, 20);
  expect(all[0]).toBeCloseTo(0.04, 12);
  expect(all[5]).toBeCloseTo(1, 12);
  expect(all[10]).toBeCloseTo(0.04, 12);
  expect(all[19]).toBeCloseTo(0.04 / 1e4, 12);
  expect(() => scheduler.step()).toThrow("step 21 of 20; the cycle is over");
});

test("ReduceLROnPlateau: patience, cooldown, the least rate, and state with infinities", () => {
  const optimizer = new optim.SGD([parameter([1, 2, 3, 4])], { lr: 1 });
  const options = { mode: "max", factor: 0.5, patience: 1, cooldown: 1, minLr: 0.2 } as const;
  const plateau = new optim.ReduceLROnPlateau(optimizer, options);
  expect(plateau.stateDict().best).toBe(-Infinity);
  const after = (metric: number): number => {
    plateau.step(metric);
    return plateau.getLastLr()[0] as number;
  };
  expect([5, 5, 4, 4].map(after)).toEqual([1, 1, 0.5, 0.5]);
  const other = new optim.SGD([parameter([1, 2, 3, 4])], { lr: 7 });
  const restored = new optim.ReduceLROnPlateau(other, options);
  restored.loadStateDict(plateau.stateDict());
  const further = [4, Number.NaN, 4, 4, 4, 4, 6, 4];
  const wanted = further.map(after);
  expect(wanted).toEqual([0.5, 0.25, 0.25, 0.25, 0.2, 0.2, 0.2, 0.2]);
  const got = further.map((metric) => {
    restored.step(metric);
    return restored.getLastLr()[0];
  });
  expect(got).toEqual(wanted);
});

test("SequentialLR: warm-up to the full rate, then a decay from there", () => {
  const warm = (o: optim.Schedulable): optim.LRScheduler =>
    new optim.LinearLR(o, { startFactor: 0.5, totalIters: 2 });
  const decay = (o: optim.Schedulable): optim.LRScheduler => new optim.ExponentialLR(o, { gamma: 0.5 });
  const all = rates(new optim.SequentialLR(adam(), [warm, decay], [2]), 5);
  [0.05, 0.075, 0.1, 0.05, 0.025].forEach((lr, k) => {
    expect(all[k]).toBeCloseTo(lr, 12);
  });
  expect(() => new optim.SequentialLR(adam(), [warm, decay], [])).toThrow("2 schedules and 0 milestones");
  expect(() => new optim.SequentialLR(adam(), [warm, decay, decay], [3, 2])).toThrow("milestones[1] is 2");
});
