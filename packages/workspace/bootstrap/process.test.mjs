import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "./workspace.mjs";

const windows = process.platform === "win32";
const becoming = `import { become } from ${JSON.stringify(new URL("process.mjs", import.meta.url).href)};
await become(process.execPath, process.argv.slice(1), {});`;

/** A process that becomes `node -e code`. @param {string} code @param {string[]} args */
function become(code, ...args) {
  return spawn(process.execPath, ["--input-type=module", "-e", becoming, "--", "-e", code, "--", ...args]);
}

/** @param {import("node:child_process").ChildProcess} child */
async function output(child) {
  let text = "";
  child.stdout?.on("data", (chunk) => {
    text += chunk;
  });
  const [code, signal] = await once(child, "close");
  return { text, code, signal };
}

describe("a process that becomes another", () => {
  test("passes arguments in, and output and exit code out", async () => {
    const child = become(
      "console.log(JSON.stringify(process.argv.slice(1))); process.exit(7)",
      "a b",
      "*",
      "--c",
    );
    expect(await output(child)).toEqual({ text: '["a b","*","--c"]\n', code: 7, signal: null });
  });

  test("passes its input on", async () => {
    const child = become("process.stdin.pipe(process.stdout)");
    child.stdin?.end("through");
    expect(await output(child)).toMatchObject({ text: "through", code: 0 });
  });

  test.skipIf(windows).each(["SIGINT", "SIGTERM"])(
    "passes %s on, once, and waits for what it leads to",
    async (signal) => {
      const child = become(`let n = 0; setInterval(() => {}, 1000);
      process.on("${signal}", () => { n++; setTimeout(() => { console.log("got " + n); process.exit(3) }, 50) });
      console.log("up");`);
      child.stdout?.once("data", () => child.kill(/** @type {NodeJS.Signals} */ (signal)));
      expect(await output(child)).toMatchObject({ text: "up\ngot 1\n", code: 3 });
    },
  );

  test.skipIf(windows)("ends by the signal that ended the other", async () => {
    expect(await output(become("process.kill(process.pid, 'SIGTERM')"))).toMatchObject({ signal: "SIGTERM" });
  });
});

test("a wrong use of the bootstrap gets one line and exit code 1", async () => {
  const child = spawn(process.execPath, [join(root, "packages/workspace/bootstrap.mjs"), "nonsense"]);
  let error = "";
  child.stderr.on("data", (chunk) => {
    error += chunk;
  });
  expect(await output(child)).toMatchObject({ text: "", code: 1 });
  expect(error).toMatch(/^gradus: unknown command "nonsense"; known are: [^\n]+\n$/);
});
