/** The local derivatives: how fast a result moves with one operand, as plain numbers. */
import { close, holds, law, number, remote, task, worked } from "@gradus/course/testing";
import { checkDerivative, checkPartials } from "./against-differences.ts";

const subject = remote<typeof import("../probe.ts")>();

const inOps = (name: string, rules: string) =>
  worked("is written in ops, so that it can be differentiated once more", async () => {
    const what = `given operands, ${rules} an operand, not a plain number: write it in ops`;
    holds(await subject.staysOperand(name), what);
  });

task("02.mul", () => {
  worked("3·4: moving the 3 counts four times, moving the 4 three times", async () => {
    close(await subject.da("mul", 3, 4), 4, "mul.da(3, 4, 12)");
    close(await subject.db("mul", 3, 4), 3, "mul.db(3, 4, 12)");
  });
  law(
    "(a + s)·(b + t) is y + ∂a·s + ∂b·t, but for s·t",
    [number(-5, 5), number(-5, 5), number(-1, 1), number(-1, 1)],
    async (a, b, s, t) => {
      const [da, db] = [await subject.da("mul", a, b), await subject.db("mul", a, b)];
      const what = `${a}·${b} + mul.da·${s} + mul.db·${t} + ${s}·${t}, which should be ${a + s}·${b + t}`;
      close(a * b + da * s + db * t + s * t, (a + s) * (b + t), what);
    },
  );
  law("agrees with finite differences", [number(-5, 5), number(-5, 5)], (a, b) =>
    checkPartials("mul", (a, b) => a * b, a, b),
  );
});

task("02.div", () => {
  worked("6/3: ∂/∂a = 1/3, and ∂/∂b = -6/9: a larger divisor makes the quotient smaller", async () => {
    close(await subject.da("div", 6, 3), 1 / 3, "div.da(6, 3, 2)");
    close(await subject.db("div", 6, 3), -6 / 9, "div.db(6, 3, 2)");
  });
  law("y·b = a stays true when a moves, and when b moves", [number(-5, 5), number(0.5, 5)], async (a, b) => {
    const [da, db] = [await subject.da("div", a, b), await subject.db("div", a, b)];
    close(da * b, 1, `div.da(${a}, ${b}, ${a / b})·${b}`);
    close(db * b + a / b, 0, `div.db(${a}, ${b}, ${a / b})·${b} + ${a / b}`);
  });
  law("agrees with finite differences", [number(-5, 5), number(0.5, 5)], (a, b) =>
    checkPartials("div", (a, b) => a / b, a, b),
  );
  worked("at b = 0 both are infinite, as 1/0 is", async () => {
    close(await subject.da("div", 1, 0), Infinity, "div.da(1, 0, Infinity)");
    close(await subject.db("div", 1, 0), -Infinity, "div.db(1, 0, Infinity)");
  });
  inOps("div", "div.da(a, b, y) and div.db(a, b, y) give");
});

task("02.sin", () => {
  worked("is 1 at 0, 0 at the top of the wave, -1 at π", async () => {
    close(await subject.derivative("sin", 0), 1, "sin.derivative(0, 0)");
    close(await subject.derivative("sin", Math.PI / 2), 0, "sin.derivative(π/2, 1)");
    close(await subject.derivative("sin", Math.PI), -1, "sin.derivative(π, 0)");
  });
  law("agrees with finite differences", [number(-6, 6)], (x) => checkDerivative("sin", Math.sin, x));
  inOps("sin", "sin.derivative(x, y) gives");
});

task("02.exp", () => {
  worked("is 1 at 0 and e at 1", async () => {
    close(await subject.derivative("exp", 0), 1, "exp.derivative(0, 1)");
    close(await subject.derivative("exp", 1), Math.E, "exp.derivative(1, e)");
  });
  law("agrees with finite differences", [number(-4, 4)], (x) => checkDerivative("exp", Math.exp, x));
  inOps("exp", "exp.derivative(x, y) gives");
});
