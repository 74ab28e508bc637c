import type { Browser } from "playwright-core";

/** What was seen of a page until it had loaded. */
export interface Visit {
  /** What it shows. */
  readonly text: string;
  /** Everything that it printed on the console, and errors that nobody caught. */
  readonly complaints: readonly string[];
  /** The paths that it asked for. */
  readonly requests: readonly string[];
  /** Requests that got no answer, or a bad one. */
  readonly failures: readonly string[];
  /** Whether it is cross-origin isolated, as shared memory demands. */
  readonly isolated: boolean;
}

/**
 * Opens a page and leaves again as soon as it has loaded: what it does later is not seen. A patient visitor stays until it
 * shows something.
 */
export async function visit(browser: Browser, address: string, patient = false): Promise<Visit> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  const failures: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => requests.push(new URL(request.url()).pathname));
  page.on("requestfailed", (request) => failures.push(`${request.url()}: ${request.failure()?.errorText}`));
  page.on("response", (response) => {
    if (!response.ok()) failures.push(`${response.url()}: ${response.status()}`);
  });
  try {
    await page.goto(address, { waitUntil: "load" });
    if (patient) await page.waitForSelector("body:not(:empty)", { state: "attached" });
    const text = (await page.textContent("body")) ?? "";
    const isolated = await page.evaluate<boolean>("crossOriginIsolated");
    return { text, complaints, requests, failures, isolated };
  } finally {
    await page.close();
  }
}
