import { close, fn, holds, law, number, remote, same, task, worked } from "@gradus/course/testing";
import * as fc from "fast-check";

const subject = remote<typeof import("../derivative.ts")>();

/** Steps large enough that rounding does not hide what is tested. */
const step = number(0.01, 1);
/** Whole numbers where they do as well: a counterexample is easier to follow. */
const whole = (min: number, max: number) => fc.integer({ min, max });
const smooth = fc.constantFrom("Math.sin", "Math.exp", "x => x * x * x", "x => 1 / (1 + x * x)");
const parabola = (a: number, b: number, c: number) => fn(`x => ${a} * x * x + ${b} * x + ${c}`);

task("01.forwardDifference", () => {
  worked("x² at 3 with h = 1: the chord from 9 to 16 has slope 7", async () => {
    close(await subject.forwardDifference(fn("x => x * x"), 3, 1), 7, "forwardDifference(x => x * x, 3, 1)");
  });
  law(
    "is exact for straight lines",
    [whole(-5, 5), whole(-5, 5), number(-3, 3), step],
    async (a, b, x, h) => {
      const got = await subject.forwardDifference(fn(`x => ${a} * x + ${b}`), x, h);
      close(got, a, `forwardDifference(x => ${a} * x + ${b}, ${x}, ${h})`, 1e-8);
    },
  );
  law(
    "is off by a·h for the parabola a·x²: its error is of order 1",
    [whole(1, 5), number(-3, 3), step],
    async (a, x, h) => {
      const got = await subject.forwardDifference(parabola(a, 0, 0), x, h);
      close(got, 2 * a * x + a * h, `forwardDifference(x => ${a} * x * x, ${x}, ${h})`, 1e-8);
    },
  );
});

task("01.centralDifference", () => {
  worked("x² at 3 with h = 1: the chord from 4 to 16 has slope 6", async () => {
    close(await subject.centralDifference(fn("x => x * x"), 3, 1), 6, "centralDifference(x => x * x, 3, 1)");
  });
  law(
    "is exact for every parabola, however large the step",
    [whole(-5, 5), whole(-5, 5), whole(-5, 5), number(-3, 3), step],
    async (a, b, c, x, h) => {
      const got = await subject.centralDifference(parabola(a, b, c), x, h);
      close(got, 2 * a * x + b, `centralDifference(x => ${a} * x * x + ${b} * x + ${c}, ${x}, ${h})`, 1e-8);
    },
  );
  law("does not care about the sign of h", [smooth, number(-2, 2), step], async (f, x, h) => {
    const there = await subject.centralDifference(fn(f), x, h);
    const back = await subject.centralDifference(fn(f), x, -h);
    close(
      back,
      there,
      `centralDifference(${f}, ${x}, ${-h}), which should equal the one with h = ${h}`,
      1e-8,
    );
  });
});

task("01.observedOrder", () => {
  worked("half the step, a quarter of the error: order 2", async () => {
    close(await subject.observedOrder(0.1, 0.04, 0.05, 0.01), 2, "observedOrder(0.1, 0.04, 0.05, 0.01)");
  });
  law(
    "finds p in error = c·hᵖ",
    [number(0.5, 4), number(0.1, 9), number(0.001, 0.01), number(0.02, 0.5)],
    async (p, c, h1, h2) => {
      const got = await subject.observedOrder(h1, c * h1 ** p, h2, c * h2 ** p);
      close(got, p, `observedOrder of ${c}·h^${p} at h = ${h1} and ${h2}`, 1e-8);
    },
  );
});

task("01.bestStep", () => {
  const unit = Math.cbrt(2 ** -52);
  worked("at 0 and at 1 it is ε^(1/3) = 6.055e-6", async () => {
    close(await subject.bestStep(0), 6.0554544523933395e-6, "bestStep(0)", 1e-15);
    close(await subject.bestStep(1), 6.0554544523933395e-6, "bestStep(1)", 1e-15);
  });
  law("grows with |x| from 1 on", [whole(1, 1e6)], async (x) => {
    close((await subject.bestStep(x)) / unit, x, `bestStep(${x}) / ε^(1/3)`);
    close((await subject.bestStep(-x)) / unit, x, `bestStep(${-x}) / ε^(1/3)`);
  });
  law("stays the same between -1 and 1", [number(-1, 1)], async (x) => {
    close((await subject.bestStep(x)) / unit, 1, `bestStep(${x}) / ε^(1/3)`);
  });
});

task("01.derivative", () => {
  worked("the derivative of sin at 0 is 1", async () => {
    close(await subject.derivative(fn("Math.sin"), 0), 1, "derivative(Math.sin, 0)");
  });
  law("knows eight digits of the derivative of a cubic", [whole(-3, 3), number(-50, 50)], async (a, x) => {
    const got = await subject.derivative(fn(`x => ${a} * x * x * x`), x);
    close(got, 3 * a * x * x, `derivative(x => ${a} * x * x * x, ${x})`, 1e-8);
  });
  law("scales its step with x: x² is as exact at a million as at 1", [whole(1e5, 1e7)], async (x) => {
    close(await subject.derivative(fn("x => x * x"), x), 2 * x, `derivative(x => x * x, ${x})`, 1e-9);
  });
});

task("01.numericGradient", () => {
  worked("a·b + c² at (2, -3, 5): the partial derivatives are b, a and 2c", async () => {
    const got = await subject.numericGradient(fn("([a, b, c]) => a * b + c * c"), [2, -3, 5]);
    close(got, [-3, 2, 10], "numericGradient(([a, b, c]) => a * b + c * c, [2, -3, 5])", 1e-7);
  });
  law(
    "of a weighted sum gives the weights",
    [fc.array(whole(-5, 5), { minLength: 1, maxLength: 6 })],
    async (w) => {
      const f = `x => ${JSON.stringify(w)}.reduce((sum, wi, i) => sum + wi * x[i], 0)`;
      const x = w.map((_, i) => i - 1);
      close(await subject.numericGradient(fn(f), x), w, `numericGradient of the sum with weights ${w}`, 1e-7);
    },
  );
  law(
    "changes one entry at a time: of a product, the product of the others",
    [whole(1, 5), whole(1, 5), whole(1, 5)],
    async (a, b, c) => {
      const got = await subject.numericGradient(fn("([a, b, c]) => a * b * c"), [a, b, c]);
      close(
        got,
        [b * c, a * c, a * b],
        `numericGradient(([a, b, c]) => a * b * c, [${a}, ${b}, ${c}])`,
        1e-7,
      );
    },
  );
});

task("01.relativeError", () => {
  worked("101 instead of 100 is 1/101 off; 0.3 instead of 0.1 is 0.2 off", async () => {
    close(await subject.relativeError(101, 100), 1 / 101, "relativeError(101, 100)");
    close(await subject.relativeError(0.3, 0.1), 0.2, "relativeError(0.3, 0.1)");
  });
  law("is symmetric", [number(-1e3, 1e3), number(-1e3, 1e3)], async (a, b) => {
    const there = await subject.relativeError(a, b);
    same(
      await subject.relativeError(b, a),
      there,
      `relativeError(${b}, ${a}), which should equal relativeError(${a}, ${b})`,
    );
  });
  law(
    "lies between 0 and 2, and is 0 only for equal numbers",
    [number(-1e6, 1e6), number(-1e6, 1e6)],
    async (a, b) => {
      const got = await subject.relativeError(a, b);
      holds(got >= 0 && got <= 2, `relativeError(${a}, ${b}) = ${got} lies between 0 and 2`);
      same(got === 0, a === b, `relativeError(${a}, ${b}) === 0`);
    },
  );
  law(
    "does not change when both are scaled up",
    [whole(1, 100), whole(1, 100), whole(1, 100)],
    async (a, b, scale) => {
      const got = await subject.relativeError(a * scale, b * scale);
      close(got, await subject.relativeError(a, b), `relativeError(${a * scale}, ${b * scale})`);
    },
  );
});
