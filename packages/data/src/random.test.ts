import fc from "fast-check";
import { expect, test } from "vitest";
import { splitmix64, xoshiro128 } from "./random.ts";

test("SplitMix64 gives the published first outputs of seed 1234567", () => {
  const next = splitmix64(1234567n);
  expect([next(), next(), next(), next(), next()]).toEqual([
    6457827717110365317n,
    3203168211198807973n,
    9817491932198370423n,
    4593380528125082431n,
    16408922859458223821n,
  ]);
});

test("xoshiro128** is its definition in unsigned 32-bit arithmetic", () => {
  const word = (value: bigint): bigint => BigInt.asUintN(32, value);
  const rotate = (value: bigint, by: bigint): bigint => word((value << by) | (value >> (32n - by)));
  const state = fc.tuple(...Array.from({ length: 4 }, () => fc.nat(2 ** 32 - 1)));
  fc.assert(
    fc.property(state, (words) => {
      const next = xoshiro128(words);
      const s = words.map(BigInt) as [bigint, bigint, bigint, bigint];
      for (let i = 0; i < 20; i++) {
        expect(next()).toBe(Number(word(rotate(word(s[1] * 5n), 7n) * 9n)));
        const t = word(s[1] << 9n);
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = rotate(s[3], 11n);
      }
    }),
  );
});

test("xoshiro128** begins with 11520 and 0 from the state 1, 2, 3, 4", () => {
  const next = xoshiro128([1, 2, 3, 4]);
  // rotl(2 * 5, 7) * 9 = 11520; the second word is then 2 ^ 3 ^ 1 = 0.
  expect([next(), next()]).toEqual([11520, 0]);
});
