/**
 * State as data: records, lists, numbers (also NaN, infinities and -0, which JSON lacks), strings, booleans, null, tensors
 * and Float64Arrays. All but the tensors and long lists of numbers goes into JSON, these stand beside it under names.
 */
import { Tensor, tensor } from "@gradus/tensor";

/** A tree in two parts. */
export interface Packed {
  readonly json: string;
  readonly tensors: Record<string, Tensor>;
}

/** Lists of numbers from this length on are stored as bytes. */
const LONG = 32;

/** Trees deeper than this are refused: nothing here is, and recursion has an end. */
const MAX_DEPTH = 64;

/** @throws TypeError for what is no data (functions, objects of classes), with the path to it */
export function pack(state: unknown): Packed {
  const tensors: Record<string, Tensor> = {};
  const beside = (x: Tensor, path: string): string => {
    let name = path;
    // Keys may hold dots: a.b + c and a + b.c.
    while (Object.hasOwn(tensors, name)) name += "'";
    tensors[name] = x;
    return name;
  };
  const visit = (value: unknown, path: string, depth: number): unknown => {
    if (depth > MAX_DEPTH)
      throw new TypeError(`state: ${path.slice(0, 80)}... is nested deeper than ${MAX_DEPTH}`);
    if (value === null || typeof value === "boolean" || typeof value === "string") return value;
    if (typeof value === "number")
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { $number: Object.is(value, -0) ? "-0" : `${value}` };
    if (value instanceof Tensor) return { $tensor: beside(value, path) };
    if (value instanceof Float64Array) return { $float64: beside(list(value), path) };
    if (Array.isArray(value)) {
      if (value.length >= LONG && value.every((each) => typeof each === "number"))
        return { $list: beside(list(value), path) };
      return value.map((each, i) => visit(each, `${path}.${i}`, depth + 1));
    }
    if (!isPlain(value))
      throw new TypeError(
        `state: ${path} is ${describe(value)}, which is no data; leave it out of the state`,
      );
    const entries = Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => [key, visit(each, path === "" ? key : `${path}.${key}`, depth + 1)] as const);
    return entries.some(([key]) => key.startsWith("$")) ? { $record: entries } : Object.fromEntries(entries);
  };
  return { json: JSON.stringify(visit(state, "", 0)), tensors };
}

/** What stands beside the JSON, by name. */
export interface Beside {
  tensor(name: string): Tensor | undefined;
  /** A list of numbers, which never was a tensor on any device. */
  numbers(name: string): Float64Array | undefined;
}

/**
 * The tree that was packed.
 *
 * @throws Error if these are no two parts of a tree
 */
export function unpack(json: string, beside: Beside): unknown {
  const find = <T>(what: string, name: unknown, look: (name: string) => T | undefined): T => {
    const found = typeof name === "string" ? look(name) : undefined;
    if (found === undefined) throw new Error(`state: no ${what} is called ${JSON.stringify(name)}`);
    return found;
  };
  const numbers = (name: unknown): Float64Array =>
    find("list of numbers (F64, one axis)", name, (key) => beside.numbers(key));
  const visit = (value: unknown, depth: number): unknown => {
    if (depth > MAX_DEPTH) throw new Error(`state: nested deeper than ${MAX_DEPTH}`);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((each) => visit(each, depth + 1));
    const [[tag, inner] = []] = Object.entries(value) as [string, unknown][];
    if (tag === "$number") return number(inner);
    if (tag === "$tensor") return find("tensor", inner, (key) => beside.tensor(key));
    if (tag === "$float64") return numbers(inner);
    if (tag === "$list") return [...numbers(inner)];
    return Object.fromEntries(
      (tag === "$record" ? pairs(inner) : Object.entries(value)).map(([key, each]) => [
        safe(key),
        visit(each, depth + 1),
      ]),
    );
  };
  return visit(JSON.parse(json), 0);
}

function number(text: unknown): number {
  if (text === "NaN" || text === "Infinity" || text === "-Infinity" || text === "-0") return Number(text);
  throw new Error(`state: ${JSON.stringify(text)} is no number`);
}

function pairs(value: unknown): [string, unknown][] {
  const fit =
    Array.isArray(value) &&
    value.every((each) => Array.isArray(each) && each.length === 2 && typeof each[0] === "string");
  if (!fit) throw new Error("state: a record is a list of keys and values");
  return value as [string, unknown][];
}

/** Whoever copies a record with this key would change what its copy inherits from. */
function safe(key: string): string {
  if (key === "__proto__") throw new Error('state: a key is called "__proto__"');
  return key;
}

function list(values: ArrayLike<number>): Tensor {
  return tensor(Float64Array.from(values), { device: "cpu" });
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  return typeof value === "object" ? `a ${value?.constructor?.name}` : typeof value;
}
