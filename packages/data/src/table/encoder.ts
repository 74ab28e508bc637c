/** Tables as tensors: numbers to one scale, categories as numbers for embeddings. */
import { concat, defaultDevice, oneHot, select, type Tensor, tensor } from "@gradus/tensor";
import { TensorDataset } from "../dataset/tensor-dataset.ts";
import { Vocabulary } from "../text/vocabulary.ts";
import { MinMaxScaler, StandardScaler } from "../transform/scaler.ts";
import type { Column, Table } from "./table.ts";

const scales = ["standard", "minmax", "none"] as const;
type Scale = (typeof scales)[number];

/** Options of {@link TableEncoder.fit}. */
export interface TableEncoderOptions {
  /** The column to predict. */
  readonly target?: string;
  /** Columns for the matrix of numbers; all of numbers and truth values but the target where left out. */
  readonly numbers?: readonly string[];
  /** Columns of categories; all of them but the target where left out. */
  readonly categories?: readonly string[];
  /** To what scale numbers are brought: see {@link StandardScaler} (where left out) and {@link MinMaxScaler}. */
  readonly scale?: Scale;
}

/** A table of N rows as tensors. */
export interface EncodedTable {
  /** `[N, F]`, float32: scaled numbers and truth values; where one was missing, the mean of the fitted ones. */
  readonly numbers: Tensor;
  /** `[N, C]`, int32: categories by their numbers; 0 where one is missing or was not seen in fitting. */
  readonly categories: Tensor;
  /** `[N]`: float32 for numbers, int32 for classes; `null` without a target. */
  readonly target: Tensor | null;
}

/** Stands for a category that is missing or was not seen. Number 0 of every column. */
const UNKNOWN = "<unknown>";

/** What an encoder has seen, as plain data. */
export interface TableEncoderState {
  readonly target: string | null;
  /** The names of the target's classes; `null` where it is a number, or there is none. */
  readonly classes: readonly string[] | null;
  readonly numbers: readonly { readonly name: string; readonly mean: number }[];
  readonly categories: readonly { readonly name: string; readonly names: readonly string[] }[];
  readonly scale: Scale;
  readonly scaler: unknown;
}

/**
 * Turns tables into tensors by what it saw in the table it was fitted to: that which trains. Text columns are left out.
 *
 *     const encoder = TableEncoder.fit(train, { target: "speed" });
 *     const { numbers, categories, target } = encoder.encode(test);
 */
export class TableEncoder {
  /** The columns of the matrix of numbers, in order. */
  readonly numbers: readonly string[];
  /** The columns of categories, in order. */
  readonly categories: readonly string[];
  /** Of each column of categories: its names; number 0 is what is unknown. */
  readonly vocabularies: readonly Vocabulary[];
  /** The column to predict, or `null`. */
  readonly target: string | null;
  /** The names of the target's classes, or `null` where it is a number or there is none. */
  readonly classes: Vocabulary | null;
  readonly #state: TableEncoderState;
  readonly #scaler: StandardScaler | MinMaxScaler | null;

  /** What {@link TableEncoder.fit} and {@link TableEncoder.fromJSON} have found out. */
  constructor(state: TableEncoderState) {
    const { target, classes, numbers, categories, scale, scaler } = state;
    this.target = target;
    this.numbers = numbers.map(({ name }) => name);
    this.categories = categories.map(({ name }) => name);
    this.vocabularies = categories.map(({ names }) => new Vocabulary(names, UNKNOWN));
    this.classes = classes === null ? null : new Vocabulary(classes);
    this.#state = state;
    this.#scaler = scaler === null ? null : (scalerOf(scale)?.loadJSON(scaler) ?? null);
  }

  /**
   * Finds out the means and scales of numbers, the names of categories, and the classes of the target.
   *
   * @throws RangeError where a column does not exist, has no value, or is of another type than it is asked to be
   */
  static fit(table: Table, options: TableEncoderOptions = {}): TableEncoder {
    const { target = null, scale = "standard" } = options;
    const named = (types: readonly string[]) =>
      table.columns
        .filter(({ name, type }) => name !== target && types.includes(type))
        .map(({ name }) => name);
    const numbers = (options.numbers ?? named(["number", "boolean"])).map((name) => ({
      name,
      mean: meanOf(name, numbersOf(table.column(name))),
    }));
    const categories = (options.categories ?? named(["category"])).map((name) => {
      const seen = namesOf(categoriesOf(table.column(name)));
      return { name, names: [UNKNOWN, ...seen.filter((each) => each !== UNKNOWN)] };
    });
    const scaler = numbers.length === 0 ? undefined : scalerOf(scale)?.fit(matrix(table, numbers));
    return new TableEncoder({
      target,
      classes: target === null ? null : classesOf(table.column(target)),
      numbers,
      categories,
      scale,
      scaler: scaler?.toJSON() ?? null,
    });
  }

  /** Plain data, for {@link TableEncoder.fromJSON}. */
  toJSON(): TableEncoderState {
    return this.#state;
  }

  /** @throws TypeError where the data is no saved encoder */
  static fromJSON(json: unknown): TableEncoder {
    const state = (json ?? {}) as Partial<TableEncoderState>;
    const sound =
      Array.isArray(state.numbers) &&
      Array.isArray(state.categories) &&
      (state.classes === null || Array.isArray(state.classes)) &&
      (state.target === null || typeof state.target === "string") &&
      scales.includes(state.scale as Scale);
    if (!sound)
      throw new TypeError(
        "TableEncoder.fromJSON: expected { target, classes, numbers, categories, scale, scaler } as toJSON gives them",
      );
    return new TableEncoder(state as TableEncoderState);
  }

  /** Of each column of categories, how many numbers there are (unknown included): rows of its embedding. */
  get cardinalities(): number[] {
    return this.vocabularies.map(({ size }) => size);
  }

  /**
   * @throws RangeError where a column is not there or of another type, or the target is missing in a row or a class that
   *   was not seen
   */
  encode(table: Table): EncodedTable {
    const raw = matrix(table, this.#state.numbers);
    const codes = this.categories.map((name, c) => {
      const vocabulary = this.vocabularies[c] as Vocabulary;
      return categoriesOf(table.column(name)).map((value) => vocabulary.id(value ?? UNKNOWN));
    });
    return {
      numbers: (this.#scaler?.transform(raw) ?? raw).cast("float32").to(defaultDevice()),
      categories: byRows(codes, table.length, "int32"),
      target: this.#target(table),
    };
  }

  /**
   * `[N, F + Σ cardinalities]`, float32: the numbers, then each category as a one-hot vector, for models without
   * embeddings. Throws as {@link encode} does.
   */
  oneHot(table: Table): Tensor {
    const { numbers, categories } = this.encode(table);
    const vectors = this.cardinalities.map((size, c) =>
      oneHot(select(categories, 1, c), size).cast("float32"),
    );
    return concat([numbers, ...vectors], 1);
  }

  /** {@link encode}, as samples `[numbers, categories]`, or `[numbers, categories, target]` where there is a target. */
  dataset(table: Table): TensorDataset<readonly Tensor[]> {
    const { numbers, categories, target } = this.encode(table);
    return new TensorDataset<readonly Tensor[]>(numbers, categories, ...(target === null ? [] : [target]));
  }

  #target(table: Table): Tensor | null {
    if (this.target === null) return null;
    const column = table.column(this.target);
    if (this.classes === null) {
      const values = numbersOf(column);
      const gap = values.findIndex(Number.isNaN);
      if (gap >= 0) missingTarget(column.name, gap);
      return tensor(Float32Array.from(values));
    }
    const { classes } = this;
    return tensor(
      Int32Array.from(categoriesOf(column), (value, row) =>
        value === null ? missingTarget(column.name, row) : classes.id(value),
      ),
    );
  }
}

/** `[N, F]`, float64: the numbers of a table, means where they are missing. */
function matrix(table: Table, columns: TableEncoderState["numbers"]): Tensor {
  const filled = columns.map(({ name, mean }) =>
    Array.from(numbersOf(table.column(name)), (value) => (Number.isNaN(value) ? mean : value)),
  );
  return byRows(filled, table.length, "float64");
}

function scalerOf(scale: Scale): StandardScaler | MinMaxScaler | null {
  if (scale === "none") return null;
  return scale === "minmax" ? new MinMaxScaler() : new StandardScaler();
}

function missingTarget(name: string, row: number): never {
  throw new RangeError(`TableEncoder: the target "${name}" is missing in row ${row}; drop such rows`);
}

function classesOf(column: Column): string[] | null {
  return column.type === "number" ? null : namesOf(categoriesOf(column));
}

function namesOf(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))].sort();
}

function numbersOf(column: Column): Float64Array {
  if (column.type === "number") return column.values;
  if (column.type === "boolean")
    return Float64Array.from(column.values, (value) => (value === null ? Number.NaN : Number(value)));
  throw new RangeError(
    `TableEncoder: column "${column.name}" is of type ${column.type}, not number; declare its type when reading`,
  );
}

function categoriesOf(column: Column): readonly (string | null)[] {
  if (column.type === "number")
    return Array.from(column.values, (value) => (Number.isNaN(value) ? null : String(value)));
  return column.values.map((value) => (value === null ? null : String(value)));
}

function meanOf(name: string, values: Float64Array): number {
  const present = values.filter((value) => !Number.isNaN(value));
  if (present.length === 0)
    throw new RangeError(
      `TableEncoder: column "${name}" has no value in the table it is fitted to; leave it out`,
    );
  return present.reduce((sum, value) => sum + value, 0) / present.length;
}

function byRows(columns: readonly ArrayLike<number>[], length: number, dtype: "float64" | "int32"): Tensor {
  const flat = new (dtype === "int32" ? Int32Array : Float64Array)(length * columns.length);
  columns.forEach((values, c) => {
    for (let row = 0; row < length; row++) flat[row * columns.length + c] = values[row] as number;
  });
  // Scales are measured in float64, which not all devices have.
  const device = dtype === "float64" ? "cpu" : defaultDevice();
  return tensor(flat, { shape: [length, columns.length], dtype, device });
}
