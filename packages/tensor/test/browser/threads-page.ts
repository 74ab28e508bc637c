/** The script of a page that asks for two threads. */
import { setThreads, threads } from "@gradus/tensor";
import { largeValues, type ThreadsReport } from "./experiments.ts";

// As far as it is used here: the names of a browser are not declared where Node's are.
const { document } = globalThis as unknown as { document: { body: { textContent: string } } };

async function report(): Promise<ThreadsReport> {
  const alone = largeValues();
  const resolved = await setThreads(2);
  return { resolved, threads: threads(), alone, together: largeValues() };
}

report().then(
  (found) => {
    document.body.textContent = JSON.stringify(found);
  },
  (error: unknown) => {
    document.body.textContent = JSON.stringify({ error: String(error) });
  },
);
