import { join } from "node:path";
import { parseArgs, styleText } from "node:util";
import { allChecks } from "./checks/all.ts";
import type { Check } from "./checks/check.ts";

/** `npm run check`, `npm run check -- style types`, `npm run check -- --except lessons`. */

function chosen(all: readonly Check[], argv: readonly string[]): readonly Check[] {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { except: { type: "string", multiple: true, default: [] } },
  });
  const known = all.map(({ name }) => name);
  const wrong = [...positionals, ...values.except].find((name) => !known.includes(name));
  if (wrong !== undefined) throw new Error(`unknown check "${wrong}"; known are: ${known.join(", ")}`);
  return all.filter(
    ({ name }) => (positionals.length === 0 || positionals.includes(name)) && !values.except.includes(name),
  );
}

async function main(): Promise<number> {
  const root = join(import.meta.dirname, "../../..");
  const failures: string[] = [];
  for (const { name, about, run } of chosen(allChecks(root), process.argv.slice(2))) {
    const started = performance.now();
    const complaint = await run().catch((error: Error) => `${error.message}`);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const mark = complaint === "" ? styleText("green", "pass") : styleText("red", "FAIL");
    console.log(`${mark}  ${name.padEnd(9)} ${about} ${styleText("dim", `${seconds} s`)}`);
    if (complaint !== "") failures.push(`\n${styleText("bold", name)}\n${complaint}`);
  }
  for (const failure of failures) console.log(failure);
  return failures.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`check: ${(error as Error).message}`);
  process.exitCode = 1;
}
