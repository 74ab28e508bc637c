/** The gpu backend in a browser, on WebGPU and on WebGL2: the laws of the agreement suite, gradients, and trainings. */
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundle } from "./browser/bundle.ts";
import { findBrowser, howToGetOne, launch, softwareGpu } from "./browser/chromium.ts";
import type { GpuReport } from "./browser/gpu-report.ts";
import { serve } from "./browser/server.ts";
import { allCases } from "./cases/index.ts";

/** How far a loss may be from that on wasm. */
const BAND = 1e-4;
const MINUTES = 60_000;

const executable = findBrowser();
if (executable === undefined)
  console.info(`the gpu backend is not tested in a browser, for none was found; ${howToGetOne}`);

describe.skipIf(executable === undefined)("in a browser", () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serve>>;

  beforeAll(async () => {
    site = await serve(await bundle(fileURLToPath(new URL("./browser/gpu-page.ts", import.meta.url))), {});
    browser = await launch(executable as string, softwareGpu);
  }, MINUTES);
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  describe.each(["webgpu", "webgl2"])("on %s", (mode) => {
    let report: GpuReport;

    beforeAll(async () => {
      const page = await browser.newPage();
      try {
        await page.goto(`${site.address}/#${mode}`, { waitUntil: "commit" });
        await page.waitForFunction("document.title === 'done'", null, { timeout: 3 * MINUTES });
        report = JSON.parse((await page.textContent("body")) ?? "{}") as GpuReport;
      } finally {
        await page.close();
      }
    }, 4 * MINUTES);

    test("opens, and runs there and nowhere else", () => {
      expect(report.failure).toBeUndefined();
      expect(report.info.mode).toBe(mode);
      expect(report.info.executed).toBe(mode);
      expect(report.fallbacks).toEqual({});
    });

    test("every law of the suite holds, and every op has the right gradients", () => {
      expect(report.complaints).toEqual([]);
      expect(report.laws).toBeGreaterThan(150);
      expect(report.gradients).toBe(allCases.length);
    });

    test("networks learn as they do on wasm", () => {
      expect(Object.keys(report.losses).length).toBe(3);
      for (const [name, { gpu, wasm }] of Object.entries(report.losses)) {
        expect(gpu.length).toBeGreaterThan(1);
        gpu.forEach((loss, step) => {
          expect(Math.abs(loss - (wasm[step] as number)), `${name}, step ${step}`).toBeLessThan(BAND);
        });
      }
    });
  });
});
