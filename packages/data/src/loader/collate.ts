/** Samples put together into a batch. */
import { type DType, stack, Tensor, tensor } from "@gradus/tensor";

/** Arrays of numbers that a sample may hold. Bytes are numbers here (0 to 255), not booleans. */
type Numbers =
  | Float32Array
  | Float64Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array;

/** What {@link defaultCollate} makes of samples of type `T`. */
export type Collated<T> = T extends Tensor | number | boolean | Numbers
  ? Tensor
  : T extends string
    ? string[]
    : T extends readonly unknown[] | { readonly [key: string]: unknown }
      ? { -readonly [K in keyof T]: Collated<T[K]> }
      : T[];

/**
 * Element types for a batch: one for all of it, or parts as the samples have them. `{ image: "float32", label: "int32" }`.
 * What is not named takes its own.
 */
export type CollateTypes = DType | readonly CollateTypes[] | { readonly [key: string]: CollateTypes };

/**
 * B samples as one batch, each part with a first axis B more than in the sample:
 *
 * | samples | batch |
 * | --- | --- |
 * | tensors of one shape | tensor, stacked |
 * | typed arrays of one length n | tensor `[B, n]`: float64, float32, or int32 for arrays of integers (bytes too) |
 * | numbers | tensor `[B]`, float32 (whole or not: a batch must not change its type by chance) |
 * | booleans | tensor `[B]`, bool |
 * | strings | array of strings |
 * | arrays and records | array or record of the above, part by part |
 * | anything else (`null`, dates, ...) | array of it |
 *
 * Class numbers have to be int32 for a cross entropy: see {@link collateAs}, or keep them in an int32 tensor.
 *
 * @throws RangeError where there are no samples, or shapes, lengths or keys differ
 * @throws TypeError where one sample holds a number and another a string
 */
export function defaultCollate<T>(samples: readonly T[]): Collated<T> {
  return collateParts(samples, undefined, "") as Collated<T>;
}

/**
 * {@link defaultCollate} with given element types.
 *
 *     new DataLoader(samples, { collate: collateAs({ label: "int32" }) })
 */
export function collateAs(types: CollateTypes): <T>(samples: readonly T[]) => Collated<T> {
  return <T>(samples: readonly T[]) => collateParts(samples, types, "") as Collated<T>;
}

function collateParts(samples: readonly unknown[], types: CollateTypes | undefined, path: string): unknown {
  const [first] = samples;
  if (samples.length === 0) throw new RangeError("collate: no samples; give at least one");
  const kind = kindOf(first);
  const odd = samples.find((sample) => kindOf(sample) !== kind);
  if (odd !== undefined || (kind !== "other" && samples.includes(undefined)))
    throw new TypeError(
      `collate: ${at(path)} is ${kind} in one sample and ${kindOf(odd)} in another; make them alike, or pass \`collate\``,
    );
  const dtype = typeof types === "string" ? { dtype: types } : {};
  switch (kind) {
    case "tensor": {
      const parts = samples as readonly Tensor[];
      checkSame(
        parts.map(({ shape }) => `[${shape}]`),
        "shape",
        path,
      );
      const batch = stack(parts);
      return typeof types === "string" ? batch.cast(types) : batch;
    }
    case "numbers":
      return collateArrays(samples as readonly Numbers[], dtype, path);
    case "number":
      return tensor(samples as number[], { dtype: "float32", ...dtype });
    case "boolean":
      return tensor(samples as boolean[], dtype);
    case "array": {
      const lists = samples as readonly (readonly unknown[])[];
      checkSame(
        lists.map(({ length }) => `${length}`),
        "length",
        path,
      );
      return (first as readonly unknown[]).map((_, k) =>
        collateParts(
          lists.map((list) => list[k]),
          partOf(types, k),
          `${path}[${k}]`,
        ),
      );
    }
    case "record": {
      const records = samples as readonly { readonly [key: string]: unknown }[];
      checkSame(
        records.map((record) => Object.keys(record).sort().join(", ")),
        "keys",
        path,
      );
      const keys = Object.keys(first as object);
      return Object.fromEntries(
        keys.map((key) => [
          key,
          collateParts(
            records.map((record) => record[key]),
            partOf(types, key),
            path === "" ? key : `${path}.${key}`,
          ),
        ]),
      );
    }
    default:
      return [...samples];
  }
}

function collateArrays(arrays: readonly Numbers[], dtype: { dtype?: DType }, path: string): Tensor {
  checkSame(
    arrays.map(({ length }) => `${length}`),
    "length",
    path,
  );
  const [first] = arrays as [Numbers];
  const flat =
    first instanceof Float64Array
      ? new Float64Array(arrays.length * first.length)
      : first instanceof Float32Array
        ? new Float32Array(arrays.length * first.length)
        : new Int32Array(arrays.length * first.length);
  arrays.forEach((array, i) => void flat.set(array, i * first.length));
  return tensor(flat, { shape: [arrays.length, first.length], ...dtype });
}

type Kind = "tensor" | "numbers" | "number" | "boolean" | "string" | "array" | "record" | "other";

function kindOf(sample: unknown): Kind {
  if (sample instanceof Tensor) return "tensor";
  if (typeof sample === "number" || typeof sample === "boolean" || typeof sample === "string")
    return typeof sample as Kind;
  if (ArrayBuffer.isView(sample) && !(sample instanceof DataView)) {
    const wide = sample instanceof BigInt64Array || sample instanceof BigUint64Array;
    return wide || sample instanceof Uint32Array ? "other" : "numbers";
  }
  if (Array.isArray(sample)) return "array";
  const prototype = typeof sample === "object" && sample !== null ? Object.getPrototypeOf(sample) : undefined;
  return prototype === Object.prototype || prototype === null ? "record" : "other";
}

function partOf(types: CollateTypes | undefined, key: string | number): CollateTypes | undefined {
  if (types === undefined || typeof types === "string") return types;
  return (types as { readonly [key: string | number]: CollateTypes })[key];
}

function checkSame(all: readonly string[], what: string, path: string): void {
  const odd = all.find((each) => each !== all[0]);
  if (odd === undefined) return;
  throw new RangeError(
    `collate: ${at(path)} has ${what} ${all[0]} in one sample and ${odd} in another; make them equal, or pass \`collate\``,
  );
}

function at(path: string): string {
  return path === "" ? "the sample" : `"${path}"`;
}
