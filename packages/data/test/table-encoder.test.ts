import { DataLoader, parseCsv, randomSplit, TableEncoder } from "@gradus/data";
import { defaultDevice, initDevice, setDefaultDevice } from "@gradus/tensor";
import { expect, test } from "vitest";

const table = parseCsv(
  `type,age,weight,vaccinated,speed
dog,2,10,true,slow
cat,4,,false,fast
dog,,30,true,fast
cat,6,20,,slow
`,
  { types: { speed: "category" } },
);

test("numbers are scaled by the fitted table, its means stand for what is missing", () => {
  const encoder = TableEncoder.fit(table, { target: "speed" });
  expect(encoder.numbers).toEqual(["age", "weight", "vaccinated"]);
  const { numbers, categories, target } = encoder.encode(table);
  const rows = numbers.toArray() as number[][];
  // Ages 2, 4, (4), 6: mean 4, σ² = 2.
  expect(rows.map(([age]) => age)).toEqual([-2, 0, 0, 2].map((x) => expect.closeTo(x / Math.SQRT2, 6)));
  expect(rows.map(([, weight]) => weight)).toEqual(
    [-10, 0, 10, 0].map((x) => expect.closeTo(x / Math.sqrt(50), 6)),
  );
  expect(categories.toArray()).toEqual([[2], [1], [2], [1]]);
  expect([target!.dtype, target!.toArray()]).toEqual(["int32", [1, 0, 0, 1]]);
  expect(encoder.classes!.tokens).toEqual(["fast", "slow"]);
});

test("what fitting has not seen is unknown: number 0", () => {
  const encoder = TableEncoder.fit(table, { target: "age", categories: ["type", "speed"] });
  expect(encoder.cardinalities).toEqual([3, 3]);
  const other = parseCsv(
    "type,age,weight,vaccinated,speed\nbird,1,1,true,slow\n,2,2,true,slow\ncat,3,3,false,slow\n",
  );
  const types = encoder.encode(other.select(other.names)).categories.toArray() as number[][];
  expect(types.map(([type]) => type)).toEqual([0, 0, 1]);
});

test("without embeddings, categories stand as one-hot vectors behind the numbers", () => {
  const encoder = TableEncoder.fit(table, { numbers: ["age"], categories: ["type", "speed"], scale: "none" });
  const later = parseCsv("age,type,speed\n5,dog,slow\n6,bird,fast\n", { types: { type: "text" } });
  expect(encoder.oneHot(later).toArray()).toEqual([
    [5, 0, 0, 1, 0, 0, 1],
    [6, 1, 0, 0, 0, 1, 0],
  ]);
});

test("other tables are scaled by the fitted table's figures, not their own", () => {
  const encoder = TableEncoder.fit(table, { numbers: ["age"], categories: [], scale: "minmax" });
  const later = parseCsv("age\n2\n8\n");
  expect(encoder.encode(later).numbers.toArray()).toEqual([[0], [1.5]]);
  expect(encoder.encode(later).target).toBeNull();
  const raw = TableEncoder.fit(table, { numbers: ["age"], categories: [], scale: "none" });
  expect(raw.encode(later).numbers.toArray()).toEqual([[2], [8]]);
});

test("a split of a table is encoded and loaded in batches", () => {
  const { train, test: judge } = randomSplit(table, { train: 0.5, test: 0.5 }, { seed: 3 });
  const encoder = TableEncoder.fit(table.take(train.indices), { target: "speed", numbers: ["weight"] });
  const loader = new DataLoader(encoder.dataset(table.take(train.indices)), { batchSize: 2 });
  const [batch] = [...loader.sync()];
  expect(batch!.map(({ shape }) => shape)).toEqual([[2, 1], [2, 1], [2]]);
  expect(judge.length).toBe(2);
});

test("a saved encoder encodes as the one that was saved", () => {
  for (const target of ["speed", "age"]) {
    for (const scale of ["standard", "minmax", "none"] as const) {
      const encoder = TableEncoder.fit(table, { target, scale });
      const loaded = TableEncoder.fromJSON(JSON.parse(JSON.stringify(encoder)));
      const rows = table.take([0, 1, 3]);
      const show = (each: TableEncoder) =>
        Object.values(each.encode(rows)).map((part) => [part.dtype, part.toArray()]);
      expect(show(loaded)).toEqual(show(encoder));
      expect(loaded.cardinalities).toEqual(encoder.cardinalities);
    }
  }
  expect(() => TableEncoder.fromJSON({ numbers: [] })).toThrow("TableEncoder.fromJSON");
});

test("columns that do not fit are refused by name", () => {
  expect(() => TableEncoder.fit(table, { numbers: ["type"] })).toThrow('column "type" is of type category');
  expect(() => TableEncoder.fit(table, { target: "none" })).toThrow('no column "none"');
  expect(() => TableEncoder.fit(table.take([2]), { numbers: ["age"] })).toThrow('column "age" has no value');
  expect(() => TableEncoder.fit(table, { target: "age" }).encode(table)).toThrow('"age" is missing in row 2');
  const encoder = TableEncoder.fit(table, { target: "speed" });
  const odd = parseCsv("type,age,weight,vaccinated,speed\ndog,1,1,true,medium\n");
  expect(() => encoder.encode(odd)).toThrow('"medium" is none of the 2 strings known');
});

test("tables come out on the default device, also where that has no float64", async () => {
  await initDevice("gpu", { mode: "webasm" });
  const before = defaultDevice();
  try {
    const expected = TableEncoder.fit(table, { target: "speed" }).encode(table);
    setDefaultDevice("gpu");
    const { numbers, categories, target } = TableEncoder.fit(table, { target: "speed" }).encode(table);
    expect([numbers.device, categories.device, target?.device]).toEqual(["gpu", "gpu", "gpu"]);
    expect(await numbers.data()).toEqual(expected.numbers.dataSync());
  } finally {
    setDefaultDevice(before);
  }
});
