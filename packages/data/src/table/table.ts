/** Tables: columns of numbers, truth values, categories and text, as data comes in. */
import { checkIndex, type Dataset } from "../dataset/dataset.ts";

/** A column of a table; all columns of one are equally long. */
export type Column =
  | {
      readonly name: string;
      readonly type: "number";
      /** NaN where a value is missing. */
      readonly values: Float64Array;
    }
  | {
      readonly name: string;
      readonly type: "boolean";
      /** `null` where a value is missing. */
      readonly values: readonly (boolean | null)[];
    }
  | {
      readonly name: string;
      /** `category`: one of a few names. `text`: anything. */
      readonly type: "category" | "text";
      /** `null` where a value is missing. */
      readonly values: readonly (string | null)[];
    };

/** What a column may hold. */
export type ColumnType = Column["type"];

/** A value of a row; `null` where it is missing. */
export type Cell = number | boolean | string | null;

/** Rows and named columns. As a data set, sample i is row i as a record. */
export class Table implements Dataset<{ [name: string]: Cell }> {
  readonly columns: readonly Column[];
  /** Rows. */
  readonly length: number;

  /** @throws RangeError where two columns have one name or differ in length */
  constructor(columns: readonly Column[]) {
    const [first] = columns;
    this.columns = columns;
    this.length = first?.values.length ?? 0;
    columns.forEach(({ name, values }, i) => {
      if (values.length !== this.length)
        throw new RangeError(
          `Table: column "${first?.name}" has ${this.length} values, "${name}" has ${values.length}; make them equal`,
        );
      if (columns.findIndex((each) => each.name === name) < i)
        throw new RangeError(`Table: two columns are named "${name}"; rename one`);
    });
  }

  /** The names of the columns, in order. */
  get names(): string[] {
    return this.columns.map(({ name }) => name);
  }

  /** @throws RangeError where there is no such column */
  column(name: string): Column {
    const column = this.columns.find((each) => each.name === name);
    if (column === undefined)
      throw new RangeError(`Table: no column "${name}"; there are ${this.names.join(", ")}`);
    return column;
  }

  /** Row i as a record. @throws RangeError where there is none */
  get(i: number): { [name: string]: Cell } {
    checkIndex("Table", i, this.length);
    return Object.fromEntries(this.columns.map((column) => [column.name, cell(column, i)]));
  }

  /**
   * Some of the rows, in this order: `table.take(train.indices)` after a split.
   *
   * @throws RangeError where there is no such row
   */
  take(indices: ArrayLike<number>): Table {
    const rows = Array.from(indices);
    for (const row of rows) checkIndex("Table", row, this.length);
    return new Table(
      this.columns.map((column) =>
        column.type === "number"
          ? { ...column, values: Float64Array.from(rows, (row) => column.values[row] as number) }
          : ({ ...column, values: rows.map((row) => column.values[row]) } as Column),
      ),
    );
  }

  /** Some of the columns, in this order. @throws RangeError where there is no such column */
  select(names: readonly string[]): Table {
    return new Table(names.map((name) => this.column(name)));
  }
}

function cell(column: Column, i: number): Cell {
  const value = column.values[i] as Cell;
  return Number.isNaN(value) ? null : value;
}
