/** A page in Chromium, on its card or on the software that it brings. */
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, chromium } from "playwright-core";
import type { Taken } from "./measure.ts";

const software = [
  "--use-webgpu-adapter=swiftshader",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];
const card = ["--enable-features=Vulkan", "--use-angle=vulkan"];

/** A browser that measures. */
export interface Measurer {
  measure(side: string, mode: string, workload: string): Promise<Taken>;
  close(): Promise<void>;
}

/** Starts it; nothing where there is no browser. GRADUS_GPU=card asks for the machine's card. */
export async function openBrowser(): Promise<Measurer | undefined> {
  const places = [process.env["CHROMIUM_PATH"] ?? "", "/usr/bin/chromium", "/usr/bin/google-chrome"];
  const executablePath = places.find((place) => place !== "" && existsSync(place));
  if (executablePath === undefined) return undefined;
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("page.ts", import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2024",
    conditions: ["@gradus/source"],
    logLevel: "silent",
  });
  const script = outputFiles[0]?.text ?? "";
  const server = createServer(({ url }, response) => {
    const isScript = url === "/page.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html; charset=utf-8");
    response.end(
      isScript ? script : '<!doctype html><title></title><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({
    executablePath,
    args: [
      ...["--no-sandbox", "--enable-unsafe-webgpu", "--ignore-gpu-blocklist"],
      ...(process.env["GRADUS_GPU"] === "card" ? card : software),
    ],
  });
  return {
    measure: (side, mode, workload) =>
      visit(browser, `http://127.0.0.1:${port}/#${side}|${mode}|${encodeURIComponent(workload)}`),
    async close() {
      await browser.close();
      server.close();
    },
  };
}

async function visit(browser: Browser, address: string): Promise<Taken> {
  const page = await browser.newPage();
  try {
    await page.goto(address, { waitUntil: "commit" });
    await page.waitForFunction("document.title === 'done'", null, { timeout: 180_000 });
    return JSON.parse((await page.textContent("body")) ?? "{}") as Taken;
  } catch (error) {
    return { numbers: [], times: [], description: "", failure: String(error).split("\n")[0] as string };
  } finally {
    await page.close();
  }
}
