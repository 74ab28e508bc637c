import { strokeDigits } from "@gradus/data";
import fc from "fast-check";
import { expect, test } from "vitest";

const options = fc.record({
  count: fc.nat(40),
  seed: fc.maxSafeNat(),
  jitter: fc.double({ min: 0, max: 1, noNaN: true }),
});

/** The middle of an image's mass, in pixels. */
function middle(image: Float32Array): [x: number, y: number] {
  const mass = image.reduce((sum, ink) => sum + ink, 0);
  const moment = (at: (i: number) => number) =>
    image.reduce((sum, ink, i) => sum + ink * (at(i) + 0.5), 0) / mass;
  return [moment((i) => i % 28), moment((i) => Math.floor(i / 28))];
}

test("the same seed draws the same digits, another one others", () => {
  fc.assert(
    fc.property(options, (options) => {
      const drawn = strokeDigits(options);
      expect(strokeDigits(options)).toEqual(drawn);
      // Without jitter, two seeds may draw the same style of the same digit.
      if (options.count === 0 || options.jitter < 0.01) return;
      const other = strokeDigits({ ...options, seed: options.seed === 0 ? 1 : options.seed - 1 });
      expect(other.images).not.toEqual(drawn.images);
    }),
    { numRuns: 20 },
  );
});

test("images are shaped for a convolution, within 0 and 1, of MNIST's size and place", () => {
  fc.assert(
    fc.property(options, (options) => {
      const { images, labels, shape } = strokeDigits(options);
      expect(shape).toEqual([options.count, 1, 28, 28]);
      expect([images.length, labels.length]).toEqual([784 * options.count, options.count]);
      for (let i = 0; i < options.count; i++) {
        const image = images.subarray(784 * i, 784 * (i + 1));
        expect(image.every((ink) => ink >= 0 && ink <= 1)).toBe(true);
        expect(Math.max(...image)).toBeGreaterThan(0.5);
        const [x, y] = middle(image);
        expect(Math.abs(x - 14)).toBeLessThan(1);
        expect(Math.abs(y - 14)).toBeLessThan(1);
        // The larger side of what is inked fills a box of 20 pixels.
        const inked = [...image.keys()].filter((at) => (image[at] as number) > 0);
        const spans = [(at: number) => at % 28, (at: number) => Math.floor(at / 28)].map((of) => {
          const places = inked.map(of);
          return Math.max(...places) - Math.min(...places) + 1;
        });
        expect(Math.max(...spans)).toBeGreaterThanOrEqual(18);
        expect(Math.max(...spans)).toBeLessThanOrEqual(20);
      }
    }),
    { numRuns: 20 },
  );
});

test("digits are evenly spread, in random order, and only those asked for", () => {
  const { labels } = strokeDigits({ count: 100, seed: 1 });
  for (let digit = 0; digit < 10; digit++) {
    expect(labels.filter((label) => label === digit).length).toBe(10);
  }
  expect(labels).not.toEqual(labels.toSorted());
  expect(new Set(strokeDigits({ count: 30, digits: [3, 8] }).labels)).toEqual(new Set([3, 8]));
});

test("no digit looks like another time, and each more like its own kind than like the others", () => {
  const { images, labels } = strokeDigits({ count: 1500, seed: 2 });
  const means = Array.from({ length: 10 }, () => new Float64Array(784));
  for (let i = 0; i < 1000; i++) {
    const mean = means[labels[i] as number] as Float64Array;
    for (let p = 0; p < 784; p++) mean[p] = (mean[p] as number) + (images[784 * i + p] as number) / 100;
  }
  let right = 0;
  for (let i = 1000; i < 1500; i++) {
    const distances = means.map((mean) =>
      mean.reduce((sum, ink, p) => sum + (ink - (images[784 * i + p] as number)) ** 2, 0),
    );
    if (distances.indexOf(Math.min(...distances)) === labels[i]) right++;
  }
  expect(right).toBeGreaterThan(275);
  const distinct = new Set(
    Array.from({ length: 1500 }, (_, i) => images.slice(784 * i, 784 * (i + 1)).join()),
  );
  expect(distinct.size).toBe(1500);
});

test("more jitter strays further", () => {
  // Two drawings of a 7 differ in style at least; how alike all of them are falls with the jitter.
  const spread = (jitter: number): number => {
    const { images } = strokeDigits({ count: 200, digits: [0], jitter, seed: 3 });
    let sum = 0;
    for (let p = 0; p < 784; p++) {
      const pixel = Array.from({ length: 200 }, (_, i) => images[784 * i + p] as number);
      const mean = pixel.reduce((a, b) => a + b) / 200;
      sum += pixel.reduce((a, b) => a + (b - mean) ** 2, 0) / 200;
    }
    return sum;
  };
  expect(spread(0)).toBeLessThan(spread(0.5));
  expect(spread(0.5)).toBeLessThan(spread(1));
});

test("what cannot be drawn is refused", () => {
  expect(() => strokeDigits({ count: -1 })).toThrow("count must be a whole number >= 0, got -1");
  expect(() => strokeDigits({ count: 1, digits: [4, 10] })).toThrow("some of 0 to 9, got 10");
  expect(() => strokeDigits({ count: 1, digits: [] })).toThrow("got none");
  expect(() => strokeDigits({ count: 1, jitter: -0.5 })).toThrow("jitter must be >= 0, got -0.5");
});
