import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { AnyOp } from "../tensor.ts";
import { ops } from "./table.ts";

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
);

/** The entry that an export is (`clampOp`), or carries (`add.op`). */
function entryOf(exported: unknown): AnyOp[] {
  const entry = typeof exported === "function" && "op" in exported ? exported.op : exported;
  return typeof entry === "object" && entry !== null && "vjp" in entry ? [entry as AnyOp] : [];
}

test("an entry stands under its name", () => {
  for (const [name, op] of Object.entries(ops)) expect(op.name).toBe(name);
});

test("no file exports an op that is not in the table", async () => {
  const missing: string[] = [];
  for (const file of files) {
    const module: object = await import(pathToFileURL(join(import.meta.dirname, file)).href);
    for (const op of Object.values(module).flatMap(entryOf))
      if (!Object.values(ops).includes(op)) missing.push(`${op.name} in ${file}`);
  }
  expect(missing).toEqual([]);
});
