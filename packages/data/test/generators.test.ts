import { blobs, circles, type GeneratorOptions, type LabelledPoints, moons, spirals } from "@gradus/data";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const generators: Record<string, [classes: number, make: (options: GeneratorOptions) => LabelledPoints]> = {
  moons: [2, moons],
  circles: [2, circles],
  spirals: [2, spirals],
  "spirals of 5 arms": [5, (options) => spirals({ ...options, classes: 5 })],
  blobs: [2, blobs],
  "blobs around 3 centers": [
    3,
    (options) =>
      blobs({
        ...options,
        centers: [
          [0, 0],
          [1, 0],
          [0, 1],
        ],
      }),
  ],
};

const options = fc.record({
  count: fc.nat(200),
  noise: fc.double({ min: 0, max: 2, noNaN: true }),
  seed: fc.maxSafeNat(),
});

describe.each(Object.entries(generators))("%s", (_, [classes, make]) => {
  test("gives as many points as asked for, finite, evenly spread over the classes", () => {
    fc.assert(
      fc.property(options, (options) => {
        const { x, y } = make(options);
        expect([x.length, y.length]).toEqual([options.count, options.count]);
        expect(x.every((point) => point.length === 2 && point.every(Number.isFinite))).toBe(true);
        const sizes = Array.from(
          { length: classes },
          (_, label) => y.filter((other) => other === label).length,
        );
        expect(sizes.reduce((sum, size) => sum + size)).toBe(options.count);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("gives the same points for the same seed, and others for another", () => {
    fc.assert(
      fc.property(options, (options) => {
        expect(make(options)).toEqual(make(options));
        if (options.count < 12) return;
        expect(make({ ...options, seed: options.seed === 0 ? 1 : options.seed - 1 })).not.toEqual(
          make(options),
        );
      }),
    );
  });

  test("comes in random order", () => {
    const { y } = make({ count: 60, seed: 3 });
    expect(y).not.toEqual(y.toSorted());
    expect(y).not.toEqual(Array.from(y, (_, i) => i % classes));
  });

  test("refuses a count or noise that makes no sense", () => {
    expect(() => make({ count: 1.5 })).toThrow("count must be a whole number >= 0, got 1.5");
    expect(() => make({ noise: -1 })).toThrow("noise must be >= 0, got -1");
  });
});

const even = fc.integer({ min: 2, max: 60 }).map((half) => 2 * half);

test("moons without noise lie on their half circles, from end to end", () => {
  fc.assert(
    fc.property(even, fc.maxSafeNat(), (count, seed) => {
      const { x, y } = moons({ count, seed, noise: 0 });
      x.forEach(([px, py], i) => {
        const [u, v] = y[i] === 0 ? [px, py] : [1 - px, 0.5 - py];
        expect(Math.hypot(u, v)).toBeCloseTo(1, 12);
        expect(v).toBeGreaterThanOrEqual(-1e-12);
      });
      const upper = x.filter((_, i) => y[i] === 0).map(([px]) => px);
      expect([Math.min(...upper), Math.max(...upper)]).toEqual([
        expect.closeTo(-1, 12),
        expect.closeTo(1, 12),
      ]);
    }),
  );
});

test("circles without noise have radius 1 and the factor, and no point twice", () => {
  fc.assert(
    fc.property(even, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (count, factor) => {
      const { x, y } = circles({ count, factor, noise: 0 });
      x.forEach(([px, py], i) => void expect(Math.hypot(px, py)).toBeCloseTo(y[i] === 0 ? 1 : factor, 12));
      for (const [i, p] of x.entries()) {
        for (const q of x.slice(i + 1)) expect(Math.hypot(p[0] - q[0], p[1] - q[1])).toBeGreaterThan(1e-3);
      }
    }),
  );
});

test("spirals without noise grow from 0.1 to 1, each arm turned by its share of a circle", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 5 }),
      fc.double({ min: 0.5, max: 3, noNaN: true }),
      (classes, turns) => {
        const { x, y } = spirals({ count: 20 * classes, classes, turns, noise: 0 });
        const radii = x.map(([px, py]) => Math.hypot(px, py));
        expect([Math.min(...radii), Math.max(...radii)]).toEqual([
          expect.closeTo(0.1, 12),
          expect.closeTo(1, 12),
        ]);
        x.forEach(([px, py], i) => {
          const angle = 2 * Math.PI * (turns * radii[i]! + y[i]! / classes);
          expect([px, py]).toEqual(
            [radii[i]! * Math.cos(angle), radii[i]! * Math.sin(angle)].map((v) => expect.closeTo(v, 9)),
          );
        });
      },
    ),
  );
});

test("blobs without noise are their centers, and noise is their deviation", () => {
  const centers = [
    [3, 4],
    [-1, 0],
  ] as const;
  const exact = blobs({ count: 10, noise: 0, centers });
  exact.x.forEach((point, i) => void expect(point).toEqual(centers[exact.y[i]!]));
  const { x, y } = blobs({ count: 4000, noise: 0.5, centers });
  const spread =
    x.map(([px], i) => (px - centers[y[i]!]![0]) ** 2).reduce((sum, square) => sum + square, 0) / x.length;
  expect(Math.sqrt(spread)).toBeCloseTo(0.5, 1);
});

test("no classes are refused", () => {
  expect(() => spirals({ classes: 0 })).toThrow("at least one class, got 0");
  expect(() => blobs({ centers: [] })).toThrow("at least one class, got 0");
});
