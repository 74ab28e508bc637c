/** The library in a browser: one import, no fetch, no eval, and the numbers that Node gives. */
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundle } from "./browser/bundle.ts";
import { findBrowser, howToGetOne, launch } from "./browser/chromium.ts";
import { type Report, runExperiments, valuesOn } from "./browser/experiments.ts";
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
});
