/** States: trees of data to bytes and back. */
import { type Tensor, tensor } from "@gradus/tensor";
import { decodeState, encodeState, loadCheckpoint, SafetensorsError, serialize } from "@gradus/train";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

const odd = fc.constantFrom(NaN, Infinity, -Infinity, -0);
const key = fc.oneof(
  fc.string(),
  fc.constantFrom("$number", "$tensor", "$list", "$record", "a.b", "constructor"),
);
const { tree } = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    odd,
    fc.string(),
    fc.float64Array({ maxLength: 4 }),
  ),
  long: fc.array(fc.oneof(fc.double(), odd), { minLength: 32, maxLength: 40 }),
  tree: fc.oneof(
    { depthSize: "small" },
    tie("leaf"),
    tie("long"),
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(
      key.filter((name) => name !== "__proto__"),
      tie("tree"),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
}));

test("every tree comes back, whatever its keys and numbers", async () => {
  await fc.assert(
    fc.asyncProperty(tree, async (state) => {
      expect(await decodeState(await encodeState(state))).toEqual(state);
    }),
  );
});

test("tensors come back, also where paths to them look alike", async () => {
  const state = { "a.b": { c: tensor([1]) }, a: { "b.c": tensor([2]) }, list: [tensor([[true]])] };
  const back = (await decodeState(await encodeState(state))) as typeof state;
  expect(back["a.b"].c.toArray()).toEqual([1]);
  expect(back.a["b.c"].toArray()).toEqual([2]);
  expect((back.list[0] as Tensor).dtype).toBe("bool");
});

test("what is undefined is left out; what is no data is refused, with the path to it", async () => {
  expect(await decodeState(await encodeState({ a: undefined, b: 1 }))).toEqual({ b: 1 });
  await expect(encodeState({ a: [{ f: () => 1 }] })).rejects.toThrow("a.0.f is function, which is no data");
  await expect(encodeState({ a: new Map() })).rejects.toThrow("a is a Map, which is no data");
  let deep: unknown = 1;
  for (let i = 0; i < 100; i++) deep = [deep];
  await expect(encodeState(deep)).rejects.toThrow("nested deeper than 64");
});

test("a changed file is refused; never is another state read from it", async () => {
  const valid = await encodeState({ epoch: 3, w: tensor([1, 2, 3]), list: [NaN, { a: "b" }], name: "x" });
  const mutation = fc.record({ at: fc.nat({ max: valid.length - 1 }), byte: fc.nat({ max: 255 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      fc.nat({ max: 9 }),
      async (mutations, cut) => {
        const bytes = Uint8Array.from(valid);
        for (const { at, byte } of mutations) bytes[at] = byte;
        const changed = bytes.subarray(0, valid.length - cut);
        const state = await decodeState(changed).catch((error: unknown) => {
          expect(error).toBeInstanceOf(SafetensorsError);
          return null;
        });
        if (state === null) return;
        const { w, ...rest } = state as { w: Tensor };
        expect(rest).toEqual({ epoch: 3, list: [NaN, { a: "b" }], name: "x" });
        expect([w.dtype, w.toArray()]).toEqual(["float32", [1, 2, 3]]);
      },
    ),
    { numRuns: 500 },
  );
});

describe("whoever makes a file with a true digest", () => {
  /** A file as an attacker would make it, around any JSON. */
  async function forged(json: string, tensors: Record<string, Tensor> = {}): Promise<Uint8Array> {
    const hash = async (bytes: Uint8Array): Promise<string> =>
      Buffer.from(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>)).toString("hex");
    const table = await Promise.all(
      Object.entries(tensors).map(async ([name, x]) => [
        name,
        "F32",
        x.shape,
        await hash(new Uint8Array(x.dataSync().buffer as ArrayBuffer)),
      ]),
    );
    const sha256 = await hash(new TextEncoder().encode(JSON.stringify([table, json])));
    return serialize(tensors, { format: "gradus-state", sha256, state: json });
  }

  test.each([
    ['{"a":', "Unexpected end"],
    [`${"[".repeat(1e5)}${"]".repeat(1e5)}`, "nested deeper than 64"],
    ['{"a":{"$tensor":"w"}}', 'no tensor is called "w"'],
    ['{"a":{"$tensor":"__proto__"}}', 'no tensor is called "__proto__"'],
    ['{"a":{"$list":"x"}}', 'no list of numbers (F64, one axis) is called "x"'],
    ['{"a":{"$number":"1e999"}}', '"1e999" is no number'],
    ['{"a":{"$record":[["k"]]}}', "a record is a list of keys and values"],
    ['{"__proto__":{"polluted":true}}', 'a key is called "__proto__"'],
    ['{"$record":[["__proto__",1]]}', 'a key is called "__proto__"'],
  ])("is refused: %.40s", async (json, message) => {
    const bytes = await forged(json, { x: tensor([1]) });
    await expect(decodeState(bytes)).rejects.toThrow(SafetensorsError);
    await expect(decodeState(bytes)).rejects.toThrow(message);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("can make an honest one", async () => {
    const state = (await decodeState(await forged('{"a":{"$tensor":"x"}}', { x: tensor([4]) }))) as {
      a: Tensor;
    };
    expect(state.a.toArray()).toEqual([4]);
  });
});

test("weights are no state, and nothing is none", async () => {
  await expect(decodeState(await serialize({ x: tensor([1]) }))).rejects.toThrow(
    'the metadata names the format "none", not "gradus-state"; files of weights are read by loadFile or deserialize',
  );
  expect(await loadCheckpoint(new Map())).toBeUndefined();
});
