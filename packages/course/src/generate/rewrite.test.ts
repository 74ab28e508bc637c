import * as fc from "fast-check";
import { expect, test } from "vitest";
import { findBody, syntaxError } from "./bodies.ts";
import { rewrite, todo } from "./rewrite.ts";

const file = "packages/scalar/src/a.ts";
const name = fc.constantFrom("first", "zweite", "δerivative", "f1");
const comment = fc.constantFrom("", "// ∂y/∂x → 1\n", "/** ε² = 0 */\n", "/* { } */ ");
const body = fc.constantFrom(
  "return 1;",
  "if (x) { return { a: 2 }; }\n  return `}${x}{`;",
  "const s = '}';",
);

const forms: readonly ((name: string, body: string) => { code: string; symbol: string })[] = [
  (n, b) => ({ code: `export function ${n}(x: number) {\n  ${b}\n}\n`, symbol: n }),
  (n, b) => ({ code: `class C {\n  other() {}\n  ${n}(x: number) {\n    ${b}\n  }\n}\n`, symbol: `C.${n}` }),
  (n, b) => ({ code: `export const ${n} = (x: number) => {\n  ${b}\n};\n`, symbol: n }),
  (n, b) => ({ code: `export const op = make({ ${n}: (x: number) => {\n ${b}\n} });\n`, symbol: `op.${n}` }),
];

test("whatever stands around and inside a body, it alone is replaced", () => {
  fc.assert(
    fc.property(fc.constantFrom(...forms), name, comment, body, (form, n, around, inside) => {
      const { code, symbol } = form(n, inside);
      const source = `${around}${code}${around}\nexport const tail = 1;\n`;
      const out = rewrite(source, file, [{ symbol, body: todo("01.task") }]);
      const span = findBody(source, symbol, file);
      expect(out.startsWith(source.slice(0, span.start))).toBe(true);
      expect(out.endsWith(source.slice(span.end))).toBe(true);
      expect(out).toContain('throw new Error("TODO 01.task");');
      expect(syntaxError(out, file)).toBeUndefined();
    }),
  );
});

test("relative imports are named by package, siblings stay beside", () => {
  const code =
    'import { a } from "./op.ts";\nexport { b } from "./ops.ts";\nimport type { c } from "node:fs";\n';
  expect(rewrite(code, file, [], ["packages/scalar/src/ops.ts"])).toBe(
    'import { a } from "@gradus/scalar/op";\nexport { b } from "./ops.ts";\nimport type { c } from "node:fs";\n',
  );
});

test("a symbol that is not there is an error with both names", () => {
  expect(() => findBody("export const x = 1;", "y", file)).toThrow(`${file} has no function y`);
});
