import { ArrayDataset, ConcatDataset, kFold, randomSplit } from "@gradus/data";
import fc from "fast-check";
import { expect, test } from "vitest";

const numbered = (length: number) => new ArrayDataset(Array.from({ length }, (_, i) => i));
const all = (length: number) => Array.from({ length }, (_, i) => i);
const sorted = (indices: Iterable<number>) => [...indices].sort((a, b) => a - b);

/** Labels, and sizes of parts that add up to their number. */
const tasks = fc
  .record({
    classes: fc.array(fc.nat(5), { maxLength: 80 }),
    cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 }),
    seed: fc.nat(),
  })
  .map(({ classes, cuts, seed }) => {
    const at = [
      0,
      ...cuts.sort((a, b) => a - b).map((cut) => Math.floor(cut * classes.length)),
      classes.length,
    ];
    return { classes, seed, sizes: at.slice(1).map((end, i) => end - at[i]!) };
  });

test("parts have the sizes asked for, no sample in common, and leave none out", () => {
  fc.assert(
    fc.property(tasks, fc.boolean(), ({ classes, sizes, seed }, stratified) => {
      const options = stratified ? { seed, stratify: classes } : { seed };
      const parts = randomSplit(numbered(classes.length), sizes, options);
      expect(parts.map(({ length }) => length)).toEqual(sizes);
      expect(sorted(parts.flatMap(({ indices }) => [...indices]))).toEqual(all(classes.length));
    }),
  );
});

test("a stratified part has its share of each class, to within less than 2 samples", () => {
  fc.assert(
    fc.property(tasks, ({ classes, sizes, seed }) => {
      const parts = randomSplit(numbered(classes.length), sizes, { seed, stratify: classes });
      for (const [p, { indices }] of parts.entries()) {
        for (const c of new Set(classes)) {
          const due = (sizes[p]! * classes.filter((each) => each === c).length) / classes.length;
          const had = [...indices].filter((i) => classes[i] === c).length;
          expect(Math.abs(had - due)).toBeLessThan(2);
        }
      }
    }),
  );
});

test("fractions give the nearest whole numbers, by name", () => {
  const {
    train,
    validation,
    test: judge,
  } = randomSplit(numbered(30), { train: 0.8, validation: 0.1, test: 0.1 });
  expect([train.length, validation.length, judge.length]).toEqual([24, 3, 3]);
  const odd = randomSplit(numbered(7), [0.5, 0.5]);
  expect(sorted(odd.map(({ length }) => length))).toEqual([3, 4]);
});

test("the seed decides who goes where", () => {
  const draw = (seed: number) => randomSplit(numbered(40), [0.5, 0.5], { seed })[0]!.indices;
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      expect(draw(seed)).toEqual(draw(seed));
      expect(draw(seed + 1)).not.toEqual(draw(seed));
    }),
  );
});

test("every sample lands in every part about as often", () => {
  const classes = [0, 0, 0, 0, 1, 1, 1, 2];
  for (const options of [{}, { stratify: classes }]) {
    const hits = new Array<number>(8).fill(0);
    for (let seed = 0; seed < 2000; seed++)
      for (const i of randomSplit(numbered(8), [2, 6], { ...options, seed })[0]!.indices) hits[i]!++;
    // Plain: 500 each. Stratified: within a class each as often as another.
    for (const [i, hit] of hits.entries()) {
      const peers = hits.filter((_, j) => !("stratify" in options) || classes[j] === classes[i]);
      const mean = peers.reduce((sum, each) => sum + each / peers.length, 0);
      expect(Math.abs(hit - mean)).toBeLessThan(100);
    }
  }
});

test("k folds validate on each sample once and train on the rest", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 40 }),
      fc.nat(),
      fc.nat(),
      fc.boolean(),
      (n, pick, seed, stratified) => {
        const k = 2 + (pick % (n - 1));
        const labels = Array.from({ length: n }, (_, i) => (i % 3 === 0 ? "a" : "b"));
        const folds = kFold(numbered(n), k, stratified ? { seed, stratify: labels } : { seed });
        expect(folds.length).toBe(k);
        expect(sorted(folds.flatMap(({ validation }) => [...validation.indices]))).toEqual(all(n));
        for (const { train, validation } of folds) {
          expect(sorted([...train.indices, ...validation.indices])).toEqual(all(n));
          expect(Math.abs(validation.length - n / k)).toBeLessThan(1);
          if (!stratified) continue;
          const rate = labels.filter((label) => label === "a").length / n;
          const had = [...validation.indices].filter((i) => labels[i] === "a").length;
          expect(Math.abs(had - rate * validation.length)).toBeLessThan(2);
        }
      },
    ),
  );
});

test("parts hold the samples of the data set; concatenated data sets are one", () => {
  const [one, other] = randomSplit(new ArrayDataset(["a", "b", "c", "d", "e"]), [2, 3]);
  const joined = new ConcatDataset([one!, other!]);
  expect(joined.length).toBe(5);
  expect(
    all(5)
      .map((i) => joined.get(i))
      .sort(),
  ).toEqual(["a", "b", "c", "d", "e"]);
  expect(() => joined.get(5)).toThrow("no sample 5");
});

test("sizes that do not add up are refused with their sum", () => {
  expect(() => randomSplit(numbered(10), [5, 4])).toThrow("5, 4 add up to 9");
  expect(() => randomSplit(numbered(10), { a: 0.5, b: 0.4 })).toThrow("add up to 0.9");
  expect(() => randomSplit(numbered(10), [11, -1])).toThrow("11, -1");
  expect(() => randomSplit(numbered(3), [1, 2], { stratify: [0] })).toThrow(
    "classes of 1 samples, there are 3",
  );
  expect(() => kFold(numbered(3), 4)).toThrow("4 folds of 3 samples");
});
