/** Random numbers: a documented stream, from its definition. */
import { Generator, getRngState, manualSeed, rand, randn, randperm, setRngState } from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

const seeds = fc.maxSafeNat();

test("bits are Philox4x32-10: the first block of seed 0 as its authors publish it", () => {
  const generator = new Generator(0);
  const block = Array.from({ length: 4 }, () => generator.bits());
  expect(block).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
});

test("a seed gives one stream, another seed another", () => {
  const draw = (seed: number): number[] => {
    const generator = new Generator(seed);
    return Array.from({ length: 8 }, () => generator.uniform());
  };
  fc.assert(
    fc.property(seeds, seeds, (a, b) => {
      expect(draw(a)).toEqual(draw(a));
      if (a !== b) expect(draw(a)).not.toEqual(draw(b));
    }),
  );
});

test("draws that are given one generator go on where the last one stopped", () => {
  const generator = new Generator(7);
  const draws = [rand([3], { generator }), randn([2], { generator }), randperm(4, { generator })];
  const alone = new Generator(7);
  const expected = [
    Array.from({ length: 3 }, () => Math.fround(alone.uniform())),
    Array.from({ length: 2 }, () => Math.fround(alone.normal())),
    [...alone.permutation(4)],
  ];
  expect(draws.map((x) => [...x.dataSync()])).toEqual(expected);
});

test("uniform numbers are 53 bits of two draws", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const [bits, generator] = [new Generator(seed), new Generator(seed)];
      for (let i = 0; i < 8; i++) {
        const whole = (BigInt(bits.bits() >>> 5) << 26n) | BigInt(bits.bits() >>> 6);
        expect(generator.uniform()).toBe(Number(whole) / 2 ** 53);
      }
    }),
  );
});

describe("normal numbers", () => {
  test("come of the polar method", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [uniform, generator] = [new Generator(seed), new Generator(seed)];
        for (let i = 0; i < 8; i++)
          for (const wanted of polar(uniform)) {
            const error = Math.abs(generator.normal() - wanted);
            expect(error).toBeLessThanOrEqual(1e-15 * Math.abs(wanted));
          }
      }),
    );
  });

  test("have mean 0, variance 1 and the fourth moment 3", () => {
    const generator = new Generator(1);
    const x = Array.from({ length: 100_000 }, () => generator.normal());
    const moment = (power: number): number => x.reduce((sum, xi) => sum + xi ** power, 0) / x.length;
    expect(moment(1)).toBeCloseTo(0, 1);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.1);
  });
});

/** The next pair, with the engine's logarithm. */
function polar(generator: Generator): [number, number] {
  for (;;) {
    const [u, v] = [2 * generator.uniform() - 1, 2 * generator.uniform() - 1];
    const s = u ** 2 + v ** 2;
    if (s >= 1 || s === 0) continue;
    const factor = Math.sqrt((-2 * Math.log(s)) / s);
    return [u * factor, v * factor];
  }
}

test("whole numbers are as often as each other", () => {
  const generator = new Generator(2);
  const counts = [0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < 70_000; i++) counts[generator.integer(7)]!++;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
});

test("a permutation holds every number once", () => {
  fc.assert(
    fc.property(seeds, fc.nat(50), (seed, n) => {
      const order = new Generator(seed).permutation(n);
      expect(Array.from(order).sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
    }),
  );
});

test.each([-1, 0.5, Number.NaN, 2 ** 53])("seed %d is refused, by name and with what is allowed", (seed) => {
  expect(() => new Generator(seed)).toThrow(`seed ${seed}; a seed is a whole number from 0 to 2^53 - 1`);
});

test("a stream goes on from its state, wherever it was taken, between two halves of a pair too", () => {
  fc.assert(
    fc.property(seeds, fc.array(fc.constantFrom("bits", "normal"), { maxLength: 12 }), (seed, draws) => {
      const generator = new Generator(seed);
      for (const draw of draws) generator[draw]();
      const copy = new Generator(0);
      copy.setState(JSON.parse(JSON.stringify(generator.getState())));
      const next = (g: Generator): number[] => [g.normal(), g.bits(), g.normal(), g.bits(), g.uniform()];
      expect(next(copy)).toEqual(next(generator));
      expect(copy.getState()).toEqual(generator.getState());
    }),
  );
});

test("the shared stream goes on from its state; where none stands is refused", () => {
  manualSeed(3);
  randn([3]);
  const state = getRngState();
  const expected = randn([5]).toArray();
  manualSeed(4);
  setRngState(state);
  expect(randn([5]).toArray()).toEqual(expected);
  expect(() => setRngState({ ...state, left: 4 })).toThrow("left 4");
  expect(() => setRngState({ ...state, seed: -1 })).toThrow("seed -1");
  expect(getRngState().seed).toBe(3);
});
