import {
  centralDifference,
  checkJvp,
  checkSecondOrder,
  checkVjp,
  DIAGNOSES,
  type Diagnosis,
  diagnosisMessage,
  formatReport,
  isClose,
  numericJacobian,
  numericJvp,
  stepSize,
} from "@gradus/gradcheck";
import { describe, expect, test } from "vitest";

const map = (xs: ArrayLike<number>, f: (x: number, i: number) => number): Float64Array =>
  Float64Array.from(xs, f);
const sine = { f: (x: Float64Array) => x.map(Math.sin), inputs: [[0.7, -1.2]] };
const cosine = ([x]: Float64Array[], g: Float64Array): Float64Array[] => [
  map(x!, (xi, i) => Math.cos(xi) * g[i]!),
];

describe("code elsewhere", () => {
  /** What a process that speaks JSON would make of a function. */
  const remote =
    <A extends unknown[]>(f: (...args: A) => unknown) =>
    async (...args: A): Promise<never> => {
      await new Promise((resolve) => setImmediate(resolve));
      const plain = (x: unknown): unknown => (ArrayBuffer.isView(x) ? Array.from(x as Float64Array) : x);
      const result = f(...args);
      return JSON.parse(JSON.stringify(Array.isArray(result) ? result.map(plain) : plain(result))) as never;
    };

  test("promises of plain arrays are as good as typed arrays", async () => {
    const report = await checkVjp({ ...sine, f: remote(sine.f), vjp: remote(cosine) });
    expect(report.ok, formatReport(report)).toBe(true);
    const jvp = await checkJvp({
      ...sine,
      f: remote(sine.f),
      jvp: remote(([x], [t]) => cosine([x!], t!)[0]),
    });
    expect(jvp.ok, formatReport(jvp)).toBe(true);
  });

  test("NaN that JSON made null is still NaN", async () => {
    const report = await checkVjp({ ...sine, vjp: remote((_, g: Float64Array) => [g.map(() => NaN)]) });
    expect(report.diagnosis?.name).toBe("nan");
  });

  test("what it throws comes through", async () => {
    const broken = (): never => {
      throw new Error("TODO 02.mul");
    };
    await expect(checkVjp({ ...sine, vjp: broken })).rejects.toThrow("TODO 02.mul");
    await expect(checkVjp({ ...sine, f: broken, vjp: cosine })).rejects.toThrow("TODO 02.mul");
  });

  test("it cannot change the numbers of the check", async () => {
    const report = await checkVjp({
      f: (x) => {
        const y = x.map(Math.sin);
        x.fill(NaN);
        return y;
      },
      vjp: ([x], g) => {
        const result = cosine([x!], g);
        x!.fill(0);
        g.fill(0);
        return result;
      },
      inputs: sine.inputs,
    });
    expect(report.ok, formatReport(report)).toBe(true);
  });

  test("numbers may stand for vectors of one", async () => {
    const report = await checkVjp({
      f: ([x]) => x! ** 2,
      vjp: ([x], [g]) => [2 * x![0]! * g!],
      inputs: [[3]],
    });
    expect(report.ok).toBe(true);
  });
});

describe("NaN and infinities", () => {
  test("NaN is close to nothing, an infinity to itself alone", () => {
    expect(isClose(NaN, NaN, Infinity)).toBe(false);
    expect(isClose(1, NaN, Infinity)).toBe(false);
    expect(isClose(Infinity, Infinity, 0)).toBe(true);
    expect(isClose(Infinity, -Infinity, Infinity)).toBe(false);
    expect(isClose(Infinity, 1e308, Infinity)).toBe(false);
    expect(isClose(1, Infinity, Infinity)).toBe(false);
    expect(isClose(1, 1.5, 0.5)).toBe(true);
    expect(isClose(1, 1.5, NaN)).toBe(false);
  });

  test("a slope beyond float64 is that infinity", async () => {
    const check = (slope: number) =>
      checkVjp({
        f: ([x]) => 1e308 * Math.sin(1e4 * x!),
        vjp: (_, [g]) => [[slope * Math.sign(g!)]],
        inputs: [[0]],
      });
    expect((await check(Infinity)).ok).toBe(true);
    for (const slope of [-Infinity, 1e308, NaN]) expect((await check(slope)).ok).toBe(false);
  });

  test("where f itself is not finite, f is named", async () => {
    const log = { f: (x: Float64Array) => x.map(Math.log), vjp: () => [[Infinity]] };
    const pole = await checkVjp({ ...log, inputs: [[0]] });
    expect(pole).toMatchObject({ ok: false, diagnosis: { name: "f-not-finite" } });
    expect(pole.message).toContain("-Infinity at output 0");
    expect((await checkVjp({ ...log, inputs: [[-1]] })).message).toContain("NaN at output 0");
  });
});

describe("large inputs", () => {
  const n = 3000;
  const x = map({ length: n }, (_, i) => Math.sin(i + 0.5));
  const large = { f: (x: Float64Array) => x.map((xi) => xi ** 3), inputs: [x] };
  const right = ([x]: Float64Array[], g: Float64Array): Float64Array[] => [
    map(x!, (xi, i) => 3 * xi * xi * g[i]!),
  ];

  test("take random directions", async () => {
    const report = await checkVjp({ ...large, vjp: right });
    expect(report, formatReport(report)).toMatchObject({ ok: true, mode: "directional", checked: 8 });
    expect((await checkVjp({ ...large, vjp: right, directions: 3 })).checked).toBe(3);
    expect((await checkVjp({ ...sine, vjp: cosine })).mode).toBe("full");
    const jvp = await checkJvp({ ...large, jvp: ([x], [t]) => right([x!], t!)[0]! });
    expect(jvp, formatReport(jvp)).toMatchObject({ ok: true, mode: "directional" });
  });

  test("a factor is named, at an entry", async () => {
    const report = await checkVjp({ ...large, vjp: (xs, g) => [right(xs, g)[0]!.map((d) => 1.0005 * d)] });
    expect(report.diagnosis?.message).toContain("factor 1.0005");
    expect(report.worst?.ratio).toBeCloseTo(1.0005, 6);
    expect(report.worst?.index).toBeTypeOf("number");
  });

  test.each([0, 1234, n - 1])("one wrong entry is found: %i", async (index) => {
    const report = await checkVjp({
      ...large,
      vjp: (xs, g) => [right(xs, g)[0]!.map((d, i) => d + Number(i === index))],
    });
    expect(report.ok).toBe(false);
    expect(report.worst, formatReport(report)).toMatchObject({ input: 0, index });
  });

  test("so is one NaN", async () => {
    const report = await checkVjp({ ...large, vjp: (xs, g) => [right(xs, g)[0]!.with(1700, NaN)] });
    expect(report).toMatchObject({ ok: false, diagnosis: { name: "nan" }, worst: { index: 1700 } });
  });

  test("other faults keep their names", async () => {
    const named = async (vjp: typeof right): Promise<string | undefined> =>
      (await checkVjp({ ...large, vjp })).diagnosis?.name;
    expect(
      await named((xs, g) =>
        right(
          xs,
          g.map(() => 1),
        ),
      ),
    ).toBe("ignores-upstream");
    expect(await named((xs, g) => [right(xs, g)[0]!.map((d) => -d)])).toBe("sign");
    expect(await named((_, g) => [g.map(() => 0)])).toBe("zero");
    expect(await named((xs, g) => [right(xs, g)[0]!.slice(1)])).toBe("wrong-length");
    const aliased = await checkVjp({
      f: (a, b) => map(a, (ai, i) => ai * ai * b[i]!),
      vjp: ([x], g) => [map(x!, (xi, i) => xi * xi * g[i]!)],
      inputs: [x],
      alias: [0, 0],
    });
    expect(aliased.diagnosis?.name).toBe("overwritten");
    const jvp = await checkJvp({ ...large, jvp: ([x], [t]) => right([x!], t!)[0]!.map((d) => 3 * d) });
    expect(jvp.diagnosis?.message).toContain("factor 3");
  });
});

describe("jvp", () => {
  const mul = {
    f: (a: Float64Array, b: Float64Array) => map(a, (ai, i) => ai * b[i]! ** 2),
    inputs: [
      [0.7, -1.2],
      [1.1, 0.4],
    ],
  };
  const points = [
    [
      [0.2, 0.9],
      [-0.8, 1.3],
    ],
  ];
  type Jvp = (xs: Float64Array[], ts: Float64Array[]) => ArrayLike<number>;
  const right: Jvp = ([a, b], [s, t]) => map(a!, (ai, i) => s![i]! * b![i]! ** 2 + 2 * ai * b![i]! * t![i]!);
  const faults: [string, Jvp, string, number | null][] = [
    ["zero in one argument", ([, b], [s]) => map(s!, (si, i) => si * b![i]! ** 2), "zero", 1],
    ["sign", (xs, ts) => map(right(xs, ts), (d) => -d), "sign", 1],
    [
      "factor",
      ([a, b], [s, t]) => map(a!, (ai, i) => s![i]! * b![i]! ** 2 + ai * b![i]! * t![i]!),
      "constant-factor",
      1,
    ],
    ["NaN", (xs, ts) => map(right(xs, ts), () => NaN), "nan", 0],
    ["Inf", (xs, ts) => map(right(xs, ts), () => Infinity), "inf", 0],
    ["wrong length", (xs, ts) => Array.from(right(xs, ts)).slice(1), "wrong-length", 0],
    ["nothing", () => undefined as never, "wrong-count", null],
    ["swapped", (xs, [s, t]) => right(xs, [t!, s!]), "swapped-arguments", null],
    ["one entry", (xs, ts) => map(right(xs, ts), (d, i) => d * (i === 1 ? 7 : 1)), "single-entry", 1],
    [
      "ignores the tangent",
      ([, b], [s]) => map(b!, (bi) => (s!.some((x) => x !== 0) ? bi ** 2 : 0)),
      "ignores-upstream",
      0,
    ],
  ];

  test("right passes", async () => {
    const report = await checkJvp({ ...mul, points, jvp: right });
    expect(report.ok, formatReport(report)).toBe(true);
  });

  test.each(faults)("%s", async (_, jvp, name, input) => {
    const report = await checkJvp({ ...mul, points, jvp });
    expect(report.ok).toBe(false);
    expect(report.diagnosis, formatReport(report)).toMatchObject({ name, input });
  });

  test("tangents that do not add up are caught by setting them together", async () => {
    const eitherOr: Jvp = (xs, [s, t]) =>
      s!.some((x) => x !== 0) ? right(xs, [s!, t!.map(() => 0)]) : right(xs, [s!, t!]);
    const report = await checkJvp({ ...mul, jvp: eitherOr });
    expect(report.ok).toBe(false);
    expect(report.worst?.input).toBeNull();
    expect(report.message).toContain("all arguments");
  });

  test("aliased: each use adds to the tangent", async () => {
    const options = { ...mul, inputs: [[0.7, -1.2]], alias: [0, 0] };
    const check = (a: number, b: number) =>
      checkJvp({
        ...options,
        jvp: ([x], [t]) => map(x!, (xi, i) => a * xi * xi * t![i]! + b * xi * xi * t![i]!),
      });
    expect((await check(1, 2)).ok).toBe(true);
    expect((await check(0, 2)).diagnosis?.name).toBe("overwritten");
    expect((await check(1, 0)).diagnosis?.name).toBe("detached-second-use");
  });
});

describe("second order", () => {
  // f = sum x^3 + x0 x1
  const cubic = {
    f: (x: Float64Array) => x.reduce((s, v) => s + v ** 3, x[0]! * x[1]!),
    grad: (x: Float64Array) => [3 * x[0]! ** 2 + x[1]!, 3 * x[1]! ** 2 + x[0]!],
    hvp: (x: Float64Array, v: Float64Array) => [6 * x[0]! * v[0]! + v[1]!, 6 * x[1]! * v[1]! + v[0]!],
    inputs: [[0.7, -1.2]],
  };

  test("a right Hessian passes, one off its diagonal fails", async () => {
    expect((await checkSecondOrder(cubic)).ok).toBe(true);
    const wrong = await checkSecondOrder({ ...cubic, hvp: (x, v) => x.map((xi, i) => 6 * xi * v[i]!) });
    expect(wrong.ok).toBe(false);
    expect(wrong.name).toBe("hvp");
  });

  test("a gradient that is not f's is found before its derivative is believed", async () => {
    const report = await checkSecondOrder({
      ...cubic,
      name: "cubic",
      grad: (x) => cubic.grad(x).map((d) => 2 * d),
    });
    expect(report).toMatchObject({
      ok: false,
      name: "cubic grad",
      diagnosis: { name: "constant-factor" },
    });
  });

  // y = a b^2
  const vjpOfVjp = {
    name: "op",
    vjp: ([a, b]: Float64Array[], [g]: Float64Array) => [[b![0]! ** 2 * g!], [2 * a![0]! * b![0]! * g!]],
    vjpOfVjp: ([a, b]: Float64Array[], [g]: Float64Array, [u, w]: Float64Array[]) => [
      [2 * b![0]! * g! * w![0]!],
      [2 * b![0]! * g! * u![0]! + 2 * a![0]! * g! * w![0]!],
      [b![0]! ** 2 * u![0]! + 2 * a![0]! * b![0]! * w![0]!],
    ],
    outputLength: 1,
    inputs: [[0.7], [-1.2]],
    points: [[[1.3], [0.4]]],
  };

  test("the vjp of a vjp, over all inputs and the cotangent", async () => {
    const report = await checkSecondOrder(vjpOfVjp);
    expect(report.ok, formatReport(report)).toBe(true);
    const detached = await checkSecondOrder({
      ...vjpOfVjp,
      vjpOfVjp: (xs, g, us) => vjpOfVjp.vjpOfVjp(xs, g, us).with(2, [0]),
    });
    expect(detached.diagnosis).toMatchObject({ name: "zero", input: 2 });
  });

  test("bad arguments", async () => {
    await expect(checkSecondOrder({ ...cubic, inputs: [[1], [2]] })).rejects.toThrow(
      /inputs has 2 vectors; give one/,
    );
    await expect(checkSecondOrder({ ...vjpOfVjp, outputLength: 0 })).rejects.toThrow(
      /outputLength is 0; give/,
    );
    await expect(checkSecondOrder({ ...vjpOfVjp, vjp: () => [[1]] })).rejects.toThrow(
      /array of 1; return one gradient/,
    );
  });
});

describe("numeric derivatives", () => {
  test("the derived step", () => {
    expect(stepSize(0)).toBeCloseTo(6.06e-6, 8);
    expect(stepSize(-10)).toBeCloseTo(6.06e-5, 7);
    expect(centralDifference(Math.exp, 1)).toBeCloseTo(Math.E, 8);
    expect(centralDifference((x) => x * x, 1, 0.5)).toBe(2);
    expect(() => centralDifference(Math.exp, 1, 0)).toThrow("the step is 0; give a positive finite one");
  });

  test("relative error 1.2e-9 at worst over elementary functions, as derived", () => {
    const pairs: [(x: number) => number, (x: number) => number][] = [
      [Math.exp, Math.exp],
      [Math.sin, Math.cos],
      [Math.log, (x) => 1 / x],
      [Math.sqrt, (x) => 0.5 / Math.sqrt(x)],
      [Math.tanh, (x) => 1 / Math.cosh(x) ** 2],
      [(x) => x ** 3, (x) => 3 * x * x],
    ];
    for (const [f, d] of pairs) {
      for (const x of [0.5, 0.9, 1, 1.3, 1.45]) {
        expect(Math.abs(centralDifference(f, x) / d(x) - 1)).toBeLessThan(1.2e-9);
      }
    }
  });

  test("Jacobian and directional derivative of several inputs", async () => {
    const f = (a: Float64Array, b: Float64Array): number[] => [a[0]! * b[0]!, a[1]! ** 2, b[0]!];
    const inputs = [[2, 3], [5]];
    const [ja, jb] = await numericJacobian({ f, inputs });
    for (const [i, d] of [5, 0, 0, 6, 0, 0].entries()) expect(ja![i]).toBeCloseTo(d, 7);
    for (const [i, d] of [2, 0, 1].entries()) expect(jb![i]).toBeCloseTo(d, 7);
    const along = await numericJvp({ f, inputs, tangents: [[1, -1], [10]] });
    for (const [i, d] of [25, -6, 10].entries()) expect(along[i]).toBeCloseTo(d, 6);
    expect(await numericJvp({ f, inputs, tangents: [[0, 0], [0]] })).toEqual(new Float64Array(3));
  });

  test("bad arguments", async () => {
    const f = (x: Float64Array): Float64Array => x;
    await expect(numericJvp({ f, inputs: [[1, 2]], tangents: [[1]] })).rejects.toThrow(
      /lengths \[2\], tangents \[1\]/,
    );
    await expect(numericJacobian({ f, inputs: [[1, NaN]] })).rejects.toThrow(/index 1 is NaN/);
  });
});

describe("options that make no sense", () => {
  const cases: [string, object, RegExp][] = [
    ["no inputs", { inputs: [] }, /inputs is empty; give one vector/],
    ["empty inputs", { inputs: [[]], f: () => [1] }, /every input is empty/],
    [
      "an input that is not finite",
      { inputs: [[1, Infinity]] },
      /input 0, index 1 is Infinity; finite differences/,
    ],
    ["points of another length", { points: [[[1]]] }, /lengths \[2\], points\[0\] has \[1\]; every point/],
    ["an alias out of range", { alias: [0, 1] }, /alias names input 1, but there are 1 inputs; use 0 to 0/],
    ["an input no argument is", { inputs: [[1], [2]], alias: [0] }, /alias \[0\] never uses input 1/],
    [
      "a shape of another size",
      { shapes: { inputs: [[3]], output: [2] } },
      /\[3\] \(3 numbers\), input 0 has 2/,
    ],
    [
      "an output shape of another size",
      { shapes: { inputs: [[2]], output: [3] } },
      /\(3 numbers\), f returned 2/,
    ],
    ["too many shapes", { shapes: { inputs: [[2], [1]], output: [2] } }, /2 shapes for 1 inputs/],
    ["a broken seed", { seed: 0.5 }, /seed is 0.5; give a whole number/],
    ["a broken rtol", { rtol: -1 }, /rtol is -1; give/],
    ["a broken atol", { atol: NaN }, /atol is NaN; give/],
    ["no directions", { directions: 0 }, /directions is 0; give at least 1/],
    ["no function", { f: 3 }, /f is number; give a function/],
    ["no vjp", { vjp: undefined }, /vjp is undefined; give a function/],
    ["f without a result", { f: () => undefined }, /f returned undefined undefined; return/],
    ["f without outputs", { f: () => [] }, /nothing to differentiate/],
    [
      "f of changing length",
      { f: ([x]: number[]) => (x! > 0.7 ? [1, 2] : [1]) },
      /at one point and \d at another/,
    ],
  ];

  test.each(cases)("%s", async (_, change, message) => {
    const check = checkVjp({ name: "op", ...sine, vjp: cosine, ...change } as never);
    await expect(check).rejects.toThrow(message);
    await expect(check).rejects.toThrow(/^op vjp: /);
  });
});

describe("the report", () => {
  test("in lines: op, argument, index, analytic, numeric, ratio, diagnosis, seed", async () => {
    const report = await checkVjp({
      name: "sin",
      f: sine.f,
      inputs: [[0, 1]],
      vjp: ([x], g) => cosine([x!], g).map((d) => d.map((v) => 2 * v)),
      seed: 5,
    });
    const { analytic, numeric } = report.worst!;
    expect(analytic / numeric).toBeCloseTo(2, 8);
    const text = formatReport(report);
    expect(text.split("\n")[0]).toBe("FAIL  sin vjp");
    expect(text).toMatch(/where {6}argument 0, index [01], point 0/);
    expect(text).toContain(`analytic   ${Number(analytic.toPrecision(8))}`);
    expect(text).toMatch(/ratio {6}2(\.0*\d+)?\n/);
    expect(text).toContain("diagnosis  off by the constant factor 2 [constant-factor]");
    expect(text).toContain("seed       5");
    expect(report.message).not.toContain("\n");
  });

  test("the same seed gives the same report, another seed other cotangents", async () => {
    const vjp = (xs: Float64Array[], g: Float64Array): Float64Array[] => [cosine(xs, g)[0]!.map((d) => -d)];
    const once = await checkVjp({ ...sine, vjp, seed: 3 });
    expect(await checkVjp({ ...sine, vjp, seed: 3 })).toEqual(once);
    expect((await checkVjp({ ...sine, vjp, seed: 4 })).worst?.analytic).not.toBe(once.worst?.analytic);
  });

  test("every diagnosis has an English message, the fallback of other languages", () => {
    for (const [name, { en }] of Object.entries(DIAGNOSES)) {
      expect(en.length).toBeGreaterThan(3);
      const values = new Proxy({}, { get: () => "7" }) as Diagnosis["values"];
      const message = diagnosisMessage({ name: name as Diagnosis["name"], values }, "es");
      expect(message).not.toMatch(/[{}]|undefined/);
    }
  });

  test("tolerances can be tightened and loosened", async () => {
    const vjp = (xs: Float64Array[], g: Float64Array): Float64Array[] => [
      cosine(xs, g)[0]!.map((d) => d * (1 + 1e-6)),
    ];
    expect((await checkVjp({ ...sine, vjp })).ok).toBe(true);
    expect((await checkVjp({ ...sine, vjp, rtol: 1e-8 })).ok).toBe(false);
    const coarse = (xs: Float64Array[], g: Float64Array): Float64Array[] => [
      cosine(xs, g)[0]!.map((d) => d * 1.01),
    ];
    expect((await checkVjp({ ...sine, vjp: coarse, rtol: 0.02 })).ok).toBe(true);
  });
});
