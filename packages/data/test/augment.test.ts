import {
  type Augmentation,
  compose,
  DataLoader,
  elastic,
  gaussianNoise,
  imageDataset,
  random,
  randomAffine,
  randomCrop,
  randomHorizontalFlip,
  randomVerticalFlip,
} from "@gradus/data";
import { arange, rand, type Tensor, tensor, zeros } from "@gradus/tensor";
import fc from "fast-check";
import { expect, test } from "vitest";

const all: { readonly [name: string]: Augmentation } = {
  affine: randomAffine({ degrees: 20, translate: [0.1, 0.2], scale: [0.8, 1.2] }),
  elastic: elastic({ alpha: 10, sigma: 2 }),
  flip: randomHorizontalFlip(),
  upsideDown: randomVerticalFlip(),
  crop: randomCrop(6, { padding: 2 }),
  noise: gaussianNoise(0.1),
  together: compose(randomHorizontalFlip(), gaussianNoise(0.1)),
};
const image = (...rows: number[][]) => tensor([rows]);
const plane = (x: Tensor) => (x.toArray() as number[][][])[0];

test.each(Object.keys(all))(
  "%s: the seed decides, each image differs, one is as the first of many",
  (name) => {
    const augment = all[name]!;
    const one = rand([3, 6, 6], { seed: 1 });
    const many = one.reshape([1, 3, 6, 6]).expand([16, 3, 6, 6]);
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const out = augment(many, random(seed));
        expect(out.shape).toEqual([16, 3, 6, 6]);
        expect(augment(many, random(seed)).dataSync()).toEqual(out.dataSync());
        // What is composed draws for all images of one step before the next step.
        if (name !== "together")
          expect(augment(one, random(seed)).toArray()).toEqual((out.toArray() as number[][])[0]);
        expect(
          new Set((out.toArray() as number[][][][]).map((each) => JSON.stringify(each))).size,
        ).toBeGreaterThan(1);
        expect(many.dataSync()).toEqual(one.reshape([1, 3, 6, 6]).expand([16, 3, 6, 6]).dataSync());
      }),
      { numRuns: 10 },
    );
  },
);

test("nothing asked for changes nothing", () => {
  const x = rand([2, 3, 5, 4], { seed: 1 });
  const idle = [
    randomAffine(),
    elastic({ alpha: 0 }),
    randomHorizontalFlip(0),
    randomVerticalFlip(0),
    gaussianNoise(0),
  ];
  for (const augment of [...idle, randomCrop([5, 4])])
    expect(augment(x, random(3)).dataSync()).toEqual(x.dataSync());
});

test("flips exchange left and right, top and bottom, in every channel", () => {
  const x = tensor([
    [
      [1, 2],
      [3, 4],
    ],
    [
      [5, 6],
      [7, 8],
    ],
  ]);
  expect(randomHorizontalFlip(1)(x, random(0)).toArray()).toEqual([
    [
      [2, 1],
      [4, 3],
    ],
    [
      [6, 5],
      [8, 7],
    ],
  ]);
  expect(randomVerticalFlip(1)(x, random(0)).toArray()).toEqual([
    [
      [3, 4],
      [1, 2],
    ],
    [
      [7, 8],
      [5, 6],
    ],
  ]);
});

/** Draws 1 - 2⁻⁵³ always: the upper end of every range. */
const upper = { ...random(0), uniform: () => 1 - 2 ** -53 };

test("a turn by 90 degrees is counterclockwise, about the centre", () => {
  const x = image([1, 2, 3], [4, 5, 6], [7, 8, 9]);
  const turned = plane(randomAffine({ degrees: 90 })(x, upper))!;
  expect(turned).toEqual(
    [
      [3, 6, 9],
      [2, 5, 8],
      [1, 4, 7],
    ].map((row) => row.map((value) => expect.closeTo(value, 5))),
  );
});

test("a shift is down and to the right, and fills what it uncovers", () => {
  const x = image([1, 2], [3, 4]);
  const shifted = plane(randomAffine({ translate: [0.5, 0.5], fill: 9 })(x, upper))!;
  expect(shifted).toEqual(
    [
      [9, 9],
      [9, 1],
    ].map((row) => row.map((value) => expect.closeTo(value, 5))),
  );
});

test("an enlargement by 2 keeps the centre and interpolates between pixels", () => {
  const x = image([0, 0, 0], [0, 4, 8], [0, 0, 0]);
  const larger = plane(randomAffine({ scale: [2, 2] })(x, random(0)))!;
  expect(larger[1]).toEqual([2, 4, 6]);
  expect(larger[0]).toEqual([1, 2, 3]);
});

test("elastic distortion moves pixels further the larger alpha is, all channels alike", () => {
  // The value of a pixel is its column, so what is found there is where it came from.
  const ramp = arange(20).cast("float32").reshape([1, 1, 20]).expand([2, 20, 20]);
  const moved = (alpha: number) => {
    const [one, other] = elastic({ alpha, sigma: 3 })(ramp, random(5)).toArray() as number[][][];
    expect(one).toEqual(other);
    // Away from the edges, where nothing is found.
    return one!.slice(6, 14).map((row) => row.slice(6, 14).map((value, k) => value - (6 + k)));
  };
  const [little, more] = [moved(2).flat(), moved(4).flat()];
  expect(Math.max(...little.map(Math.abs))).toBeGreaterThan(0.05);
  for (const [i, value] of more.entries()) expect(value).toBeCloseTo(2 * little[i]!, 3);
  // Neighbours move alike: the blur is what makes it elastic.
  for (let i = 1; i < 8; i++) expect(Math.abs(little[i]! - little[i - 1]!)).toBeLessThan(0.2);
});

test("a crop is a window of the padded image, every one as often", () => {
  const x = image([1, 2], [3, 4]);
  const crop = randomCrop([1, 2], { padding: 1, fill: -1 });
  const seen = new Map<string, number>();
  const source = random(2);
  for (let i = 0; i < 1200; i++) {
    const window = crop(x, source).toArray().toString();
    seen.set(window, (seen.get(window) ?? 0) + 1);
  }
  // 4 rows, 3 places in each; rows of padding look alike.
  expect([...seen.keys()].sort()).toEqual(["-1,-1", "-1,1", "-1,3", "1,2", "2,-1", "3,4", "4,-1"]);
  expect(Math.abs(seen.get("1,2")! - 100)).toBeLessThan(40);
  expect(() => randomCrop(5)(x, source)).toThrow("a window of 5x5 in images of 2x2");
});

test("noise has the standard deviation asked for", () => {
  const noise = gaussianNoise(0.5)(zeros([1, 100, 100]), random(1)).dataSync();
  const variance = [...noise].reduce((sum, each) => sum + each ** 2 / noise.length, 0);
  expect(Math.sqrt(variance)).toBeCloseTo(0.5, 1);
});

test("a loader draws new changes each epoch, and the same after it was continued", () => {
  const data = imageDataset(
    { images: new Uint8Array(8 * 9).fill(255), labels: new Uint8Array(8) },
    [1, 3, 3],
  );
  const augment = gaussianNoise(0.1);
  const make = () =>
    new DataLoader(data, {
      batchSize: 3,
      transform: ([x, y], source) => [augment(x, source), y],
    });
  const show = (loader: ReturnType<typeof make>) => [...loader.sync()].map(([x]) => x.toArray());
  const loader = make();
  const [first, second] = [show(loader), show(loader)];
  expect(second).not.toEqual(first);
  const continued = make();
  continued.loadStateDict({ epoch: 1, position: 3, seed: 0, length: 8 });
  expect(show(continued)).toEqual(second.slice(1));
});

test("shapes and options that make no sense are refused", () => {
  expect(() => gaussianNoise(1)(zeros([3, 3]), random(0))).toThrow("shape [3,3]; images are [N, C, H, W]");
  expect(() => randomHorizontalFlip(2)).toThrow("p is 2; it must be in 0 .. 1");
  expect(() => randomAffine({ scale: [2, 1] })).toThrow("the largest scale is 1");
  expect(() => elastic({ sigma: 0 })).toThrow("sigma is 0");
});
