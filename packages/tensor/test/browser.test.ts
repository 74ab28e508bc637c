/** The library in a browser: one import, no fetch, no eval, and the numbers that Node gives. */
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundle } from "./browser/bundle.ts";
import { findBrowser, howToGetOne, launch } from "./browser/chromium.ts";
import { type Report, runExperiments, type ThreadsReport, valuesOn } from "./browser/experiments.ts";
import { serve } from "./browser/server.ts";
import { type Visit, visit } from "./browser/visit.ts";

const policy = "default-src 'self'; script-src 'self'";
const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};
const sites = [
  {
    name: "a page whose policy allows WebAssembly, but no eval",
    headers: { "content-security-policy": `${policy} 'wasm-unsafe-eval'` },
    isolated: false,
    devices: ["cpu", "wasm"],
  },
  {
    name: "the same, cross-origin isolated",
    headers: { "content-security-policy": `${policy} 'wasm-unsafe-eval'`, ...isolation },
    isolated: true,
    devices: ["cpu", "wasm"],
  },
  {
    name: "a page whose policy allows no WebAssembly",
    headers: { "content-security-policy": policy },
    isolated: false,
    devices: ["cpu"],
  },
];

const executable = findBrowser();
if (executable === undefined) console.info(`not tested in a browser, for none was found; ${howToGetOne}`);

describe.skipIf(executable === undefined)("in a browser", () => {
  let script: string;
  let browser: Browser;
  let here: Report;

  beforeAll(async () => {
    here = JSON.parse(JSON.stringify(runExperiments())) as Report;
    script = await bundle(fileURLToPath(new URL("./browser/page.ts", import.meta.url)));
    browser = await launch(executable as string);
  }, 60_000);
  afterAll(() => browser?.close());

  describe.each(sites)("$name", ({ headers, isolated, devices }) => {
    let visited: Visit;
    let there: Report;

    beforeAll(async () => {
      const site = await serve(script, headers);
      try {
        visited = await visit(browser, site.address);
      } finally {
        site.close();
      }
      there = JSON.parse(visited.text || "{}") as Report;
    }, 60_000);

    test("loads with one script, complete once it is loaded, and complains of nothing", () => {
      const { complaints, failures, requests } = visited;
      expect({ complaints, failures, requests }).toEqual({
        complaints: [],
        failures: [],
        requests: ["/", "/page.js"],
      });
      expect(visited.isolated).toBe(isolated);
    });

    test(`has ready on import: ${devices.join(", ")}`, () => {
      expect(there.devices).toEqual(devices);
    });

    test("draws Node's random numbers, bit for bit", () => {
      expect(there.random).toEqual(here.random);
    });

    test.each(devices)("on %s, values and gradients are what the definition gives in float64", (device) => {
      for (const [name, exact] of Object.entries(valuesOn("cpu", "float64"))) {
        const got = there.values[device]?.[name];
        expect(got?.length, name).toBe(exact.length);
        const error = Math.max(...exact.map((y, i) => Math.abs(y - (got?.[i] ?? Number.NaN))));
        expect(error, name).toBeLessThanOrEqual(1e-5 * Math.max(...exact.map(Math.abs)));
      }
    });

    test.each(devices)("on %s, a perceptron learns a ring, as in Node", (device) => {
      const losses = there.losses[device] ?? [];
      const inNode = here.losses["cpu"] as readonly number[];
      expect(losses.length).toBe(inNode.length);
      expect(losses.at(-1)).toBeLessThan(0.6 * (losses[0] as number));
      losses.forEach((loss, step) => {
        expect(loss).toBeCloseTo(inNode[step] as number, 4);
      });
    });
  });

  describe("a page that asks for two threads", () => {
    let scripts: { readonly page: string; readonly thread: string };
    const policed = { "content-security-policy": `${policy} 'wasm-unsafe-eval'` };
    const open = async (headers: object, others: { readonly [path: string]: string }): Promise<Visit> => {
      const site = await serve(scripts.page, { ...policed, ...headers }, others);
      try {
        return await visit(browser, site.address, true);
      } finally {
        site.close();
      }
    };

    beforeAll(async () => {
      const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));
      scripts = {
        page: await bundle(path("./browser/threads-page.ts")),
        thread: await bundle(path("../src/backend/wasm/thread.ts")),
      };
    });

    test("has them if it is cross-origin isolated, and gets the same bytes", async () => {
      const { text, complaints, requests } = await open(isolation, { "/thread.js": scripts.thread });
      const { resolved, threads, alone, together } = JSON.parse(text) as ThreadsReport;
      expect({ complaints, resolved, threads }).toEqual({ complaints: [], resolved: 2, threads: 2 });
      expect(requests).toEqual(["/", "/page.js", "/thread.js"]);
      expect(alone.length).toBeGreaterThan(1000);
      expect(together).toEqual(alone);
    });

    test("has one if it is not, and is told why", async () => {
      const { text, complaints } = await open({}, { "/thread.js": scripts.thread });
      const { resolved, threads } = JSON.parse(text) as ThreadsReport;
      expect({ resolved, threads }).toEqual({ resolved: 1, threads: 1 });
      expect(complaints).toEqual([
        expect.stringMatching(/^warning: .*one thread.*not cross-origin isolated; serve/),
      ]);
    });

    test("is told if the script of a thread is not there", async () => {
      const { text } = await open(isolation, {});
      expect(text).toMatch(/a thread did not start: .* thread\.js beside/);
    });
  });
});
