import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Column, formatCsv, parseCsv, readCsv, Table } from "@gradus/data";
import fc from "fast-check";
import { expect, test } from "vitest";

const pets = `name,type,age,weight,vaccinated,zip
Rex,dog,3,30.5,true,01234
"Mimi, the ""small"" one",cat,,4e0,FALSE,99999

Tom,cat,7,NA,true,00501
Ada,dog,-1,.5,,01234
`;

test("worked example: types are inferred, quotes undone, missing values kept", () => {
  const table = parseCsv(pets);
  expect(table.columns.map(({ name, type }) => [name, type])).toEqual([
    ["name", "text"],
    ["type", "category"],
    ["age", "number"],
    ["weight", "number"],
    ["vaccinated", "boolean"],
    ["zip", "text"],
  ]);
  expect(table.get(1)).toEqual({
    name: 'Mimi, the "small" one',
    type: "cat",
    age: null,
    weight: 4,
    vaccinated: false,
    zip: "99999",
  });
  expect(table.column("age").values).toEqual(Float64Array.of(3, Number.NaN, 7, -1));
});

test("declared types hold, whatever the values look like", () => {
  const { columns } = parseCsv("a,b,c\n1,1,1\n0,0,0\n", {
    types: { a: "category", b: "boolean", c: "text" },
  });
  expect(columns.map(({ values }) => values)).toEqual([
    ["1", "0"],
    [true, false],
    ["1", "0"],
  ]);
  expect(() => parseCsv("a\n1\n", { types: { b: "text" } })).toThrow(
    'no column "b" to have a type; there are a',
  );
});

test("rows with missing values are kept, dropped or refused", () => {
  expect(parseCsv(pets).length).toBe(4);
  expect(parseCsv(pets, { missing: "drop" }).column("name").values).toEqual(["Rex"]);
  expect(() => parseCsv(pets, { missing: "error", name: "pets.csv" })).toThrow(
    'pets.csv:3: column "age": the value is missing',
  );
  expect(parseCsv("a\n-\n1\n", { missingValues: ["-"] }).column("a").type).toBe("number");
});

const line = (text: string, options = {}) => {
  try {
    parseCsv(text, options);
  } catch (error) {
    return /^CSV:(\d+): (.*)/.exec((error as Error).message)?.slice(1);
  }
  return undefined;
};

test("errors name the line: too few values, too many, no number, quotes that do not match", () => {
  expect(line("a,b\n1,2\n3\n")).toEqual(["3", expect.stringContaining("1 value, but 2 columns (a, b)")]);
  expect(line("a,b\n1,2\n\n\n3,4,5\n")).toEqual(["5", expect.stringContaining("3 values")]);
  const types = { a: "number" };
  expect(line("a,b\n1,2\nx,3\n", { types })).toEqual([
    "3",
    expect.stringContaining('column "a": "x" is not a number'),
  ]);
  expect(line("a\ntrue\nno\n", { types: { a: "boolean" } })?.[1]).toContain('"no" is not true or false');
  expect(line('a\n1\n2"3\n')).toEqual(["3", expect.stringContaining("Quote")]);
  expect(line('a\n1\n"2\n3\n4\n')).toEqual(["3", expect.stringContaining("never closed")]);
  expect(line('a\n"2"3\n')?.[0]).toBe("2");
  // "\r\n" inside of quotes is one line end, not two.
  expect(line('a\r\n"1\r\n2"\r\nx"y\r\n')).toEqual(["4", expect.not.stringContaining("line")]);
});

test("the line of an error is right for every way lines end, quoted values and rows before it", () => {
  const value = fc.stringMatching(/^[a-z",\n ]{0,6}$/);
  const ends = fc.constantFrom("\n", "\r\n", "\r");
  fc.assert(
    fc.property(fc.array(fc.tuple(value, fc.nat(2))), ends, fc.boolean(), (rows, end, bom) => {
      const quoted = ([text, empty]: [string, number]) =>
        `"${text.replaceAll('"', '""').replaceAll("\n", end)}",1${end.repeat(1 + empty)}`;
      const before = `${bom ? "\ufeff" : ""}a,b${end}${rows.map(quoted).join("")}`;
      const lines = before.replaceAll("\r\n", "\n").replaceAll("\r", "\n").split("\n").length;
      expect(line(`${before}x,y${end}`, { types: { b: "number" } })?.[0]).toBe(`${lines}`);
    }),
  );
});

const strings = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom('"', "\r", "a\nb", " x", "1", "\ufeff"),
);
const holes = { missingValues: [""] };

test("what is written is read again as it was", () => {
  const rows = fc.array(
    fc.record({
      number: fc.double().map((x) => (Number.isNaN(x) ? null : x)),
      boolean: fc.option(fc.boolean()),
      category: fc.option(strings.filter((text) => text !== "" && text.isWellFormed())),
    }),
  );
  fc.assert(
    fc.property(
      rows,
      fc.constantFrom(",", ";", "\t"),
      fc.integer({ min: 1, max: 3 }),
      (data, delimiter, width) => {
        const columns: Column[] = [
          { name: "c,\n", type: "category", values: data.map(({ category }) => category) },
          {
            name: "n",
            type: "number",
            values: Float64Array.from(data, ({ number }) => number ?? Number.NaN),
          },
          { name: 'b"', type: "boolean", values: data.map(({ boolean }) => boolean) },
        ];
        const table = new Table(columns.slice(0, width));
        const types = Object.fromEntries(table.columns.map(({ name, type }) => [name, type]));
        const read = parseCsv(formatCsv(table, { delimiter }), { delimiter, types, ...holes });
        expect(read.columns).toEqual(table.columns);
      },
    ),
  );
});

test("files are read, a header may be given, and an empty file is refused", async () => {
  const dir = await mkdtemp(join(tmpdir(), "csv-"));
  try {
    const path = join(dir, "iris.csv");
    await writeFile(path, "5.1;setosa\n4.9;setosa\n");
    const table = await readCsv(path, { header: ["length", "species"], delimiter: ";" });
    expect(table.get(0)).toEqual({ length: 5.1, species: "setosa" });
    await writeFile(path, "");
    await expect(readCsv(path)).rejects.toThrow("iris.csv: empty");
  } finally {
    await rm(dir, { recursive: true });
  }
});

test("a table takes rows and columns, and refuses what is not there", () => {
  const table = parseCsv("a,b\n1,x\n2,y\n3,x\n");
  expect(table.take([2, 0]).select(["b", "a"]).get(0)).toEqual({ b: "x", a: 3 });
  expect(() => table.get(3)).toThrow("no sample 3");
  expect(() => table.take([9])).toThrow("no sample 9");
  expect(() => table.column("c")).toThrow('no column "c"; there are a, b');
  expect(() => parseCsv("a,a\n1,2\n")).toThrow('two columns are named "a"');
});
