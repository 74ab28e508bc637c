import { DIAGNOSES } from "@gradus/gradcheck";
import {
  aliasLaw,
  broadcastShapes,
  cotangent,
  diamondLaw,
  jvpLaw,
  LawError,
  number,
  secondOrderLaw,
  smallShape,
  vector,
  vectorsApart,
  vjpLaw,
} from "@gradus/gradcheck/testing";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";

const map = (xs: ArrayLike<number>, f: (x: number, i: number) => number): Float64Array =>
  Float64Array.from(xs, f);
const mul = (a: Float64Array, b: Float64Array): Float64Array => map(a, (ai, i) => ai * b[i]!);
const square = (x: Float64Array): Float64Array => mul(x, x);

async function failureOf(law: Promise<void>): Promise<LawError> {
  const error = await law.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LawError);
  return error as LawError;
}

describe("a right answer passes", () => {
  test("vjp", () =>
    vjpLaw({
      name: "mul",
      f: mul,
      vjp: ([a, b], g) => [mul(g, b!), mul(g, a!)],
      inputs: [vector(3), vector(3)],
    }));

  test("jvp", () =>
    jvpLaw({
      name: "mul",
      f: mul,
      jvp: ([a, b], [s, t]) => map(mul(s!, b!), (v, i) => v + a![i]! * t![i]!),
      inputs: [vector(3), vector(3)],
    }));

  test("second order, gradient and Hessian times vector", () =>
    secondOrderLaw({
      f: (x) => x.reduce((s, xi) => s + xi ** 3, 0),
      grad: (x) => x.map((xi) => 3 * xi * xi),
      hvp: (x, v) => x.map((xi, i) => 6 * xi * v[i]!),
      inputs: [vector(3)],
    }));

  test("second order, vjp of vjp", () =>
    secondOrderLaw({
      vjp: ([x], g) => [map(x!, (xi, i) => 3 * xi * xi * g[i]!)],
      vjpOfVjp: ([x], g, [u]) => [
        map(x!, (xi, i) => 6 * xi * g[i]! * u![i]!),
        map(x!, (xi, i) => 3 * xi * xi * u![i]!),
      ],
      outputLength: 2,
      inputs: [vector(2)],
    }));

  test("alias", () =>
    aliasLaw({ f: mul, vjp: ([x], g) => [map(x!, (xi, i) => 2 * xi * g[i]!)], input: vector(3) }));

  test("diamond: t = x^2, y = t t", () =>
    diamondLaw({
      through: square,
      f: mul,
      vjp: ([x], g) => [map(x!, (xi, i) => 4 * xi ** 3 * g[i]!)],
      input: vector(3),
    }));

  test("inputs that depend on each other", () =>
    vjpLaw({
      f: (a, b) => map(a, (ai, i) => Math.max(ai, b[i]!)),
      vjp: ([a, b], g) => [
        map(g, (gi, i) => (a![i]! > b![i]! ? gi : 0)),
        map(g, (gi, i) => (b![i]! > a![i]! ? gi : 0)),
      ],
      inputs: vectorsApart(2, 3),
    }));

  test("a point that is all kink is drawn again", () =>
    vjpLaw({ f: ([x]) => Math.abs(x!), vjp: ([x], [g]) => [[Math.sign(x![0]!) * g!]], inputs: [vector(1)] }));
});

describe("a wrong answer fails with what is needed to see why", () => {
  const wrong = {
    name: "mul",
    f: mul,
    vjp: ([a, b]: Float64Array[], g: Float64Array) => [mul(g, b!), mul(g, a!).map((x) => -x)],
    inputs: [vector(3), vector(3)],
  };

  test("the message holds the report, the shrunk inputs, seed and path", async () => {
    const error = await failureOf(vjpLaw(wrong));
    for (const part of [
      "FAIL  mul vjp",
      "argument 1",
      "analytic",
      "numeric",
      "ratio      -1",
      DIAGNOSES.sign.en,
    ]) {
      expect(error.message).toContain(part);
    }
    expect(error.message).toContain(`seed: ${error.seed}, path: "${error.path}"`);
    expect(error.message).toContain(`inputs     ${error.inputs.map((x) => `[${x.join(", ")}]`).join(", ")}`);
    expect(error.report?.diagnosis).toMatchObject({ name: "sign", input: 1 });
    // One entry of a, in the smallest step of the domain, is all it takes.
    expect(error.inputs[0]!.filter((x) => x !== 0)).toHaveLength(1);
    expect(error.inputs[1]).toEqual([0, 0, 0]);
  });

  test("the same seed finds the same failure, and the path goes straight to it", async () => {
    const first = await failureOf(vjpLaw({ ...wrong, seed: 7 }));
    const second = await failureOf(vjpLaw({ ...wrong, seed: 7 }));
    expect(second.message).toBe(first.message);
    const replayed = await failureOf(vjpLaw({ ...wrong, seed: first.seed, path: first.path }));
    expect(replayed.inputs).toEqual(first.inputs);
    const other = await failureOf(vjpLaw({ ...wrong, seed: 8 }));
    expect(other.seed).toBe(8);
  });

  test("a shrunk point where many faults look alike keeps the fault's own name", async () => {
    // At x = 0 the last use of sin(a) + b^2 contributes nothing: there, "overwritten" reads as "zero".
    const error = await failureOf(
      aliasLaw({
        f: (a, b) => map(a, (ai, i) => Math.sin(ai) + b[i]! ** 2),
        vjp: ([x], g) => [map(x!, (xi, i) => 2 * xi * g[i]!)],
        input: vector(2),
      }),
    );
    expect(error.inputs).toEqual([[0, 0]]);
    expect(error.report?.diagnosis?.name).toBe("overwritten");
  });

  test("right at one point only", async () => {
    const error = await failureOf(
      vjpLaw({ f: square, vjp: (_, g) => [g.map((v) => 6 * v)], inputs: [vector(1)] }),
    );
    expect(error.report?.diagnosis?.name).toBe("one-point-only");
  });

  test("diamond that forwards one path", async () => {
    const error = await failureOf(
      diamondLaw({
        through: square,
        f: (a, b) => map(a, (ai, i) => ai * b[i]! ** 2),
        vjp: ([x], g) => [map(x!, (xi, i) => xi ** 4 * 2 * xi * g[i]!)],
        input: vector(2),
      }),
    );
    expect(error.report?.diagnosis?.name).toBe("detached-second-use");
  });

  test("jvp and second order", async () => {
    const jvp = await failureOf(
      jvpLaw({ f: mul, jvp: ([, b], [s]) => mul(s!, b!), inputs: [vector(2), vector(2)] }),
    );
    expect(jvp.report?.diagnosis).toMatchObject({ name: "zero", input: 1 });
    const hvp = await failureOf(
      secondOrderLaw({
        grad: (x) => x.map((xi) => 3 * xi * xi),
        hvp: (x, v) => x.map((xi, i) => 3 * xi * v[i]!),
        inputs: [vector(2)],
      }),
    );
    expect(hvp.report?.diagnosis?.message).toContain("factor 1/2");
  });

  test("code that throws: its own message first, then where", async () => {
    const vjp = (): never => {
      throw new Error("TODO 04.backward");
    };
    const error = await failureOf(vjpLaw({ ...wrong, vjp }));
    expect(error.message).toMatch(/^TODO 04\.backward\n/);
    expect(error.message).toContain("mul vjp law");
    expect(error.report).toBeNull();
  });

  test("a domain that is all kinks is said to be one", async () => {
    const law = vjpLaw({
      f: ([x]) => Math.abs(x!),
      vjp: ([x], [g]) => [[Math.sign(x![0]!) * g!]],
      inputs: [fc.constant([0])],
    });
    await expect(law).rejects.toThrow(/kinks of f; narrow their domain/);
  });
});

describe("how often", () => {
  afterEach(() => vi.unstubAllEnvs());

  async function pointsTried(runs?: number): Promise<number> {
    let points = 0;
    await vjpLaw({
      f: square,
      // Called twice at every point, for two cotangents.
      vjp: ([x], g) => {
        points += 0.5;
        return [map(x!, (xi, i) => 2 * xi * g[i]!)];
      },
      inputs: [vector(1)],
      ...(runs === undefined ? {} : { runs }),
    });
    return points;
  }

  test("50 runs, or as many as said, times GRADUS_RUNS", async () => {
    vi.stubEnv("GRADUS_RUNS", "");
    expect(await pointsTried()).toBe(50);
    expect(await pointsTried(7)).toBe(7);
    vi.stubEnv("GRADUS_RUNS", "3");
    expect(await pointsTried(7)).toBe(21);
  });

  test("GRADUS_SEED chooses other points; nonsense is refused", async () => {
    vi.stubEnv("GRADUS_SEED", "12345");
    const wrong = vjpLaw({ f: square, vjp: ([x]) => [x!.map(() => 0)], inputs: [vector(1)] });
    expect((await failureOf(wrong)).seed).toBe(12345);
    vi.stubEnv("GRADUS_RUNS", "many");
    await expect(pointsTried()).rejects.toThrow('GRADUS_RUNS is "many"; give a number');
  });
});

describe("what is drawn", () => {
  test("numbers keep to the domain and off its kinks", () => {
    const domain = { min: -1, max: 3, avoid: [0, 1], margin: 0.1 };
    fc.assert(
      fc.property(number(domain), (x) => {
        expect(x).toBeGreaterThanOrEqual(-1);
        expect(x).toBeLessThanOrEqual(3);
        for (const kink of [0, 1]) expect(Math.abs(x - kink)).toBeGreaterThanOrEqual(0.1 - 1e-12);
      }),
      { seed: 1 },
    );
    const drawn = fc.sample(number(domain), { numRuns: 200, seed: 1 });
    expect(new Set(drawn.map((x) => (x < 0 ? "below" : x < 1 ? "between" : "above"))).size).toBe(3);
  });

  test("an empty domain is refused with its bounds", () => {
    expect(() => number({ min: -1, max: 1, avoid: [0], margin: 2 })).toThrow("nothing is left of [-1, 1]");
    expect(() => vectorsApart(2, 20, { min: 0, max: 1 })).toThrow(
      "40 numbers, 0.05 apart, do not fit [0, 1]",
    );
  });

  test("numbers apart are apart", () => {
    fc.assert(
      fc.property(vectorsApart(2, 4), (vectors) => {
        const sorted = vectors.flatMap((v) => [...v]).sort((a, b) => a - b);
        for (let i = 1; i < sorted.length; i++)
          expect(sorted[i]! - sorted[i - 1]!).toBeGreaterThanOrEqual(0.05 - 1e-12);
      }),
      { seed: 1 },
    );
  });

  test("cotangents are never near zero and take both signs", () => {
    const all = fc.sample(cotangent(5), { numRuns: 50, seed: 1 }).flatMap((g) => [...g]);
    expect(all.every((g) => Math.abs(g) >= 0.5 && Math.abs(g) < 1.5)).toBe(true);
    expect(new Set(all.map(Math.sign))).toEqual(new Set([1, -1]));
  });

  test("shapes broadcast to the shape that is said", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(broadcastShapes(), ({ a, b, output }) => {
        const rank = Math.max(a.length, b.length);
        const pad = (s: number[]): number[] => [...Array<number>(rank - s.length).fill(1), ...s];
        expect(pad(a).map((d, i) => Math.max(d, pad(b)[i]!))).toEqual(output);
        for (const s of [a, b]) for (const [i, d] of pad(s).entries()) expect([1, output[i]]).toContain(d);
        if (a.length !== b.length) seen.add("ranks differ");
        if (pad(a).some((d, i) => d < output[i]!) && pad(b).some((d, i) => d < output[i]!))
          seen.add("both stretch");
      }),
      { seed: 1, numRuns: 300 },
    );
    expect([...seen].sort()).toEqual(["both stretch", "ranks differ"]);
  });

  test("small shapes keep to their limits", () => {
    fc.assert(
      fc.property(smallShape({ minRank: 1, maxRank: 2, maxSide: 3 }), (shape) => {
        expect([1, 2]).toContain(shape.length);
        expect(shape.every((d) => d >= 1 && d <= 3)).toBe(true);
      }),
      { seed: 1 },
    );
  });
});
