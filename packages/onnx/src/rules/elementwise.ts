/** Arithmetic, elementary functions, comparisons and choice, element by element. */
import type { DType } from "@gradus/tensor";
import { float, int } from "../graph/message.ts";
import { type Operand, operand, type Rule, type Site } from "./rule.ts";

/** One operator for the op as it is. */
export function operator(opType: string): Rule {
  return ({ graph, inputs }) =>
    graph.node(
      opType,
      inputs.map(({ name }) => name),
    );
}

/** A chain of operators on one operand. */
export function chainOf(...opTypes: readonly string[]): Rule {
  return ({ graph, inputs }) =>
    opTypes.reduce((name, opType) => graph.node(opType, [name]), operand({ inputs }, 0).name);
}

/** A function of the operand, written with nodes and with numbers of its type. */
export function formula(
  write: (x: string, node: Site["graph"]["node"], number: (value: number) => string) => string,
): Rule {
  return (site) => {
    const { graph, output } = site;
    const node: typeof graph.node = (...args) => graph.node(...args);
    return write(operand(site, 0).name, node, (value) => graph.numbers(output.dtype, [value]));
  };
}

/** Whole numbers as they are, an operator for the others. */
export function onFloats(opType: string): Rule {
  return (site) => {
    const { name, dtype } = operand(site, 0);
    return dtype.startsWith("float") ? site.graph.node(opType, [name]) : name;
  };
}

/** The same value under another name. */
export const same: Rule = (site) => operand(site, 0).name;

/** An operand as a type that the operator takes. */
export function as(graph: Site["graph"], { name, dtype }: Operand, type: DType): string {
  return graph.cast(name, dtype, type);
}

/** An operator that has no version for booleans: they go through it as whole numbers. */
export function throughIntegers(
  write: (site: Site, names: readonly string[]) => string,
  result: "number" | "bool" = "number",
): Rule {
  return (site) => {
    const { graph, inputs, output } = site;
    const names = inputs.map((x) => (x.dtype === "bool" ? as(graph, x, "int32") : x.name));
    const name = write(site, names);
    return result === "number" && output.dtype === "bool" ? graph.cast(name, "int32", "bool") : name;
  };
}

/** A comparison. */
export function comparison(...opTypes: readonly string[]): Rule {
  return throughIntegers(({ graph }, names) => {
    const [first, ...others] = opTypes as readonly [string, ...string[]];
    return others.reduce((name, opType) => graph.node(opType, [name]), graph.node(first, names));
  }, "bool");
}

/** Logic: every element that is not 0 counts as true. */
export function logic(opType: string): Rule {
  return ({ graph, inputs }) =>
    graph.node(
      opType,
      inputs.map((x) => as(graph, x, "bool")),
    );
}

export const cast: Rule = (site) => as(site.graph, operand(site, 0), site.output.dtype);

export const isnan: Rule = (site) => {
  const x = operand(site, 0);
  const isFloat = x.dtype.startsWith("float");
  return site.graph.node("IsNaN", [isFloat ? x.name : as(site.graph, x, "float32")]);
};

export const relu: Rule = (site) => {
  const { name, dtype } = operand(site, 0);
  if (dtype.startsWith("float")) return site.graph.node("Relu", [name]);
  return site.graph.node("Max", [name, site.graph.numbers(dtype, [0])]);
};

export const clamp: Rule = ({ graph, inputs, attrs, output }: Site<{ min?: number; max?: number }>) => {
  let { name } = operand({ inputs }, 0);
  const bound = (opType: string, value: number | undefined) => {
    if (value !== undefined) name = graph.node(opType, [name, graph.numbers(output.dtype, [value])]);
  };
  // In this order, so that with bounds that cross everything becomes the upper one.
  bound("Max", attrs.min);
  bound("Min", attrs.max);
  return name;
};

export const where: Rule = ({ graph, inputs, output }) => {
  const [condition, a, b] = inputs as readonly [Operand, Operand, Operand];
  if (output.dtype !== "bool") return graph.node("Where", [condition.name, a.name, b.name]);
  const chosen = graph.node("Where", [condition.name, as(graph, a, "int32"), as(graph, b, "int32")]);
  return graph.cast(chosen, "int32", "bool");
};

/** A product in which a 0 on the left wins, or one on either side. */
export function rateProduct(sides: 1 | 2): Rule {
  return ({ graph, inputs, output }) => {
    const [a, b] = inputs as readonly [Operand, Operand];
    const zero = graph.numbers(output.dtype, [0]);
    const isZero = [a, b].slice(0, sides).map(({ name }) => graph.node("Equal", [name, zero]));
    const still = isZero.reduce((x, y) => graph.node("Or", [x, y]));
    return graph.node("Where", [still, zero, graph.node("Mul", [a.name, b.name])]);
  };
}

/** An activation with one number as its parameter. */
export function parametric(opType: string): Rule {
  return ({ graph, inputs, attrs }: Site<{ parameter: number }>) =>
    graph.node(opType, [operand({ inputs }, 0).name], { alpha: float(attrs.parameter) });
}

const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

export const gelu: Rule = formula((x, node, number) => {
  const erf = node("Erf", [node("Mul", [x, number(Math.SQRT1_2)])]);
  return node("Mul", [node("Mul", [x, number(0.5)]), node("Add", [erf, number(1)])]);
});

export const geluTanh: Rule = formula((x, node, number) => {
  const cubic = node("Mul", [node("Mul", [node("Mul", [x, x]), x]), number(0.044715)]);
  const t = node("Tanh", [node("Mul", [node("Add", [x, cubic]), number(SQRT_2_OVER_PI)])]);
  return node("Mul", [node("Mul", [x, number(0.5)]), node("Add", [t, number(1)])]);
});

export const silu: Rule = formula((x, node) => node("Mul", [x, node("Sigmoid", [x])]));
export const square: Rule = formula((x, node) => node("Mul", [x, x]));
export const log1p: Rule = formula((x, node, number) => node("Log", [node("Add", [x, number(1)])]));
/** `eˣ - 1 = tanh(x/2)·(eˣ + 1)`, which keeps the digits of small x; where eˣ overflows it is ∞ as well. */
export const expm1: Rule = formula((x, node, number) => {
  const half = node("Tanh", [node("Mul", [x, number(0.5)])]);
  return node("Mul", [half, node("Add", [node("Exp", [x]), number(1)])]);
});

/** The lower or the upper triangle. ONNX's has no version for int32 in common runtimes. */
export function triangle(upper: 0 | 1): Rule {
  return ({ graph, inputs, attrs }: Site<{ diagonal: number }>) => {
    const x = operand({ inputs }, 0);
    const wide = x.dtype === "int32" || x.dtype === "bool";
    const k = graph.constant("int64", BigInt64Array.of(BigInt(attrs.diagonal)), []);
    const source = wide ? graph.cast(x.name, x.dtype, "int64") : x.name;
    const y = graph.node("Trilu", [source, k], { upper: int(upper) });
    return wide ? graph.cast(y, "int64", x.dtype) : y;
  };
}
