/** Functions of one and two numbers, and rows: `tsx --conditions=@gradus/source packages/tensor/bench/pointwise.ts`. */
import { backend, random, report } from "./measure.ts";

const size = 4_000_000;
const x = random([size], 4);
const y = random([size], 4);
const bytes = 4 * size;

for (const kernel of ["relu", "exp", "log", "tanh", "sigmoid", "gelu", "geluTanh", "erf"] as const)
  report(`${kernel} of 4M`, () => backend.unary(kernel, x, "float32"), 2 * bytes, "GB/s");
for (const kernel of ["add", "mul", "div", "geluVjp"] as const)
  report(`${kernel} of 4M`, () => backend.binary(kernel, x, y, "float32"), 3 * bytes, "GB/s");

const [rows, columns] = [4096, 1024];
const table = random([rows, columns], 4);
const row = { ...random([columns]), shape: [rows, columns], strides: [0, 1] };
const column = { ...random([rows]), shape: [rows, columns], strides: [1, 0] };
const turned = { ...table, shape: [columns, rows], strides: [1, columns] };
const traffic = 4 * rows * columns;
report("add a row to 4096 x 1024", () => backend.binary("add", table, row, "float32"), 2 * traffic, "GB/s");
report("add a column", () => backend.binary("add", table, column, "float32"), 2 * traffic, "GB/s");
report("transposed copy", () => backend.contiguous(turned), 2 * traffic, "GB/s");
report("sum of rows", () => backend.reduce("sum", table, rows, columns), traffic, "GB/s");
report("max of rows", () => backend.reduce("max", table, rows, columns), traffic, "GB/s");
report("softmax", () => backend.softmax(table, rows, columns, false), 2 * traffic, "GB/s");
report("log softmax", () => backend.softmax(table, rows, columns, true), 2 * traffic, "GB/s");

const few = random([16]);
report("add of 16", () => backend.binary("add", few, few, "float32"), 3 * 64, "GB/s");
const some = random([256]);
report("add of 256", () => backend.binary("add", some, some, "float32"), 3 * 1024, "GB/s");
