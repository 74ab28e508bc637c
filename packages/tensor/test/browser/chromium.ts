import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Where systems keep Chromium, or Chrome. */
const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
];

/**
 * The browser of this machine: the one that CHROMIUM_PATH names, else the first that is found.
 *
 * @throws Error if there is none and GRADUS_REQUIRE_BROWSER is 1, or if CHROMIUM_PATH leads nowhere
 */
export function findBrowser(): string | undefined {
  const { CHROMIUM_PATH: named, GRADUS_REQUIRE_BROWSER: required } = process.env;
  if (named && !existsSync(named))
    throw new Error(`CHROMIUM_PATH is ${named}, where there is no file; name a browser`);
  const found = named || places.find((place) => existsSync(place));
  if (found === undefined && required === "1")
    throw new Error(`GRADUS_REQUIRE_BROWSER is 1, and no browser was found; ${howToGetOne}`);
  return found;
}

/** What to do where no browser is found. */
export const howToGetOne = "install Debian's chromium, or set CHROMIUM_PATH";

/** WebGPU and WebGL2 without a card. */
export const softwareGpu: readonly string[] = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
];

/** Starts a browser with a profile of its own, gone when it is closed, that talks to nobody but the page's server. */
export function launch(
  executablePath: string,
  graphics: readonly string[] = ["--disable-gpu"],
): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      "--no-sandbox",
      ...graphics,
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
