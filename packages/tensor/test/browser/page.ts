/** The script of the page: it has run to its end when the page has loaded, so nothing in it can have waited. */
import { runExperiments } from "./experiments.ts";

// As far as it is used here: the names of a browser are not declared where Node's are.
const { document } = globalThis as unknown as { document: { body: { textContent: string } } };

document.body.textContent = JSON.stringify(runExperiments());
