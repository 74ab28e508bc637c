import { checkJvp, checkVjp, formatReport } from "@gradus/gradcheck";
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
