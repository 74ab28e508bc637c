import { ArrayDataset, collateAs, DataLoader, defaultCollate } from "@gradus/data";
import { Tensor, tensor } from "@gradus/tensor";
import fc from "fast-check";
import { expect, expectTypeOf, test } from "vitest";

const seen = (x: Tensor) => [x.dtype, x.toArray()];

test("numbers, booleans, strings, tensors and typed arrays each become their batch", () => {
  expect(seen(defaultCollate([1, 2]))).toEqual(["float32", [1, 2]]);
  expect(seen(defaultCollate([true, false]))).toEqual(["bool", [1, 0]]);
  expect(defaultCollate(["a", "b"])).toEqual(["a", "b"]);
  expect(seen(defaultCollate([tensor([1, 2]), tensor([3, 4])]))).toEqual([
    "float32",
    [
      [1, 2],
      [3, 4],
    ],
  ]);
  expect(seen(defaultCollate([Uint8Array.of(0, 255), Uint8Array.of(7, 1)]))).toEqual([
    "int32",
    [
      [0, 255],
      [7, 1],
    ],
  ]);
  expect(seen(defaultCollate([Float64Array.of(0.1), Float64Array.of(0.2)]))).toEqual([
    "float64",
    [[0.1], [0.2]],
  ]);
  expect(defaultCollate([null, null])).toEqual([null, null]);
});

test("arrays and records are collated part by part, to any depth", () => {
  const sample = (i: number) => ({ id: `s${i}`, x: [i, { y: i > 1 }] as const });
  const batch = defaultCollate([1, 2, 3].map(sample));
  expectTypeOf(batch.x[1].y).toEqualTypeOf<Tensor>();
  expect(batch.id).toEqual(["s1", "s2", "s3"]);
  expect(seen(batch.x[0])).toEqual(["float32", [1, 2, 3]]);
  expect(seen(batch.x[1].y)).toEqual(["bool", [0, 1, 1]]);
});

test("types may be named for parts, and other parts keep theirs", () => {
  const samples = [
    { x: 0.5, label: 2 },
    { x: 1.5, label: 0 },
  ];
  const loader = new DataLoader(new ArrayDataset(samples), {
    batchSize: 2,
    collate: collateAs({ label: "int32" }),
  });
  const [batch] = [...loader.sync()];
  expect(seen(batch!.x)).toEqual(["float32", [0.5, 1.5]]);
  expect(seen(batch!.label)).toEqual(["int32", [2, 0]]);
  expect(collateAs("float64")([tensor([1])]).dtype).toBe("float64");
  expect(seen(collateAs("bool")([0, 5]))).toEqual(["bool", [0, 1]]);
});

test("a batch of numbers has the type float32, whole numbers or not", () => {
  fc.assert(
    fc.property(fc.array(fc.float(), { minLength: 1 }), (numbers) => {
      const batch = defaultCollate(numbers);
      expect(batch).toBeInstanceOf(Tensor);
      expect(batch.dtype).toBe("float32");
      expect([...batch.dataSync()]).toEqual(numbers);
    }),
  );
});

test("samples that differ are refused by the name of the part", () => {
  expect(() => defaultCollate([])).toThrow("no samples");
  expect(() => defaultCollate<unknown>([1, "a"])).toThrow("number in one sample and string in another");
  expect(() => defaultCollate<unknown>([1, undefined])).toThrow("number in one sample and other in another");
  expect(() => defaultCollate([{ a: [1] }, { a: [1, 2] }])).toThrow('"a" has length 1 in one sample and 2');
  expect(() => defaultCollate<object>([{ a: 1 }, { b: 1 }])).toThrow("has keys a in one sample and b");
  expect(() => defaultCollate([{ t: tensor([1]) }, { t: tensor([1, 2]) }])).toThrow('"t" has shape [1]');
  expect(() => defaultCollate([Int8Array.of(1), Int8Array.of(1, 2)])).toThrow("length 1 in one sample and 2");
});
